import type { PersonRow } from '../domain/user-told.ts';
import { bareName } from '../domain/name.ts';
import { standingOf } from '../domain/standing.ts';
import type { Person } from '../store/user-reads.ts';
import { toAttemptRow } from './attempts.ts';
import type { CommittedView } from './committed.ts';
import { toSessionRow } from './sessions.ts';

/** The names, those of one person together, in the order of the first of each. */
export function toPeople(found: readonly Person[], book: CommittedView, now: number): readonly PersonRow[] {
  const together = new Map<string, Person[]>();
  for (const person of found) {
    const key = bareName(person.name);
    together.set(key, [...(together.get(key) ?? []), person]);
  }
  return [...together.values()].map((writings): PersonRow => {
    const sessions = writings.flatMap(({ session }) => (session === undefined ? [] : [session]));
    const attempts = writings.flatMap(({ attempt }) => (attempt === undefined ? [] : [attempt]));
    const [session] = sessions.sort(
      (a, b) => Number(b.state === 'active') - Number(a.state === 'active') || b.start - a.start,
    );
    const [attempt] = attempts.sort((a, b) => b.start - a.start);
    const { is } = standingOf({ sessions, attempts, rejected: [] }, now);
    return {
      names: writings.map(({ name }) => name),
      is,
      ...(session !== undefined && { session: toSessionRow(session, book) }),
      ...(attempt !== undefined && { attempt: toAttemptRow(attempt, book) }),
    };
  });
}
