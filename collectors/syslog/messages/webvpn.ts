import { given, message, noted } from '../template.ts';
import { notedEach } from './ids.ts';
import { A, angled } from './prefix.ts';

const STARTED = 'WebVPN session started[[.]]';
const NOT_ALLOWED = 'WebVPN session not allowed. {detail:phrase}';
const UNABLE = '[[WebVPN ]]Unable to create session[[.]]';
const LIMIT = 'Session could not be established: session limit of {detail:word} reached[[.]]';
const SUCCESSFUL = 'Authentication: successful, Session Type:';
const REJECTED = 'Authentication: rejected, Session Type:';
const EVICTED = 'Terminated AnyConnect session in inactive state to accept a new connection:';

/** WebVPN (716): the portal, and the web stage, suspension and return of AnyConnect. `Group` is the group policy. */
export const webvpn = [
  message(716001, 'webvpn.started', ...angled(STARTED)),
  noted(716001, 'an older release, without the address: 113019 tells the end', ...unaddressed(STARTED)),
  message(716002, 'webvpn.ended', ...angled('WebVPN session terminated: {reason}[[.]]')),
  noted(
    716002,
    'an older release, without the address: 113019 says the same',
    ...unaddressed('WebVPN session terminated: {_:phrase}'),
  ),

  ...notedEach('what a clientless session may reach', [716003, 716005], 716008),
  given(
    716006,
    'attempt.refused',
    { cause: 'group.not_permitted', weight: 'decisive' },
    ...angled(NOT_ALLOWED),
    ...unaddressed(NOT_ALLOWED),
  ),
  noted(
    716006,
    'the end of a session, in 7.0: 113019 says the same',
    ...unaddressed('WebVPN session terminated. {_:phrase}'),
  ),
  // Too many logins or too few resources: the message does not tell which.
  given(
    716007,
    'attempt.refused',
    { cause: 'limit.simultaneous', weight: 'hint' },
    ...angled(UNABLE),
    ...unaddressed(UNABLE),
  ),
  given(
    716009,
    'attempt.refused',
    { cause: 'policy.acl', weight: 'decisive' },
    ...angled(NOT_ALLOWED),
    ...unaddressed(NOT_ALLOWED),
  ),
  ...notedEach('files and proxies of a clientless session', [716010, 716022]),
  given(
    716023,
    'attempt.refused',
    { cause: 'limit.license', weight: 'decisive' },
    ...angled(LIMIT),
    ...unaddressed(LIMIT),
  ),
  ...notedEach('files of a clientless session', [716024, 716037]),

  // ASDM logs in here as well: `admin` is no VPN login.
  ...managed(716038, 'permitted', SUCCESSFUL),
  message(716038, 'login.accepted', ...angled(`${SUCCESSFUL} {_:word}`)),
  noted(
    716038,
    'the old wording has no address: 113004 or 113012 says the same',
    'Authentication: successful, group = {_} user = {_}[[ ]], Session Type: {_:word}',
  ),
  ...managed(716039, 'denied', REJECTED),
  given(
    716039,
    'management.login',
    { outcome: 'denied' },
    'Authentication: rejected, group = {_} user = {user}[[ ]], Session Type: admin[[.]]',
    'Authentication: rejected, group = {_} user = {user}[[ ]], Session Type: Admin[[.]]',
  ),
  message(
    716039,
    'login.refused',
    ...angled(`${REJECTED} {_:word}`),
    'Authentication: rejected, group = {groupPolicy} user = {user}[[ ]], Session Type: {_:word}',
  ),

  given(
    716040,
    'attempt.refused',
    { cause: 'unknown', weight: 'decisive' },
    ...angled('{detail:phrase}'),
    '{detail:phrase}',
  ),
  ...notedEach('access lists, applets and AAA parameters of a clientless session', [716041, 716045]),
  // An access list that AAA names and the device does not have: the ASA terminates the connection.
  given(
    716046,
    'attempt.refused',
    { cause: 'policy.acl', weight: 'decisive' },
    ...angled('{detail:phrase}'),
    ...unaddressed('User ACL {detail:phrase}'),
  ),
  ...notedEach('access lists, pending sessions and single sign-on', [716047, 716056]),
  given(
    716057,
    'attempt.refused',
    { cause: 'limit.license', weight: 'decisive' },
    ...angled('Session terminated, no {detail} license available[[.]]'),
  ),
  message(716058, 'session.suspended', ...angled('AnyConnect session lost connection. Waiting to resume[[.]]')),
  message(
    716059,
    'session.resumed',
    `${A}AnyConnect session resumed connection from IP <{newIp:ip}>[[.]]`,
    ...angled('AnyConnect session resumed connection from IP {newIp:ip}[[.]]'),
    ...angled('AnyConnect session resumed. Connection from {newIp:ip}[[.]]'),
  ),
  // It ends the session of this user to make room for another: nobody is refused.
  message(716060, 'session.closing', ...angled(`${EVICTED} {reason}[[.]]`)),

  ...notedEach('SAML', [716158, 716165]),
  ...notedEach('host scan and URLs', [716600, 716603]),
] as const;

/** A management login in each of the names that releases have for it. */
function managed(id: number, outcome: 'permitted' | 'denied', text: typeof SUCCESSFUL | typeof REJECTED) {
  return [
    given(
      id,
      'management.login',
      { outcome },
      ...management(`${text} admin[[.]]`),
      ...management(`${text} Admin[[.]]`),
      ...management(`${text} ASDM[[.]]`),
    ),
  ] as const;
}

/** A text of a management login, whose claim has no group. */
function management<const T extends string>(text: T) {
  return [
    `Group <{_}> User <{user}> IP <{fromIp:ip}> ${text}`,
    `Group {_} User {user} IP {fromIp:ip} ${text}`,
  ] as const;
}

/** The same without the address, as some builds have it in messages of the portal. */
function unaddressed<const T extends string>(
  text: T,
): readonly [`Group <{groupPolicy}> User <{user}> ${T}`, `Group {groupPolicy} User {user} ${T}`] {
  return [`Group <{groupPolicy}> User <{user}> ${text}`, `Group {groupPolicy} User {user} ${text}`];
}
