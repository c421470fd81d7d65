import type { Cause, Weight } from '../../../server/domain/cause.ts';
import { given, noted, type Row } from '../template.ts';
import { expand, type Ids } from './ids.ts';
import { ANY_IKEV1, ikev1Says, PP } from './prefix.ts';

/** IKEv1 (713), why a login failed. Most IDs tell the cause whatever their words, which are kept as the detail. */
export const ikev1Failures = [
  ...because('group.unknown', 'hint', 713008, 713009, 713020, 713022, 713138),

  given(
    713255,
    'attempt.refused',
    { cause: 'group.unknown', weight: 'decisive' },
    ...ikev1Says("Received ISAKMP Aggressive Mode message 1 with unknown tunnel group name '{tunnelGroup}'[[.]]"),
    `${PP}{detail:phrase}`,
    ...ANY_IKEV1,
  ),
  given(
    713256,
    'attempt.refused',
    { cause: 'group.unknown', weight: 'decisive' },
    `${PP}{detail:phrase}`,
    ...ANY_IKEV1,
  ),

  // Payload 1 is the SA (its proposals), 5 the identity, 8 the hash: both are unreadable with another key.
  given(
    713048,
    'attempt.refused',
    { cause: 'p1.mismatch', weight: 'hint' },
    ...ikev1Says('Error processing payload: Payload ID: 1'),
  ),
  given(
    713048,
    'attempt.refused',
    { cause: 'group.bad_psk', weight: 'hint' },
    ...ikev1Says('Error processing payload: Payload ID: 5'),
    ...ikev1Says('Error processing payload: Payload ID: 8'),
  ),
  noted(713048, 'another payload tells no cause'),

  given(
    713068,
    'attempt.refused',
    { cause: 'p2.mismatch', weight: 'hint' },
    ...ikev1Says('Received non-routine Notify message: {detail} (14)'),
    ...ikev1Says('Received non-routine Notify message: {detail} (18)'),
  ),
  given(
    713068,
    'attempt.refused',
    { cause: 'group.bad_psk', weight: 'hint' },
    ...ikev1Says('Received non-routine Notify message: {detail} (23)'),
    ...ikev1Says('Received non-routine Notify message: {detail} (24)'),
  ),
  noted(713068, 'another notification tells no cause'),

  // In aggressive mode the client's third message is the first that needs the group password; in main mode the fifth.
  given(
    713136,
    'attempt.refused',
    { cause: 'group.bad_psk', weight: 'decisive' },
    ...ikev1Says('IKE session establishment timed out [{_}AM_WAIT_MSG3{_}], aborting!'),
  ),
  given(
    713136,
    'attempt.refused',
    { cause: 'group.bad_psk', weight: 'hint' },
    ...ikev1Says('IKE session establishment timed out [{_}MM_WAIT_MSG5{_}], aborting!'),
    ...ikev1Says('IKE session establishment timed out [{_}MM_WAIT_MSG6{_}], aborting!'),
  ),
  // A hint: an Xauth prompt that nobody answers ends so too, and whatever was said before tells more.
  given(
    713136,
    'attempt.refused',
    { cause: 'timeout.negotiation', weight: 'hint' },
    ...ikev1Says('IKE session establishment timed out [{detail}], aborting!'),
    ...ANY_IKEV1,
  ),

  ...because('p1.mismatch', 'hint', 713047, 713065, 713118, 713127, 713165),
  // One line for each of our policies that does not match, even when a later one does.
  given(
    713257,
    'attempt.refused',
    { cause: 'p1.mismatch', weight: 'hint' },
    ...ikev1Says('Phase 1 failure: Mismatched attribute types for class {detail:phrase}'),
    ...ikev1Says('Phase 1 failure {detail:phrase}'),
    `${PP}Phase 1 failure: Mismatched attribute types for class {detail:phrase}`,
  ),
  given(
    713257,
    'attempt.refused',
    { cause: 'p2.mismatch', weight: 'hint' },
    ...ikev1Says('Phase 2 failure: Mismatched attribute types for class {detail:phrase}'),
    ...ikev1Says('Phase 2 failure {detail:phrase}'),
    `${PP}Phase 2 failure: Mismatched attribute types for class {detail:phrase}`,
  ),

  ...because('p2.mismatch', 'hint', 713032, 713033, 713056, 713238),
  ...because('p2.mismatch', 'decisive', 713061),

  ...because('cert', 'hint', 713018, [713082, 713088], 713094, 713098, 713109, 713226),

  ...because('xauth.rejected', 'hint', 713198, 713251),
  ...because('unknown', 'decisive', 713185),

  given(
    713059,
    'attempt.refused',
    { cause: 'group.lock', weight: 'decisive' },
    ...ikev1Says('Tunnel Rejected: User ({user}) matched with group name, group-lock check failed.'),
    ...ANY_IKEV1,
  ),
  given(
    713060,
    'attempt.refused',
    { cause: 'group.lock', weight: 'decisive' },
    ...ikev1Says('Tunnel Rejected: User ({user}) not member of group ({detail}), group-lock check failed.'),
    ...ANY_IKEV1,
  ),
  ...because('group.not_permitted', 'decisive', 713051, 713174, 713206),

  given(
    713239,
    'attempt.refused',
    { cause: 'limit.license', weight: 'decisive' },
    '{publicIp:ip}: Tunnel Rejected: {detail:phrase}',
    ...ANY_IKEV1,
  ),
  ...because('limit.resource', 'hint', 713176),
  ...because('limit.resource', 'decisive', 713191, 713276),

  // Where the policy lets the client in, `ikev1-firewall.ts` has read it before.
  ...because('policy.firewall', 'decisive', 713141, 713142),
  given(
    713252,
    'attempt.refused',
    { cause: 'policy.firewall', weight: 'decisive' },
    `${PP}{detail:phrase}`,
    ...ANY_IKEV1,
  ),
  ...because('policy.clienttype', 'decisive', 713218),

  ...because('addr.other', 'hint', 713107),
] as const;

/** Rows whose ID alone tells the cause. */
function because(cause: Cause, weight: Weight, ...ids: readonly Ids[]): readonly Row[] {
  return expand(ids).map((id) => given(id, 'attempt.refused', { cause, weight }, ...ANY_IKEV1));
}
