import type { Cause, Weight } from '../../../server/domain/cause.ts';
import { given, message, noted, type Row } from '../template.ts';
import { expand, type Ids, notedEach } from './ids.ts';
import { ANY_IKEV2, ikev2Says } from './prefix.ts';

/** IKEv2 (750, 751), why a login failed. 750003 tells it by its error; it may pass, as when the client retries with another DH group. */
export const ikev2Failures = [
  given(
    750003,
    'attempt.refused',
    { cause: 'xauth.rejected', weight: 'decisive' },
    ...aborted('Failed to authenticate the IKE SA'),
    ...aborted('Auth exchange failed'),
    ...aborted('Extensible Authentication Protocol failed'),
  ),
  given(750003, 'attempt.refused', { cause: 'group.bad_psk', weight: 'decisive' }, ...aborted('No pskey found')),
  given(
    750003,
    'attempt.refused',
    { cause: 'cert', weight: 'decisive' },
    ...aborted('Failed to validate the certificate'),
  ),
  given(
    750003,
    'attempt.refused',
    { cause: 'limit.resource', weight: 'decisive' },
    ...aborted('Negotiating limit reached, deny SA request'),
  ),
  given(
    750003,
    'attempt.refused',
    { cause: 'p1.mismatch', weight: 'hint' },
    ...aborted('Failed to find a matching policy'),
    ...aborted('Received no proposal chosen notify'),
    ...aborted("The peer's KE payload contained the wrong DH group"),
    ...aborted('No Matching proposal found'),
    ...aborted("The peer's proposal is invalid"),
  ),
  given(
    750003,
    'attempt.refused',
    { cause: 'p2.mismatch', weight: 'hint' },
    ...aborted('There was no IPSEC policy found for received TS'),
    ...aborted('Ipsec policy not found'),
    ...aborted('There was no proposal found in configured policy'),
  ),
  // No answer came, whether it was lost or the client gave up at its prompt.
  given(
    750003,
    'attempt.refused',
    { cause: 'timeout.negotiation', weight: 'hint' },
    ...aborted('Maximum number of retransmissions reached'),
    ...aborted('Failed to receive the AUTH msg before the timer expired'),
  ),
  given(
    750003,
    'attempt.refused',
    { cause: 'addr.pool_exhausted', weight: 'hint' },
    ...aborted('Fail to alloc IP addr'),
  ),
  given(
    750003,
    'attempt.refused',
    { cause: 'xauth.rejected', weight: 'hint' },
    ...aborted('AAA group authorization failed'),
    ...aborted('AAA user authorization failed'),
  ),
  given(
    750003,
    'attempt.refused',
    { cause: 'aaa.unreachable', weight: 'hint' },
    ...aborted('Fail to send AAA request'),
  ),
  given(750003, 'attempt.refused', { cause: 'group.unknown', weight: 'hint' }, ...aborted('Failed to find profile')),
  given(
    750003,
    'attempt.refused',
    { cause: 'unknown', weight: 'hint' },
    ...ikev2Says('Negotiation aborted due to ERROR:[[ ]]{detail:phrase}'),
  ),
  noted(750003, 'an error without its client'),

  ...because('limit.resource', 'decisive', 750008, 750009, 751015),
  ...because('p2.mismatch', 'hint', 750011),
  ...because('p2.mismatch', 'decisive', 751022),
  ...because('unknown', 'hint', 751001, 751002, 751004, 751005, 751017),
  ...because('cert', 'decisive', 751006),
  ...because('group.not_permitted', 'decisive', 751008),
  ...because('group.unknown', 'decisive', 751009),
  ...because('addr.other', 'hint', [751012, 751014]),
  ...because('limit.license', 'decisive', 751019, 751020),
  ...because('policy.clienttype', 'hint', 751021),

  message(
    751011,
    'login.refused',
    ...ikev2Says('Failed user authentication. Error: {reason:phrase}'),
    'Failed user authentication. Error: {reason:phrase}',
  ),
  noted(751011, 'words that name neither the client nor the error'),

  given(
    751018,
    'attempt.refused',
    { cause: 'group.lock', weight: 'decisive' },
    ...ikev2Says(
      'Terminating the VPN connection attempt from {tunnelGroup}. Reason: This connection is group locked to {detail:phrase}',
    ),
    'Terminating the VPN connection attempt from {tunnelGroup}. Reason: This connection is group locked to {detail:phrase}',
    ...ANY_IKEV2,
  ),

  ...notedEach('configuration that refuses nobody by itself', 751003, 751007, 751010, 751016),
] as const;

/** An error of 750003; some builds say more behind it. */
function aborted<const E extends string>(error: E) {
  return ikev2Says(`Negotiation aborted due to ERROR: ${error}{_:phrase}`);
}

/** Rows whose ID alone tells the cause. */
function because(cause: Cause, weight: Weight, ...ids: readonly Ids[]): readonly Row[] {
  return expand(ids).map((id) => given(id, 'attempt.refused', { cause, weight }, ...ANY_IKEV2));
}
