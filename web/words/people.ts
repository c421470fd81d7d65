import type { PersonRow } from '../../server/domain/user-told.ts';
import { attemptOutcomes, causeText } from './attempts.ts';
import { count, many } from './bytes.ts';
import { plain } from './plain.ts';
import { silentNames } from './freshness.ts';
import { stageWords } from './ladder.ts';
import { when } from './time.ts';
import type { State, Verdict } from './verdict.ts';

/** What the page of users knows when it says its first line. */
export interface PeopleFacts {
  readonly q: string;
  readonly people: readonly PersonRow[];
  /** Users that are connected, of all. */
  readonly connected: number | undefined;
  /** Head-ends that are watched, and which of them are silent. */
  readonly watched: number;
  readonly blind: ReadonlySet<string>;
}

/** A failure longer ago than this is not what hurts now, in milliseconds. */
const OLD = 24 * 3_600_000;

/** Whether a user fails to log in: who gave up days ago does not any more. */
function failsNow({ is, attempt }: PersonRow, now: number): boolean {
  return is === 'failing' && attempt !== undefined && now - attempt.seenAt < OLD;
}

/** The first line of the page of users. */
export function peopleVerdict({ q, people, connected, watched, blind }: PeopleFacts, now: number): Verdict {
  const failing = people.filter((one) => failsNow(one, now)).length;
  const unseen = blind.size === 0 ? '' : `${silentNames([...blind])} cannot be seen now.`;
  const say = (state: State, text: string, more = ''): Verdict => ({
    // Of who is or fails on a silent head-end nobody knows.
    state: state === 'ok' && watched > 0 && blind.size > 0 ? 'unknown' : state,
    text,
    more: [more, unseen].filter((one) => one !== '').join(' '),
  });
  if (q !== '') {
    if (people.length === 0)
      return say('unknown', `No user on record is called “${plain(q)}”.`, 'A name is found by its beginning, with or without its domain.'); // prettier-ignore
    const what = people.length === 1 ? 'user begins' : 'users begin';
    return say(failing > 0 ? 'warn' : 'ok', `${count(people.length)} ${what} with “${plain(q)}”${failsText(failing)}.`);
  }
  if (people.length === 0) return say('unknown', 'No user is on record yet.');
  const on = connected === undefined ? '' : `${many(connected, 'user')} connected now`;
  if (failing === 0) return say('ok', `${on === '' ? 'Nobody of these fails' : `${on}; nobody of the latest fails`}.`);
  return say('warn', `${many(failing, 'user')} of the latest ${failing === 1 ? 'fails' : 'fail'} to log in${on === '' ? '' : `; ${on}`}.`); // prettier-ignore
}

function failsText(failing: number): string {
  return failing === 0 ? '' : `; ${count(failing)} ${failing === 1 ? 'fails' : 'fail'} to log in`;
}

/** Where a user of the list stands: a state, and in words. `blind`: the head-ends that are silent. */
export function personState(
  person: PersonRow,
  blind: ReadonlySet<string>,
  now: number,
): { readonly state: State; readonly text: string } {
  const { is, session, attempt } = person;
  if (is === 'connected' && session !== undefined) {
    const since = `connected since ${when(session.start, now)}`;
    if (blind.has(session.device)) return { state: 'unknown', text: `${since}, when last heard` };
    return { state: 'ok', text: since };
  }
  if (is === 'failing' && attempt !== undefined) {
    const { at } = stageWords(attempt.stage, 'any');
    const why = attempt.outcome === 'failed' ? `${causeText(attempt)}, ${at}` : `fell silent ${at}`;
    return { state: failsNow(person, now) ? 'crit' : 'warn', text: why };
  }
  if (is === 'under way' && !blind.has(attempt?.device ?? '')) return { state: 'ok', text: 'logging in' };
  if (is === 'under way') return { state: 'unknown', text: 'logging in, when last heard' };
  if (session !== undefined) return { state: 'ok', text: `left ${session.end === undefined ? '' : when(session.end, now)}`.trim() };
  return { state: 'ok', text: attempt === undefined ? 'nothing is known' : attemptOutcomes[attempt.outcome].name };
} // prettier-ignore

/** When something was last heard of a user, epoch milliseconds. */
export function lastHeard({ session, attempt }: PersonRow): number | undefined {
  const times = [session?.seenAt, session?.end, attempt?.seenAt].filter((at) => at !== undefined);
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Those who fail first; of each the order of the list stays. */
export function failingFirst(people: readonly PersonRow[], now: number): readonly PersonRow[] {
  return [...people].sort((a, b) => Number(failsNow(b, now)) - Number(failsNow(a, now)));
}
