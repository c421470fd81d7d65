import { given, noted } from '../template.ts';
import { ikev1Says } from './prefix.ts';

/** IKEv1 free text (713900 - 713906): the ID is only the severity, so the phrases tell. */
export const ikev1Text = [
  noted(713900, 'free text'),

  given(
    713901,
    'attempt.refused',
    { cause: 'unknown', weight: 'hint' },
    ...ikev1Says('Tunnel Rejected: {detail:phrase}'),
  ),
  noted(713901, 'free text'),

  given(713902, 'attempt.refused', { cause: 'p2.mismatch', weight: 'hint' }, ...ikev1Says('QM FSM error{_:phrase}')),
  noted(713902, 'free text'),

  given(
    713903,
    'attempt.refused',
    { cause: 'group.unknown', weight: 'decisive' },
    ...ikev1Says("Can't find a valid tunnel group, aborting{_:phrase}"),
  ),
  noted(713903, 'free text'),

  ...proposals(713904),
  noted(713904, 'free text: a packet without an SA is what any lost session leaves behind'),

  ...proposals(713905),
  given(
    713905,
    'attempt.refused',
    { cause: 'limit.simultaneous', weight: 'decisive' },
    ...ikev1Says('Login authentication failed due to max simultaneous-login restriction{_:phrase}'),
  ),
  given(
    713905,
    'attempt.refused',
    { cause: 'unknown', weight: 'hint' },
    ...ikev1Says('Tunnel Rejected{detail:phrase}'),
  ),
  noted(713905, 'free text'),

  noted(713906, 'free text'),
] as const;

/** The end of the search through our policies: one line for each is 713257. */
function proposals(id: number) {
  return [
    given(
      id,
      'attempt.refused',
      { cause: 'p1.mismatch', weight: 'decisive' },
      ...ikev1Says('All SA proposals found unacceptable{_:phrase}'),
    ),
    given(
      id,
      'attempt.refused',
      { cause: 'p2.mismatch', weight: 'decisive' },
      ...ikev1Says('All IPSec SA proposals found unacceptable{_:phrase}'),
    ),
  ] as const;
}
