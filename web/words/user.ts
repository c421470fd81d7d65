import type { DeviceRow, SessionRow } from '../../server/domain/feed.ts';
import { HIDDEN } from '../../server/domain/name.ts';
import type { Failing } from '../../server/domain/standing.ts';
import type { UserTold } from '../../server/domain/user-told.ts';
import { causeText, shownUser } from './attempts.ts';
import { count, many } from './bytes.ts';
import { silentOnes } from './freshness.ts';
import { carrierOf, stageWords, type Carrier } from './ladder.ts';
import { isOldLock, lockedWhere, lockSource } from './lock.ts';
import { plain } from './plain.ts';
import { duration, when } from './time.ts';
import type { State, Verdict } from './verdict.ts';

/** A failure longer ago than this is not what hurts now, in milliseconds. */
const OLD = 24 * 3_600_000;

/** What the page of a user knows when it says its first line. */
export interface UserFacts {
  /** As it was asked for. */
  readonly name: string;
  readonly told: UserTold;
  readonly devices: readonly DeviceRow[];
}

/** How a user is called on the page: a name of which only the hash is kept has none. */
export function userTitle(name: string): string {
  const { text, known } = shownUser(name);
  return known ? text : 'A user whose name was not kept';
}

/** The first line of the page of a user, over all head-ends: worst first, and who cannot be seen. */
export function userVerdict({ name, told, devices }: UserFacts, now: number): Verdict {
  if (name === HIDDEN)
    return {
      state: 'unknown',
      text: 'This is what head-ends print in place of a name that they hide.',
      more: 'It stands for many, so nothing of it is put together. The command “no logging hide username” shows the names.',
    };
  const user = userTitle(name);
  const watched = devices.filter(({ state }) => state === 'adopted');
  const blind = silentOnes(watched, now);
  const unseen = unseenText([...blind], watched.length);
  const also = told.writings.length > 1 ? `On record as ${told.writings.map((one) => shownUser(one, name).text).join(', ')}.` : ''; // prettier-ignore
  const said = lockedFirst(user, told, sentence(user, told, blind, now), now);
  // Of who is away or unheard of, a silent head-end may know otherwise.
  const guess = said.state === 'ok' && told.standing.is !== 'connected' && watched.length > 0 && blind.size > 0;
  const state = watched.length === 0 && told.standing.is === 'nothing' ? 'unknown' : guess ? 'unknown' : said.state;
  return { state, text: said.text, more: [said.more, unseen, also].filter((text) => text !== '').join(' ') };
}

/** Who is shut out cannot get in, whatever failed before; what that was is told after it. */
function lockedFirst(user: string, { locks, standing }: UserTold, said: Verdict, now: number): Verdict {
  const [lock] = [...locks].sort((a, b) => Number(isOldLock(a, now)) - Number(isOldLock(b, now)));
  if (lock === undefined) return said;
  const more = [lockSource(lock, now), said.more].filter((text) => text !== '').join(' ');
  if (standing.is === 'connected') {
    const state: State = said.state === 'ok' ? 'warn' : said.state;
    return { state, text: `${said.text.replace(/\.$/, '')}, but ${lockedWhere(lock, now)}.`, more };
  }
  const state: State = isOldLock(lock, now) ? (said.state === 'crit' ? 'crit' : 'warn') : 'crit';
  return {
    state,
    text: `${user} ${lockedWhere(lock, now)}.`,
    more: [lockSource(lock, now), said.text, said.more].join(' ').trim(),
  };
}

function sentence(user: string, told: UserTold, blind: ReadonlySet<string>, now: number): Verdict {
  const { standing } = told;
  switch (standing.is) {
    case 'connected':
      return connected(user, told, blind, now);
    case 'under way': {
      const going = told.attempts.find(({ id }) => id === standing.underWay);
      const on = going === undefined ? '' : ` on ${plain(going.device)}`;
      const at = going === undefined ? '' : `: came as far as ${stageWords(going.stage, carrierIn(told)).name}`;
      return { state: 'ok', text: `${user} is logging in${on}${at}.`, more: lastSuccess(told, now) };
    }
    case 'failing': {
      const { failing } = standing;
      if (failing === undefined) throw new Error('a user who fails has a failure');
      const state: State = now - failing.last > OLD ? 'warn' : 'crit';
      const text = `${user} is not connected: ${failedText(failing, told, now)}.`;
      return { state, text, more: [causeSentence(failing, told), lastSuccess(told, now)].join(' ') };
    }
    case 'away': {
      const more = rejections(told);
      return { state: more === '' ? 'ok' : 'warn', text: `${user} is not connected: ${leftText(told, now)}.`, more };
    }
    case 'rejected': {
      const [last] = told.rejected;
      const at = last === undefined ? '' : `, last ${when(last.at, now)} on ${plain(last.device)}`;
      return {
        state: 'warn',
        text: `No VPN login of ${user} arrived, but AAA rejected the name ${times(standing.rejections)}${at}.`,
        more: 'Nothing tells whether it was the VPN, SSH, ASDM or enable.',
      };
    }
    case 'nothing':
      return {
        state: 'unknown',
        text: `Nothing arrived of ${user}.`,
        more: 'No login, session or rejection of this name is on record on any head-end.',
      };
    default:
      return standing.is satisfies never;
  }
}

function connected(user: string, told: UserTold, blind: ReadonlySet<string>, now: number): Verdict {
  const { standing, sessions } = told;
  const active = standing.active.flatMap((id) => sessions.find((one) => one.id === id) ?? []);
  const seen = active.filter(({ device }) => !blind.has(device));
  const [first] = seen.length > 0 ? seen : active;
  if (first === undefined) throw new Error('a user who is connected has a session');
  const others = active.length - 1;
  const where = `on ${plain(first.device)} since ${when(first.start, now)}`;
  const more = others === 0 ? '' : ` and ${many(others, 'session')} more`;
  if (seen.length === 0)
    return { state: 'unknown', text: `${user} was connected ${where}${more}, when it was last heard.`, more: '' };
  const oneWay = told.traffic.filter(({ is }) => is === 'no return path' || is === 'blocked at the client or NAT-T');
  const { failing } = standing;
  const bad = [
    ...oneWay.slice(0, 1).map(({ is }) => `but traffic goes one way: ${is}`),
    ...(failing === undefined ? [] : [`${oneWay.length > 0 ? 'and' : 'but'} ${failedText(failing, told, now)}`]),
  ];
  const state = bad.length > 0 ? 'warn' : 'ok';
  const why = failing === undefined ? '' : causeSentence(failing, told);
  return { state, text: [`${user} is connected ${where}${more}`, ...bad].join(', ') + '.', more: why };
}

/** `failed at Xauth on HV-ASA 4 times, last 03:02:09`. */
function failedText(failing: Failing, told: UserTold, now: number): string {
  const attempt = told.attempts.find(({ id }) => id === failing.attempt);
  const { at } = stageWords(failing.stage, carrierIn(told));
  const did = attempt?.outcome === 'abandoned' ? 'fell silent' : 'failed';
  const on = attempt === undefined ? '' : ` on ${plain(attempt.device)}`;
  const all = failing.inAll > failing.times ? ` (${count(failing.inAll)} tries in all)` : '';
  return `${did} ${at}${on} ${times(failing.times)}${all}, ${failing.times === 1 ? '' : 'last '}${when(failing.last, now)}`;
}

/** What carried the try whose messages are here; the ladder and the first line name its stages alike. */
export function carrierIn(told: UserTold): Carrier {
  return carrierOf(told.evidence?.messages.map(({ messageId }) => messageId) ?? []);
}

function causeSentence({ attempt: id }: Failing, told: UserTold): string {
  const attempt = told.attempts.find((one) => one.id === id);
  if (attempt === undefined || attempt.outcome === 'abandoned') return 'Why is not known: no message tells.';
  const by = attempt.aaaServer === undefined ? '' : `, as ${plain(attempt.aaaServer)} says`;
  const sure = attempt.sure === 'inferred' ? 'Likely cause' : 'Cause';
  return `${sure}: ${causeText(attempt)}${by}.`;
}

/** That tries come at a fixed period. */
export function periodText(every: number): string {
  return `The tries come every ${duration(every)}: the client repeats a saved password by itself.`;
}

/** When a login last succeeded, and where; whether what fails now comes from the same place. */
export function lastSuccess({ standing, sessions, attempts }: UserTold, now: number): string {
  const { success, failing } = standing;
  if (success === undefined) return 'No login of this user has succeeded, as far as is on record.';
  const session = sessions.find(({ id }) => id === success.session);
  const failed = attempts.find(({ id }) => id === failing?.attempt);
  const from =
    failed === undefined
      ? session?.publicIp
      : failed.publicIp === session?.publicIp
        ? 'the same address'
        : `another address, ${session?.publicIp}`;
  const where = session === undefined ? '' : ` on ${plain(session.device)}, from ${from}`;
  return `Last success ${when(success.at, now)}${where}.`;
}

function leftText({ sessions, attempts }: UserTold, now: number): string {
  const [last] = [...sessions].sort((a, b) => (b.end ?? b.start) - (a.end ?? a.start));
  if (last === undefined) {
    const [attempt] = attempts;
    return attempt === undefined ? 'nothing more is known' : `last heard of ${when(attempt.seenAt, now)}`;
  }
  return `left ${plain(last.device)} ${endText(last, now)}`;
}

function endText({ end, endReason, endIs }: SessionRow, now: number): string {
  const at = end === undefined ? 'at an unknown time' : `${endIs === 'reported' ? '' : 'by '}${when(end, now)}`;
  return `${at} (${plain(endReason ?? 'no reason told')})`;
}

function rejections({ standing, rejected }: UserTold): string {
  const [last] = rejected;
  if (standing.rejections === 0 || last === undefined) return '';
  return `Since then AAA rejected the name ${times(standing.rejections)} (${plain(last.causeWords)}): VPN, SSH, ASDM or enable, nothing tells.`;
}

function times(number: number): string {
  return number === 1 ? 'once' : number === 2 ? 'twice' : `${count(number)} times`;
}

function unseenText(blind: readonly string[], watched: number): string {
  const [first = ''] = blind;
  if (blind.length === 0) return '';
  if (blind.length === watched) return 'No head-end can be seen now: they are silent.';
  if (blind.length === 1) return `${plain(first)} cannot be seen now: it is silent.`;
  return `${count(blind.length)} of ${count(watched)} head-ends cannot be seen now: they are silent.`;
}
