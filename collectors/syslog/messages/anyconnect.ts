import { message, noted } from '../template.ts';
import { A, angled, BARE } from './prefix.ts';

/** AnyConnect, WebVPN, SSL and DAP (113039, 716, 722, 725, 734). `Group` is the group policy here, but for 722020. */
export const anyconnect = [
  message(113039, 'session.started', ...angled('AnyConnect parent session started.')),

  noted(716001, 'WebVPN session started: also the web stage of an AnyConnect login'),
  noted(716002, 'WebVPN session terminated: 113019 tells the end'),
  noted(716038, 'Authentication: successful'),
  noted(716039, 'Authentication: rejected: 113005 or 113015 tells why'),
  noted(716058, 'AnyConnect session lost connection: it may resume'),
  noted(716059, 'AnyConnect session resumed connection'),

  message(
    722020,
    'address.refused',
    'TunnelGroup <{tunnelGroup}> GroupPolicy <{groupPolicy}> User <{user}> IP <{publicIp:ip}> No address available for SVC connection',
    'TunnelGroup {tunnelGroup} GroupPolicy {groupPolicy} User {user} IP {publicIp:ip} No address available for SVC connection',
  ),

  message(722022, 'tunnel.opened', ...angled('{transport:word} SVC connection established {_:word} compression')),
  message(722023, 'tunnel.closed', ...angled('{transport:word} SVC connection terminated {_:word} compression')),

  noted(722012, 'SVC Message: what the client says at its end'),
  noted(722028, 'Stale SVC connection closed'),
  noted(722030, 'SVC Session Termination: In'),
  noted(722031, 'SVC Session Termination: Out'),
  noted(722032, 'New SVC connection replacing old connection'),
  noted(722033, 'First SVC connection established for SVC session: 722022 follows'),
  noted(722034, 'New SVC connection, no existing connection'),
  noted(722037, 'SVC closing connection: 722023 and 113019 tell the end'),

  // 0.0.0.0 is no address, and many sessions would seem to share it.
  noted(
    722051,
    'a session with an IPv6 address alone',
    `${A}IPv4 Address <0.0.0.0> IPv6 address <{_:ip}> assigned to session`,
    `${BARE}IPv4 Address 0.0.0.0 IPv6 Address {_:ip} assigned to session`,
  ),
  message(
    722051,
    'address.assigned',
    `${A}IPv4 Address <{assignedIp:ip}> IPv6 address <{assignedIpv6:ipOrNone}> assigned to session`,
    `${BARE}IPv4 Address {assignedIp:ip} IPv6 address {assignedIpv6:ipOrNone} assigned to session`,
    `${BARE}IPv4 Address {assignedIp:ip} IPv6 Address {assignedIpv6:ipOrNone} assigned to session`,
    `${A}Address <{assignedIp:ip}> assigned to session`,
    `${BARE}Address {assignedIp:ip} assigned to session`,
  ),

  message(722055, 'client.identified', ...angled('Client Type: {clientType:phrase}')),

  noted(725001, 'Starting SSL handshake'),
  noted(725002, 'Device completed SSL handshake'),
  noted(725007, 'SSL session terminated'),

  noted(734001, 'DAP: the records that were selected'),
] as const;
