import { given } from '../template.ts';
import { notedEach } from './ids.ts';

/** Limits, licences and resources of the device, and of its own monitoring (201008, 211, 212, 316, 320, 321, 414, 444). */
export const resource = [
  // Not "failed": by default an ASA lets nobody through while its TCP syslog host is down.
  ...notedEach('the syslog host is down, and new connections may be denied for it', 201008, [414001, 414008]),
  ...notedEach('memory and CPU', [211001, 211003]),
  ...notedEach('SNMP', [212001, 212006], [212009, 212012]),

  given(
    316001,
    'attempt.refused',
    { cause: 'limit.license', weight: 'decisive' },
    'Denied new tunnel to {publicIp:ip}. VPN peer limit ({detail}) exceeded[[.]]',
  ),
  ...notedEach('a handle, and the subject of a peer’s certificate', 316002, 320001),

  ...notedEach('a limit of a context, and low blocks', [321001, 321004], 321007),
  // They name nobody: a reason only for who is refused at that time.
  given(
    321005,
    'attempt.refused',
    { cause: 'limit.resource', weight: 'hint' },
    'System CPU utilization reached {detail:phrase}',
  ),
  given(
    321006,
    'attempt.refused',
    { cause: 'limit.resource', weight: 'hint' },
    'System memory usage reached {detail:phrase}',
    'System Memory usage reached {detail:phrase}',
  ),

  ...notedEach('time-based, shared and smart licences', [444004, 444009], [444100, 444111], [444302, 444310]),
] as const;
