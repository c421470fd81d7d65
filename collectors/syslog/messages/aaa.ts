import { given, message, noted } from '../template.ts';
import { notedEach } from './ids.ts';
import { angled, colons } from './prefix.ts';

/** Who asked to come in, and what AAA said (113); and 113019, the record of every session's end. */
export const aaa = [
  given(
    113001,
    'attempt.refused',
    { cause: 'limit.resource', weight: 'hint' },
    'Unable to open AAA session. Session limit [{detail:word}] reached[[.]]',
  ),

  noted(113003, 'the policy that AAA set'),

  noted(113004, 'accounting is no login', 'AAA user accounting Successful{_:phrase}'),
  message(
    113004,
    'aaa.accepted',
    ...colons('AAA user {_:word} Successful : server = {aaaServer:ip} : user = {user}'),
    'AAA user {_:word} Successful[[ ]]: server = {aaaServer:ip}, User = {user}',
  ),

  message(
    113005,
    'aaa.rejected',
    ...colons('AAA user {_:word} Rejected : reason = {reason} : server = {aaaServer:ip} : user = {user}'),
    ...colons(
      'AAA user {_:word} Rejected : reason = {reason} : server = {aaaServer:ip} : user = {user} : user IP = {publicIp:ipOrNone}',
    ),
    'AAA user {_:word} Rejected : reason = {reason} : server = {aaaServer:ip} : user = {user}: user IP = {publicIp:ipOrNone}',
    'AAA user {_:word} Rejected[[ ]]: reason = {reason}[[ ]]: server = {aaaServer:ip}, User = {user}',
  ),

  message(
    113006,
    'user.locked',
    "User '{user}' locked out on exceeding [[']]{failures:int}[[']] successive failed authentication attempts[[.]]",
    "User {user} locked out on exceeding [[']]{failures:int}[[']] successive failed authentication attempts[[.]]",
  ),
  message(113007, 'user.unlocked', "User '{user}' unlocked by '{by}'", 'User {user} unlocked by {by:phrase}'),

  noted(113008, 'the last word of the AAA transaction, which 113004 or 113012 has said'),
  noted(113009, 'the default group policy'),
  // A challenge is usual with tokens; one that nothing follows is a password that the client may not change.
  given(
    113010,
    'attempt.refused',
    { cause: 'xauth.expired', weight: 'hint' },
    'AAA challenge received for user {user} from server {aaaServer:ip}[[.]]',
  ),
  noted(113011, 'the user’s own group policy'),

  message(113012, 'aaa.accepted', ...colons('AAA user {_:word} Successful : local database : user = {user}')),

  message(
    113013,
    'aaa.rejected',
    ...colons('AAA unable to complete the request Error : reason = {reason} : user = {user}'),
    'AAA unable to complete the request Error[[ ]]: reason = {reason}, User = {user}',
  ),

  message(
    113014,
    'aaa.silent',
    ...colons('AAA {_:word} server not accessible : server = {aaaServer:ip} : user = {user}'),
    'AAA {_:word} server not accessible[[ ]]: server = {aaaServer:ip}, User = {user}',
  ),

  message(
    113015,
    'aaa.rejected',
    ...colons('AAA user {_:word} Rejected : reason = {reason} : local database : user = {user}'),
    ...colons(
      'AAA user {_:word} Rejected : reason = {reason} : local database : user = {user} : user IP = {publicIp:ipOrNone}',
    ),
    'AAA user {_:word} Rejected : reason = {reason} : local database : user = {user}: user IP = {publicIp:ipOrNone}',
  ),

  message(
    113016,
    'aaa.rejected',
    ...colons('AAA credentials rejected : reason = {reason} : server = {aaaServer:ip} : user = {user}'),
    ...colons(
      'AAA credentials rejected : reason = {reason} : server = {aaaServer:ip} : user = {user} : user IP = {publicIp:ipOrNone}',
    ),
    'AAA credentials rejected : reason = {reason} : server = {aaaServer:ip} : user = {user}: user IP = {publicIp:ipOrNone}',
    'AAA credentials rejected[[ ]]: reason = {reason}[[ ]]: server = {aaaServer:ip}, User = {user}',
  ),
  message(
    113017,
    'aaa.rejected',
    ...colons('AAA credentials rejected : reason = {reason} : local database : user = {user}'),
    ...colons(
      'AAA credentials rejected : reason = {reason} : local database : user = {user} : user IP = {publicIp:ipOrNone}',
    ),
    'AAA credentials rejected : reason = {reason} : local database : user = {user}: user IP = {publicIp:ipOrNone}',
  ),

  noted(113018, 'an entry of a downloaded ACL that is not applied'),

  message(
    113019,
    'session.closed',
    'Group = {tunnelGroup}, Username = {user}, IP = {publicIp:ip}[[,]] Session disconnected. Session Type: {sessionType}, Duration: {seconds:hms}, Bytes xmt: {bytesTx:int}, Bytes rcv: {bytesRx:int}, Reason: {reason:phrase}',
  ),

  noted(113020, 'Kerberos clock skew: 113014 or 113005 tells of the user'),

  given(
    113021,
    'management.login',
    { outcome: 'denied', service: 'console' },
    "Attempted console login failed[[.]] User '{user}' did NOT have appropriate Admin Rights[[.]]",
    'Attempted console login failed[[.]] User {user} did NOT have appropriate Admin Rights[[.]]',
  ),

  message(
    113022,
    'aaa.failed',
    'AAA Marking {protocol} server {aaaServer:ip} in aaa-server group {aaaGroup} as FAILED[[.]]',
  ),
  message(
    113023,
    'aaa.active',
    'AAA Marking {protocol} server {aaaServer:ip} in aaa-server group {aaaGroup} as ACTIVE[[.]]',
  ),

  ...notedEach('the user name that a certificate gives', [113024, 113025]),
  ...notedEach('the script that selects a tunnel group', [113026, 113028]),

  given(
    113029,
    'attempt.refused',
    { cause: 'limit.license', weight: 'decisive' },
    ...angled('Session could not be established: session limit of {detail:word} reached[[.]]'),
    '[[A ]]Session could not be established: session limit of {detail:word} reached[[.]]',
  ),

  given(
    113030,
    'attempt.refused',
    { cause: 'policy.acl', weight: 'decisive' },
    ...angled('{detail:phrase}'),
    '{detail:phrase}',
  ),
  noted(113031, 'an IPv6 ACL as IPv4 filter: not applied'),
  noted(113032, 'an IPv4 ACL as IPv6 filter: not applied'),
  given(
    113033,
    'attempt.refused',
    { cause: 'policy.acl', weight: 'decisive' },
    ...angled('{detail:phrase}'),
    '{detail:phrase}',
  ),
  noted(113034, 'the ACL of an AV pair in place of the one from AAA'),
  given(
    113035,
    'attempt.refused',
    { cause: 'group.not_permitted', weight: 'decisive' },
    ...angled('Session terminated: {detail:phrase}'),
    'Session terminated: {detail:phrase}',
  ),
  noted(113036, 'a parameter from AAA that is not valid'),
  given(
    113037,
    'attempt.refused',
    { cause: 'limit.resource', weight: 'decisive', detail: 'Reboot pending' },
    ...angled('Reboot pending, new sessions disabled. Denied user login[[.]]'),
    'Reboot pending, new sessions disabled. Denied user login[[.]]',
  ),
  // What stands before it, 113013 or 113029, says why.
  given(
    113038,
    'attempt.refused',
    { cause: 'limit.resource', weight: 'hint' },
    ...angled('Unable to create AnyConnect parent session[[.]]'),
  ),

  given(
    113040,
    'attempt.refused',
    { cause: 'group.lock', weight: 'decisive' },
    ...angled(
      'Terminating the VPN connection attempt from {tunnelGroup}. Reason: This connection is group locked to {detail}[[.]]',
    ),
    'Terminating the VPN connection attempt from {tunnelGroup}. Reason: This connection is group locked to {detail}[[.]]',
  ),
  noted(113041, 'a redirect ACL that is missing'),
  noted(113042, 'a CoA that denies what is not HTTP'),
  noted(113045, 'of the SDI server'),
] as const;
