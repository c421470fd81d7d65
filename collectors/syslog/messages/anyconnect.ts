import { given, message, noted } from '../template.ts';
import { notedEach } from './ids.ts';
import { A, angled, BARE } from './prefix.ts';

/** What the client says at its end, with 16 for a logout; some end with two full stops. */
const LOGOUT = 'SVC Message: 16/{_:word} {reason}[[.]][[.]]';
/** It says so with 16 too, and comes back when its user does. */
const SLEEPS = 'SVC Message: {_:word} Client PC is going into suspend mode{_:phrase}';
const TCP = { transport: 'TCP' } as const;
const CLIENT_SAYS = 'what the client says while its session lives, or of an error that it may survive';

/** AnyConnect (113039, 722). `Group` is the group policy; 722020 and 722041 name the tunnel group too. */
export const anyconnect = [
  message(113039, 'session.started', ...angled('AnyConnect parent session started[[.]]')),

  ...notedEach('a connect request or an update that failed', [722001, 722006]),
  // One ID for each level of the client's log, from EMERGENCY (722007) to DEBUG (722014).
  message(722012, 'session.suspended', ...angled(SLEEPS)),
  message(722007, 'session.closing', ...angled(LOGOUT)),
  message(722008, 'session.closing', ...angled(LOGOUT)),
  message(722009, 'session.closing', ...angled(LOGOUT)),
  message(722010, 'session.closing', ...angled(LOGOUT)),
  message(722011, 'session.closing', ...angled(LOGOUT)),
  message(722012, 'session.closing', ...angled(LOGOUT)),
  message(722013, 'session.closing', ...angled(LOGOUT)),
  message(722014, 'session.closing', ...angled(LOGOUT)),
  ...notedEach(CLIENT_SAYS, [722007, 722014]),
  ...notedEach('a frame or a request that was not understood', [722015, 722019], 722021),

  message(
    722020,
    'address.refused',
    'TunnelGroup <{tunnelGroup}> GroupPolicy <{groupPolicy}> User <{user}> IP <{publicIp:ip}> No address available for SVC connection[[.]]',
    'TunnelGroup {tunnelGroup} GroupPolicy {groupPolicy} User {user} IP {publicIp:ip} No address available for SVC connection[[.]]',
    ...angled('No address available for SVC connection[[.]]'),
  ),

  message(722022, 'tunnel.opened', ...angled('{transport:word} SVC connection established {_:word} compression[[.]]')),
  message(722023, 'tunnel.closed', ...angled('{transport:word} SVC connection terminated {_:word} compression[[.]]')),
  // Before DTLS (8.0) there was TCP alone, and it was not named.
  given(722022, 'tunnel.opened', TCP, ...angled('SVC connection established {_:word} compression[[.]]')),
  given(722023, 'tunnel.closed', TCP, ...angled('SVC connection terminated {_:word} compression[[.]]')),

  ...notedEach('compression', [722024, 722027]),
  noted(722028, 'Stale SVC connection closed'),
  ...notedEach('SVC Session Termination: counters of one connection, at its end', [722029, 722031]),
  noted(722032, 'New SVC connection replacing old connection'),
  noted(722033, 'First SVC connection established for SVC session: 722022 follows'),
  noted(722034, 'New SVC connection, no existing connection'),
  ...notedEach('a large packet', 722035, 722036),

  // Every connection that closes says why, also one that comes back: only the user's own wish is an end.
  given(
    722037,
    'session.closing',
    { reason: 'User Requested' },
    ...angled('SVC closing connection: User requested[[.]]'),
    ...angled('SVC closing connection: User Requested[[.]]'),
  ),
  given(
    722037,
    'connection.lost',
    { reason: 'DPD failure' },
    ...angled('SVC closing connection: DPD failure[[.]]'),
    ...angled('SVC closing connection: DPD Failure[[.]]'),
  ),
  noted(722037, 'a connection closes, and the session may resume'),
  message(722038, 'session.closing', ...angled('SVC terminating session: {reason}[[.]]')),
  ...notedEach('the filter of the session', 722039, 722040),

  // No IPv6 address is no failure where there is an IPv4 one.
  given(
    722041,
    'attempt.refused',
    { cause: 'addr.pool_exhausted', weight: 'hint' },
    'TunnelGroup <{tunnelGroup}> GroupPolicy <{groupPolicy}> User <{user}> IP <{publicIp:ip}> {detail:phrase}',
    'TunnelGroup {tunnelGroup} GroupPolicy {groupPolicy} User {user} IP {publicIp:ip} {detail:phrase}',
    ...angled('{detail:phrase}'),
  ),
  ...notedEach('a protocol, a cipher or an image that did not fit: 113019 tells the end', [722042, 722047], 722049),
  given(
    722048,
    'attempt.refused',
    { cause: 'group.not_permitted', weight: 'decisive' },
    ...angled('Tunnel terminated: {detail:phrase}'),
  ),
  given(
    722050,
    'attempt.refused',
    { cause: 'group.not_permitted', weight: 'decisive' },
    ...angled('Session terminated: {detail:phrase}'),
  ),

  // 0.0.0.0 is no address, and many sessions would seem to share it.
  noted(
    722051,
    'a session with an IPv6 address alone',
    `${A}IPv4 Address <0.0.0.0> IPv6 address <{_:ip}> assigned to session[[.]]`,
    `${A}IPv4 Address <0.0.0.0> IPv6 Address <{_:ip}> assigned to session[[.]]`,
    `${BARE}IPv4 Address 0.0.0.0 IPv6 address {_:ip} assigned to session[[.]]`,
    `${BARE}IPv4 Address 0.0.0.0 IPv6 Address {_:ip} assigned to session[[.]]`,
  ),
  message(
    722051,
    'address.assigned',
    `${A}IPv4 Address <{assignedIp:ip}> IPv6 address <{assignedIpv6:ipOrNone}> assigned to session[[.]]`,
    `${A}IPv4 Address <{assignedIp:ip}> IPv6 Address <{assignedIpv6:ipOrNone}> assigned to session[[.]]`,
    `${A}IPv4 Address <{assignedIp:ip}> IPv6 address <> assigned to session[[.]]`,
    `${BARE}IPv4 Address {assignedIp:ip} IPv6 address {assignedIpv6:ipOrNone} assigned to session[[.]]`,
    `${BARE}IPv4 Address {assignedIp:ip} IPv6 Address {assignedIpv6:ipOrNone} assigned to session[[.]]`,
    `${A}IPv4 Address <{assignedIp:ip}> assigned to session[[.]]`,
    `${A}Address <{assignedIp:ip}> assigned to session[[.]]`,
    `${BARE}Address {assignedIp:ip} assigned to session[[.]]`,
  ),

  message(722053, 'client.identified', ...angled('Unknown client {clientType} connection[[.]]')),
  noted(722054, 'a redirect that could not be installed'),
  message(722055, 'client.identified', ...angled('Client Type: {clientType:phrase}')),
  given(
    722056,
    'attempt.refused',
    { cause: 'policy.clienttype', weight: 'decisive' },
    'Unsupported AnyConnect client connection rejected from {publicIp:ip}. {detail:phrase}',
    ...angled('{detail:phrase}'),
    '{detail:phrase}',
  ),
  noted(722057, 'the security group tag of the session'),
] as const;
