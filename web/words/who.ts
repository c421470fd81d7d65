import type { SessionRow } from '../../server/domain/feed.ts';
import type { HoldersTold } from '../../server/domain/user-told.ts';
import { many } from './bytes.ts';
import { silentNames } from './freshness.ts';
import { plain } from './plain.ts';
import { day, iso, when } from './time.ts';
import type { Verdict } from './verdict.ts';

/** What is asked: `at` as typed, empty for now. */
export interface WhoAsked {
  readonly address: string;
  readonly at: string;
}

/** That a question is not understood. */
export function notUnderstood({ address, at }: WhoAsked): Verdict | undefined {
  if (address === '')
    return {
      state: 'unknown',
      text: 'Whose address?',
      more: 'Type an address into the search, with a time if it is not now: 172.16.1.137 at 14:05 on 3 March.',
    };
  if (at === '') return undefined;
  return {
    state: 'unknown',
    text: `“${plain(at)}” is not understood as a time.`,
    more: 'A time is written so: 14:05, 14:05 on 3 March, 2026-03-03 14:05:09, 2026-03-03T14:05+01:00, yesterday.',
  };
}

/**
 * Who had an address then: the first line, what is not sure, and who had it before and after. `unheard`: the head-ends that are silent, and
 * until when each was heard (epoch milliseconds): who is there since, nobody knows.
 */
export function whoVerdict(
  told: HoldersTold,
  asked: WhoAsked,
  unheard: ReadonlyMap<string, number>,
  now: number,
): Verdict {
  const { address, held, cameFrom, before, after, gaps } = told;
  const silent = [...unheard].filter(([, heardAt]) => told.to > heardAt).map(([name]) => name);
  const isOld = [...held, ...cameFrom].some((one) => isUnheard(one, told, unheard));
  const then = asked.at !== '' ? spanText(told, now) : isOld ? 'when it was last heard' : 'now';
  const gap = gaps.length > 0 ? 'For a part of that time nothing was collected: somebody may be missing.' : '';
  const unseen = silent.length === 0 ? '' : `${silentNames(silent)} ${asked.at === '' ? 'cannot be seen now' : 'could not be seen then'}.`; // prettier-ignore
  const more = (...texts: readonly string[]) => [...texts, gap, unseen].filter((text) => text !== '').join(' ');
  const [first] = held;
  if (first !== undefined) {
    const sure = held.every((one) => one.sure === 'yes');
    const perhaps = sure && (asked.at === '' || !isOld) ? '' : 'Perhaps ';
    const verb = asked.at === '' && !isOld ? 'has' : 'had';
    const places = new Set(held.map(({ session }) => session.device));
    return {
      state: sure && !isOld && gaps.length === 0 ? 'ok' : 'unknown',
      text: `${perhaps}${holders(told, places.size)} ${verb} ${address} ${places.size === 1 ? `on ${plain(first.session.device)} ` : ''}${then}.`,
      more: more(
        held.length === 1 ? spanOf(first.session, now) : '',
        sure ? '' : 'By then a session may have been over: only a poll showed that it was.',
        places.size > 1 ? 'Several head-ends give out the same addresses: which one is meant, the table tells.' : '',
      ),
    };
  }
  if (cameFrom.length > 0) {
    const users = new Set(cameFrom.map(({ session }) => session.user));
    const [name = ''] = users;
    const who = users.size === 1 ? plain(name) : many(users.size, 'user');
    return {
      state: gaps.length === 0 && !isOld ? 'ok' : 'unknown',
      text: `${who} came from ${address} ${then}.`,
      more: more('It is a public address: nobody had it inside of a tunnel.'),
    };
  }
  const around = [
    before === undefined ? '' : `Before: ${plain(before.user)} on ${plain(before.device)} until ${before.end === undefined ? 'an unknown time' : when(before.end, now)}.`,
    after === undefined ? '' : `After: ${plain(after.user)} on ${plain(after.device)} from ${when(after.start, now)}.`,
  ]; // prettier-ignore
  const known = before !== undefined || after !== undefined;
  return {
    state: 'unknown',
    text: `Nobody is on record as having ${address} ${then}.`,
    more: more(...around, known ? '' : 'No session on record ever had it or came from it.'),
  };
}

/** Whether nobody knows that a session went on then: its head-end was not heard any more. */
export function isUnheard(
  { session }: HoldersTold['held'][number],
  { to }: HoldersTold,
  unheard: ReadonlyMap<string, number>,
): boolean {
  return session.state === 'active' && to > (unheard.get(session.device) ?? Infinity);
}

/** Who had it, the first one first. */
function holders({ held }: HoldersTold, places: number): string {
  const users = [...new Set(held.toReversed().map(({ session }) => plain(session.user)))];
  const left = users.length > 3 ? ` and ${many(users.length - 3, 'other user')}` : '';
  return `${users.slice(0, 3).join(places === 1 ? ', then ' : ' and ')}${left}`;
}

function spanText({ from, to }: HoldersTold, now: number): string {
  const long = to - from;
  // A day has 23 hours or more.
  if (long >= 23 * 3_600_000 && long <= 25 * 3_600_000) return `on ${day(from)}`;
  if (long > 60_000) return `between ${when(from, now)} and ${when(to, now)}`;
  return `at ${long === 60_000 ? when(from, now).slice(0, -3) : when(from, now)}`;
}

function spanOf({ start, end, state, startIs }: SessionRow, now: number): string {
  const from = `${startIs === 'inferred' ? 'about ' : ''}${when(start, now)}`;
  return state === 'active' ? `Connected since ${from}.` : `From ${from} to ${end === undefined ? 'an unknown time' : when(end, now)}.`; // prettier-ignore
}

/** Exactly which span was asked for, for the hover text. */
export function exactSpan({ from, to }: HoldersTold): string {
  return `${iso(from)} to ${iso(to)}`;
}
