import { message } from '../template.ts';

/** The IPsec data plane (602): one line for each SA, two for a pair; also at each rekey. */
export const ipsec = [
  message(
    602303,
    'sa.created',
    'IPSEC: An {direction:word} {saType} SA (SPI= {spi:hex}) between {oneIp:ip} and {otherIp:ip} (user= {user}) has been created.',
  ),
  message(
    602304,
    'sa.deleted',
    'IPSEC: An {direction:word} {saType} SA (SPI= {spi:hex}) between {oneIp:ip} and {otherIp:ip} (user= {user}) has been deleted.',
  ),
] as const;
