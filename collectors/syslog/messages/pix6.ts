import { noted } from '../template.ts';
import { notedEach } from './ids.ts';

/**
 * What PIX 6 and early 7.0 say of IPsec (402, 602, 702). No message names both the peer and the user of a tunnel, and there is no
 * closing record, so none of these opens or ends a session: 109005 and 109006 are the logins (`uauth.ts`).
 */
export const pix6 = [
  ...notedEach('a packet that fits no SA', [402101, 402106]),

  noted(602201, 'ISAKMP Phase 1 SA created: LAN-to-LAN or not is not told'),
  ...notedEach('the end of a phase 1 SA', [602202, 602203]),
  noted(602301, 'sa created: the user is not told'),
  noted(602302, 'deleting SA: also at a rekey'),

  ...notedEach('the steps of ISAKMP', [702201, 702212]),
  noted(702301, 'the lifetime of an SA is expiring'),
  noted(702302, 'replay rollover'),
  noted(702303, 'an SA is requested'),
] as const;
