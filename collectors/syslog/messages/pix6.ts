import { message, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/**
 * What PIX 6 and early 7.0 say of IPsec (402, 602, 702). No message names both the peer and the user of a tunnel, and there is no
 * closing record: 109005 and 109006 (`uauth.ts`) are the logins, 602301 and 602302 their tunnels.
 */
export const pix6 = [
  ...notedEach('a packet that fits no SA', [402101, 402106]),

  noted(602201, 'ISAKMP Phase 1 SA created: LAN-to-LAN or not is not told'),
  ...notedEach('the end of a phase 1 SA', [602202, 602203]),
  message(
    602301,
    'sa.built',
    'sa created, (sa) sa_dest= {toIp:ip}, sa_prot= {_:int}, sa_spi= {spi:hex}({_:int}){_:phrase}',
  ),
  message(
    602302,
    'sa.unbuilt',
    'deleting SA, (sa) sa_dest= {toIp:ip}, sa_prot= {_:int}, sa_spi= {spi:hex}({_:int}){_:phrase}',
  ),

  ...notedEach('the steps of ISAKMP', [702201, 702212]),
  noted(702301, 'the lifetime of an SA is expiring'),
  noted(702302, 'replay rollover'),
  noted(702303, 'an SA is requested'),
] as const;
