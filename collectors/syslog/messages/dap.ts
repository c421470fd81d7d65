import { given, message, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/** VLAN mapping (730) and dynamic access policies (734). From 8.0 on 734001 is the first message of a login that says that it is the VPN's. */
export const dap = [
  ...notedEach('the VLAN of the session', [730001, 730010]),
  noted(
    734001,
    'a user of the firewall, not of the VPN',
    'DAP: User {_}, Addr {_:ip}, Connection Cut-Through-Proxy: The following DAP records were selected for this connection: {_:phrase}',
  ),
  message(
    734001,
    'login.accepted',
    'DAP: User {user}, Addr {publicIp:ip}, Connection {connection:word}: The following DAP records were selected for this connection: {_:phrase}',
  ),
  given(
    734002,
    'attempt.refused',
    { cause: 'policy.dap', weight: 'decisive' },
    'DAP: User {user}, Addr {publicIp:ip}: Connection terminated by the following DAP records: {detail:phrase}',
  ),
  ...notedEach('the attributes that the policy saw, and its errors', 734003, 734004),
] as const;
