import { message, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/** The IPsec data plane (402, 602, 702): one line for each SA, two for a pair; also at each rekey. */
export const ipsec = [
  noted(402114, 'an invalid SPI: the peer uses an SA that is gone'),
  noted(402115, 'AH in place of ESP, or ESP in place of AH'),
  noted(402116, 'an inner packet that its SA does not allow'),
  noted(402117, 'a packet in clear that should be encrypted'),
  noted(402118, 'an illegal fragment'),
  noted(402119, 'anti-replay checking failed'),
  noted(402120, 'authentication of a packet failed'),
  ...notedEach('a packet that IPsec dropped', [402121, 402122]),
  ...notedEach('the crypto accelerator', [402123, 402127]),
  ...notedEach('memory of the crypto accelerator', [402128, 402129]),
  noted(402130, 'incorrect IPsec padding'),
  noted(402131, 'the crypto accelerator’s bias'),
  ...notedEach('a cryptographic operation that failed or is weak', [402140, 402150]),

  noted(602101, 'PMTU-D packet'),
  ...notedEach('a path MTU that somebody suggested', [602103, 602104]),

  message(
    602303,
    'sa.created',
    'IPSEC: An {direction:word} {saType} SA (SPI=[[ ]]{spi:hex}) between {oneIp:ip} and {otherIp:ip} (user=[[ ]]{user}) has been created[[.]]',
  ),
  message(
    602304,
    'sa.deleted',
    'IPSEC: An {direction:word} {saType} SA (SPI=[[ ]]{spi:hex}) between {oneIp:ip} and {otherIp:ip} (user=[[ ]]{user}) has been deleted[[.]]',
  ),
  noted(602305, 'SA creation error: it does not tell which of the two is the client'),
  noted(602306, 'SA change error at MOBIKE'),

  noted(702305, 'a rekey, for the sequence number'),
  noted(702307, 'a rekey, for the volume of data'),
] as const;
