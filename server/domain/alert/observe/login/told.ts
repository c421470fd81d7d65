import type { About, Observation } from '../../alert.ts';
import type { RuleId } from '../../rules.ts';
import type { Try } from './tries.ts';

/** So many names or addresses are written out. */
const MOST_NAMED = 5;

/** That something has happened; the events and evidence are those of the try unless told otherwise. */
export function happened(
  rule: RuleId,
  subject: string,
  { device, evidence }: Pick<Try, 'device' | 'evidence'>,
  { text, about, events = 1 }: { readonly text: string; readonly about: About; readonly events?: number },
): Observation {
  return { rule, subject, about: { device, ...about }, value: 1, text, events, evidence };
}

/** `marty, jennifer and 3 more`. */
export function namesOf(names: readonly string[], inAll = names.length): string {
  const named = names.slice(0, MOST_NAMED);
  return inAll > named.length ? `${named.join(', ')} and ${inAll - named.length} more` : named.join(', ');
}
