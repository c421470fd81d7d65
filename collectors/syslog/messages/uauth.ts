import { given, message, noted } from '../template.ts';
import { notedEach } from './ids.ts';

/** Users before AAA (109): cut-through proxies, the Xauth of PIX 6, downloaded ACLs, and the addresses of VPN users. */
export const uauth = [
  // Xauth has no port and no destination; a cut-through proxy has both.
  message(
    109001,
    'attempt.seen',
    "Auth start for user '{user}' from {publicIp:ip}/0 to 0.0.0.0/0[[.]]",
    'Auth start for user {user} from {publicIp:ip}/0 to 0.0.0.0/0[[.]]',
  ),
  noted(109001, 'a cut-through proxy is no VPN', 'Auth start for user {_} from {_:endpoint} to {_:word}'),

  message(
    109002,
    'aaa.silent',
    'Auth from {_:word} to {_:word} failed (server {aaaServer:ip} failed)[[ on interface {_:word}]]',
  ),
  message(
    109003,
    'aaa.silent',
    'Auth from {_:word} to {_:word} failed (all servers failed)[[ on interface {_:word}]][[ so marking all servers ACTIVE again]][[.]]',
  ),

  message(
    109005,
    'login.accepted',
    "Authentication succeeded for user '{user}' from {publicIp:ip}/0 to 0.0.0.0/0 on interface {_:word}",
    'Authentication succeeded for user {user} from {publicIp:ip}/0 to 0.0.0.0/0 on interface {_:word}',
  ),
  message(
    109005,
    'aaa.accepted',
    "Authentication succeeded for user '{user}' from {_:endpoint} to {_:endpoint} on interface {_:word}",
    'Authentication succeeded for user {user} from {_:endpoint} to {_:endpoint} on interface {_:word}',
  ),

  given(
    109006,
    'login.refused',
    { reason: 'Authentication failed' },
    "Authentication failed for user '{user}' from {publicIp:ip}/0 to 0.0.0.0/0 on interface {_:word}",
    'Authentication failed for user {user} from {publicIp:ip}/0 to 0.0.0.0/0 on interface {_:word}',
  ),
  given(
    109006,
    'aaa.rejected',
    { reason: 'Authentication failed' },
    "Authentication failed for user '{user}' from {publicIp:endpoint} to {_:endpoint} on interface {_:word}",
    'Authentication failed for user {user} from {publicIp:endpoint} to {_:endpoint} on interface {_:word}',
  ),

  noted(109007, 'Authorization permitted: of a connection through a cut-through proxy'),
  noted(109008, 'Authorization denied: of a connection through a cut-through proxy'),
  noted(109010, 'too many pending auths: of a cut-through proxy'),
  noted(109011, 'Authen Session Start: 109005 has named the user'),
  noted(109012, 'Authen Session End: of uauth, not of the tunnel'),
  noted(109013, 'User must authenticate before using this service'),
  noted(109014, 'a connection that is not Telnet was denied'),
  noted(109015, 'Authorization denied: by an ACL, as PIX 6 has it'),

  // The session is refused without its filter.
  given(
    109016,
    'attempt.refused',
    { cause: 'policy.acl', weight: 'decisive' },
    "Can't find authorization ACL {detail} for user '{user}'[[.]]",
    "Can't find authorization ACL {detail} for user {user}",
  ),
  noted(109017, 'too many connections through a cut-through proxy'),
  given(109018, 'attempt.refused', { cause: 'policy.acl', weight: 'hint' }, 'Downloaded ACL {detail:phrase}'),
  given(109019, 'attempt.refused', { cause: 'policy.acl', weight: 'hint' }, 'Downloaded ACL {detail:phrase}'),
  given(109020, 'attempt.refused', { cause: 'policy.acl', weight: 'hint' }, 'Downloaded ACL {detail:phrase}'),

  noted(109021, 'a proxy without authentication'),
  noted(109022, 'too many HTTPS proxy processes'),
  noted(109023, 'User must authenticate before using this service'),
  noted(109024, 'Authorization denied: not authenticated'),
  noted(109025, 'Authorization denied: by an ACL'),

  given(
    109026,
    'attempt.refused',
    { cause: 'aaa.bad_secret', weight: 'decisive' },
    '[{_}] Invalid reply digest received; shared server key may be mismatched[[.]]',
  ),
  given(
    109027,
    'attempt.refused',
    { cause: 'aaa.bad_secret', weight: 'hint' },
    '[{_}] Unable to decipher response message Server = {aaaServer:ip}[[ ]], User = {user}',
  ),

  noted(109028, 'traffic within one security level is not asked for a login'),
  noted(109029, 'Parsing downloaded ACL'),
  noted(109030, 'a wildcard of a downloaded ACL was not converted'),
  message(109031, 'aaa.rejected', 'NT Domain Authentication Failed: {reason} for {user}[[.]]'),
  given(
    109032,
    'attempt.refused',
    { cause: 'policy.acl', weight: 'hint' },
    'Unable to install ACL {detail}, downloaded for user {user}[[ ]]; Error in ACE: {_:phrase}',
  ),
  given(
    109033,
    'management.login',
    { outcome: 'denied' },
    'Authentication failed for admin user {user} from {fromIp:ip}[[.]] Interactive challenge processing is not supported for {service} connections[[.]]',
  ),
  noted(109034, 'the challenge of a cut-through proxy’s user'),
  noted(109035, 'more attributes than a dynamic access policy looks at'),
  noted(109036, 'more than 1000 values of an attribute'),
  noted(109037, 'more than 5000 values of an attribute'),
  noted(109038, 'an attribute from AAA that could not be read'),
  noted(109039, 'IPv6 through a cut-through proxy'),
  noted(109040, 'a cut-through proxy’s rate limit'),

  noted(109100, 'CoA update: other rights, the same session'),
  noted(109101, 'CoA disconnect: 113019 tells the end'),
  ...notedEach('a CoA that changed nothing', [109102, 109104]),

  message(
    109201,
    'address.bound',
    'UAUTH: [[Session={session:hex}, ]]User={user}, Assigned IP={assignedIp:ip}, Succeeded adding entry[[.]]',
  ),
  ...notedEach('the use and the filter of an entry that 109201 told', [109202, 109209]),
  message(
    109210,
    'address.unbound',
    'UAUTH: [[Session={session:hex}, ]]User={user}, Assigned IP={assignedIp:ip}, Succeeded removing entry[[.]]',
  ),
  noted(109211, 'one use less of an entry: 109210 tells its end'),
  ...notedEach('an entry that could not be removed: 113019 tells the end', [109212, 109213]),
] as const;
