import type { AttemptOutcome } from '../../server/domain/attempt.ts';
import type { AttemptRow } from '../../server/domain/feed.ts';
import { isNameToken } from '../../server/domain/name.ts';
import { attemptOutcomes, causeText, shownUser } from './attempts.ts';
import { count, many } from './bytes.ts';
import { silentNames } from './freshness.ts';
import { NO_DEVICE } from './overview.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';
import type { Verdict } from './verdict.ts';

/** What failed within this time makes the page a warning, in milliseconds; the overview's figure counts the same. */
const LATELY = 15 * 60_000;

/** In the address, for tries of every outcome: without any word the failed ones are meant. */
export const ANY = 'any';

/** What is asked for. */
export interface AttemptFilter {
  readonly outcome: AttemptOutcome | typeof ANY;
  readonly user: string;
  readonly cause: string;
  readonly stage: string;
  readonly tunnelGroup: string;
  readonly device: string;
  readonly publicIp: string;
}

/** The filter that an address asks for. */
export function readAttemptFilter(query: Readonly<Record<string, string>>): AttemptFilter {
  const { outcome = 'failed', user = '', cause = '', stage = '' } = query;
  const { tunnelGroup = '', device = '', publicIp = '' } = query;
  const wanted = outcome === ANY || Object.hasOwn(attemptOutcomes, outcome) ? outcome : 'failed';
  // The border: it is one of them, as the line before has seen to.
  return {
    outcome: wanted as AttemptFilter['outcome'],
    ...{ user: user.trim(), cause, stage, tunnelGroup: tunnelGroup.trim(), device, publicIp: publicIp.trim() },
  };
}

/** Whether anything but the failed logins of all is asked for. */
export function isNarrowed({ outcome, ...others }: AttemptFilter): boolean {
  return outcome !== 'failed' || Object.values(others).some((one) => one !== '');
}

/** What the page's first line is made from: the rows that are shown, and whether there are earlier ones. */
export interface Shown {
  readonly rows: readonly AttemptRow[];
  readonly more: boolean;
  readonly filter: AttemptFilter;
  /** Head-ends that are watched, and those of them of which nothing is heard. */
  readonly watched: number;
  readonly blind: readonly string[];
  /** The span that is asked for, in words. */
  readonly during?: string | undefined;
  /** Of a site or with a tag alone. */
  readonly isScoped?: boolean;
}

/** The first line of the page of failed logins. */
export function attemptsVerdict(shown: Shown, now: number): Verdict {
  const { rows, watched, blind } = shown;
  if (watched === 0 && rows.length === 0) return { state: 'unknown', text: NO_DEVICE, more: '' };
  const said = rows.length === 0 ? nothing(shown) : shown.filter.user === '' ? several(shown, now) : ofUser(shown, now);
  const unseen =
    blind.length === 0
      ? ''
      : `${silentNames(blind)} cannot be seen: ${blind.length === 1 ? 'it is' : 'they are'} silent.`;
  // Where one does not tell, that nothing failed is not known.
  const state = said.state === 'ok' && watched > 0 && blind.length > 0 ? 'unknown' : said.state;
  return { ...said, state, more: [said.more, unseen].filter((text) => text !== '').join(' ') };
}

function nothing({ filter, during, isScoped = false }: Shown): Verdict {
  const { user, outcome } = filter;
  const then = during === undefined ? '' : ` ${during}`;
  const more = 'What no message tells of cannot be seen here.';
  if (user !== '') {
    const what = outcome === 'failed' ? 'failed login' : 'login like that';
    return {
      state: 'ok',
      text: `No ${what} of “${plain(user)}”${then} is on record.`,
      more: 'The whole name is looked for.',
    };
  }
  return isNarrowed(filter) || isScoped
    ? { state: 'ok', text: `No login${then} on record is like that.`, more }
    : { state: 'ok', text: `No failed login${then} is on record.`, more };
}

function several({ rows, more, filter, during }: Shown, now: number): Verdict {
  const { outcome } = filter;
  const scope = more ? `The latest ${count(rows.length)} are shown; there are earlier ones.` : '';
  const last = latest(rows, now);
  if (outcome !== 'failed' && outcome !== ANY) {
    const { did, state } = attemptOutcomes[outcome];
    return { state, text: `${atLeast(rows.length, more, 'login')} ${did}; the last ${last}.`, more: scope };
  }
  const failed = rows.filter((one) => one.outcome === 'failed');
  if (during !== undefined) {
    const text = `${atLeast(failed.length, more, 'login')} failed ${during}${mostly(failed)}.`;
    return { state: failed.some(({ seenAt }) => now - seenAt < LATELY) ? 'warn' : 'ok', text, more: scope };
  }
  const recent = failed.filter(({ seenAt }) => now - seenAt < LATELY);
  if (recent.length > 0) {
    const beyond = more && recent.length === failed.length;
    const text = `${atLeast(recent.length, beyond, 'login')} failed in the last 15 minutes${mostly(recent)}.`;
    return { state: 'warn', text, more: scope };
  }
  const before = failed.length === 0 ? '' : `; the last one ${latest(failed, now)}: ${causeOfLatest(failed)}`;
  return { state: 'ok', text: `No login failed in the last 15 minutes${before}.`, more: scope };
}

function ofUser({ rows, more, filter, during }: Shown, now: number): Verdict {
  const { text: name, known } = shownUser(filter.user);
  const user = known ? name : 'A user whose name was not kept';
  const failed = rows.filter((one) => one.outcome === 'failed');
  const hashed = rows.filter((one) => one.user !== filter.user && isNameToken(one.user ?? '')).length;
  const kept =
    hashed === 0
      ? ''
      : `Of ${many(hashed, 'try', 'tries')} only the hash of the name was kept: it was not yet known to be one.`;
  if (failed.length === 0) {
    const text = `${user}: none of the ${more ? 'latest ' : ''}${many(rows.length, 'login')} failed.`;
    return { state: 'ok', text, more: kept };
  }
  const times = failed.length === 1 ? 'once' : `${count(failed.length)}${more ? ' times or more' : ' times'}`;
  const recent = failed.some(({ seenAt }) => now - seenAt < LATELY);
  const text = `${user} failed to log in ${times}${during === undefined ? '' : ` ${during}`}, the last time ${latest(failed, now)}: ${causeOfLatest(failed)}.`;
  return { state: recent ? 'warn' : 'ok', text, more: kept };
}

function atLeast(number: number, more: boolean, noun: string): string {
  return more ? `More than ${many(number, noun)}` : many(number, noun);
}

function latest(rows: readonly AttemptRow[], now: number): string {
  return `${age(now - Math.max(...rows.map(({ seenAt }) => seenAt)))} ago`;
}

function causeOfLatest(rows: readonly AttemptRow[]): string {
  const [last] = [...rows].sort((one, other) => other.seenAt - one.seenAt);
  return last === undefined ? '' : causeText(last);
}

function mostly(failed: readonly AttemptRow[]): string {
  const counts = new Map<string, number>();
  for (const one of failed) counts.set(causeText(one), (counts.get(causeText(one)) ?? 0) + 1);
  const [first] = [...counts].sort(([, one], [, other]) => other - one);
  if (first === undefined) return '';
  const [words, number] = first;
  if (number === failed.length) return `: ${words}`;
  // Of causes that are equally common none is the commonest.
  return number === 1 ? `, for ${count(counts.size)} different reasons` : `, most often: ${words} (${count(number)})`;
}
