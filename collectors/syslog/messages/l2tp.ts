import { given, message, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/** L2TP and PPTP (213, 603): what is carried inside of IPsec, or, for PPTP, instead of it. */
export const l2tp = [
  ...notedEach('an error of PPTP that names nobody', [213001, 213003]),
  message(213004, 'address.refused', 'PPP virtual interface {_:word} client ip allocation failed[[.]]'),
  ...notedEach('the dynamic access policy of an L2TP user: 734002 tells a refusal', [213005, 213006]),
  noted(213007, 'a URL that an L2TP user could not be sent to'),

  message(
    603104,
    'pptp.opened',
    'PPTP Tunnel created, tunnel_id is {tunnelId:word}, remote_peer_ip is {publicIp:ip}, ppp_virtual_interface_id is {_:word}, client_dynamic_ip is {assignedIp:ip}, username is {user}, MPPE_key_strength is {_:phrase}',
  ),
  message(603105, 'pptp.closed', 'PPTP Tunnel deleted, tunnel_id = {tunnelId:word}, remote_peer_ip = {publicIp:ip}'),
  message(
    603106,
    'l2tp.opened',
    'L2TP Tunnel created, tunnel_id is {tunnelId:word}, remote_peer_ip is {publicIp:ip}, ppp_virtual_interface_id is {_:word}, client_dynamic_ip is {assignedIp:ip}, username is {user}',
  ),
  message(603107, 'l2tp.closed', 'L2TP Tunnel deleted, tunnel_id = {tunnelId:word}, remote_peer_ip = {publicIp:ip}'),
  ...notedEach('PPTP in the words of later releases, and PPPoE: 603104 and 603105 tell of sessions', [603108, 603109]),
  given(
    603110,
    'attempt.refused',
    { cause: 'unknown', weight: 'decisive', detail: 'Multiple sessions per tunnel are not supported' },
    'Failed to establish L2TP session, tunnel_id = {_:word}, remote_peer_ip = {publicIp:ip}, user = {user}. Multiple sessions per tunnel are not supported[[.]]',
    'Failed to establish L2TP session{_}Multiple sessions per tunnel are not supported[[.]]',
  ),
] as const;
