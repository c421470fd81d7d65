import { changeOf, COMMAND_MESSAGES } from '../domain/change.ts';
import { standingOf, type Standing } from '../domain/standing.ts';
import { statisticsOf } from '../domain/statistics.ts';
import { locksOf, type LocksListed } from '../domain/lock.ts';
import type { Alike, AlikeSpan, EarlierTold, LastChange, UserTold } from '../domain/user-told.ts';
import type { Reads } from '../store/reads.ts';
import type { EarlierQuery, UserQuery, UserRecord } from '../store/user-reads.ts';
import { toAttemptRow } from './attempts.ts';
import type { CommittedView } from './committed.ts';
import { toMessageRow } from './messages.ts';
import { devicesOf } from './place.ts';
import { toSessionRow } from './sessions.ts';
import { toVerdictRow } from './verdicts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** So many of each are told; the lists of sessions and tries have the others. */
const MOST = { sessions: 300, attempts: 100 } as const;
/** How far back messages of commands are looked for, and how many at most: a poller makes one each minute. */
const LOOK_BACK = 7 * DAY;
const MOST_COMMANDS = 1000;

/** All that is told of the user of a name, at a moment, epoch milliseconds. */
export async function tellUser(
  reads: Reads,
  book: CommittedView,
  asked: Pick<UserQuery, 'name' | 'hashes'>,
  now: number,
): Promise<UserTold> {
  const found = await reads.user({ ...asked, ...devicesOf({}, book), limit: MOST, namelessSince: now - DAY });
  const standing = standingOf(found, now);
  const shown = shownAttempt(found, standing);
  const device = deviceOf(found, standing);
  const evidence = shown === undefined ? undefined : (await reads.attempt(shown))?.evidence;
  const alike = await failAlike(reads, book, found, standing, now);
  const change = device === undefined ? undefined : await lastChange(reads, book, device, now);
  return {
    at: now,
    writings: found.writings,
    standing,
    sessions: found.sessions.map((one) => toSessionRow(one, book)),
    attempts: found.attempts.map((one) => toAttemptRow(one, book)),
    next: found.next,
    inAll: found.inAll,
    ...(await locksIn(reads, book, asked.name, found)),
    rejected: found.rejected.map((one) => toVerdictRow(one, book)),
    nameless: found.nameless.map((one) => toAttemptRow(one, book)),
    traffic: trafficOf(found, now),
    ...(shown !== undefined &&
      evidence !== undefined && {
        evidence: { attempt: shown, messages: evidence.map((one) => toMessageRow(one, book)) },
      }),
    ...(alike !== undefined && { alike }),
    ...(change !== undefined && { change }),
  };
}

/** A page of what the user of a name had and tried before what `tellUser` told. */
export async function tellEarlier(
  reads: Reads,
  book: CommittedView,
  asked: Pick<EarlierQuery, 'name' | 'hashes' | 'sessions' | 'attempts'>,
): Promise<EarlierTold> {
  const { sessions, attempts, next } = await reads.earlier({ ...asked, ...devicesOf({}, book), limit: MOST });
  return {
    sessions: sessions.map((one) => toSessionRow(one, book)),
    attempts: attempts.map((one) => toAttemptRow(one, book)),
    next,
  };
}

/** So many of the addresses that a user came from last may be shunned. */
const FEW_ADDRESSES = 5;

async function locksIn(
  reads: Reads,
  book: CommittedView,
  name: string,
  { writings, sessions, attempts }: UserRecord,
): Promise<Pick<UserTold, 'locks' | 'locksTold'>> {
  const adopted = book.devices().filter(({ state }) => state === 'adopted');
  const listed = (await reads.polls()).flatMap(({ device: id, localUsers, shuns }): readonly LocksListed[] => {
    const device = adopted.find((one) => one.id === id)?.name;
    if (device === undefined || (localUsers === undefined && shuns === undefined)) return [];
    return [{ device, ...(localUsers !== undefined && { localUsers }), ...(shuns !== undefined && { shuns }) }];
  });
  const newest = [...sessions, ...attempts].sort((a, b) => b.start - a.start);
  const addresses = [...new Set(newest.map(({ publicIp }) => publicIp))].slice(0, FEW_ADDRESSES);
  const gotIn = (device: string): number | undefined => {
    const id = book.deviceByName(device)?.id;
    return sessions.find((one) => one.device === id)?.start;
  };
  return {
    locks: locksOf(listed, [name, ...writings], addresses, gotIn),
    locksTold: listed.flatMap(({ device, localUsers }) => (localUsers === undefined ? [] : [device])),
  };
}

/** The try that tells most: the one that failed, or goes on, or became the session that is there; else the last one. */
function shownAttempt({ attempts }: UserRecord, { failing, underWay, success }: Standing): number | undefined {
  const became = success?.session;
  const got = became === undefined ? undefined : attempts.find(({ session }) => session === became);
  return underWay ?? failing?.attempt ?? got?.id ?? attempts[0]?.id;
}

/** The head-end that matters: where it fails, or else where the user is or was last. */
function deviceOf({ sessions, attempts }: UserRecord, { failing, active }: Standing): number | undefined {
  const failed = attempts.find(({ id }) => id === failing?.attempt);
  const here = sessions.find(({ id }) => id === active[0]);
  const [last] = [...sessions, ...attempts].sort((a, b) => b.start - a.start);
  return (failed ?? here ?? last)?.device;
}

function trafficOf({ sessions, meters }: UserRecord, now: number): UserTold['traffic'] {
  return meters.flatMap((meter) => {
    const session = sessions.find(({ id }) => id === meter.session);
    const { traffic: is } = session === undefined ? {} : statisticsOf(session, meter, {}, now);
    return is === undefined ? [] : [{ session: meter.session, is, at: meter.latest.at }];
  });
}

async function failAlike(
  reads: Reads,
  book: CommittedView,
  { writings }: UserRecord,
  { failing }: Standing,
  now: number,
): Promise<Alike | undefined> {
  const cause = failing?.cause;
  if (failing === undefined || cause === undefined) return undefined;
  const span = async (from: number, to: number): Promise<AlikeSpan> => {
    const counts = await reads.alike({ cause, from, to, except: writings, ...devicesOf({}, book) });
    return { from, to, devices: counts.map((one) => ({ ...one, device: book.deviceName(one.device) ?? `${one.device}` })) }; // prettier-ignore
  };
  const recent = now - failing.last < HOUR;
  return {
    cause,
    now: await span(now - HOUR, now + 1),
    ...(!recent && { then: await span(failing.last - HOUR / 2, failing.last + HOUR / 2) }),
  };
}

async function lastChange(reads: Reads, book: CommittedView, device: number, now: number): Promise<LastChange> {
  const name = book.deviceName(device) ?? String(device);
  const from = book.deviceByName(name)?.addresses ?? [];
  const back = now - LOOK_BACK;
  let since = back;
  let commands = 0;
  let told: LastChange['told'];
  for (const messageId of COMMAND_MESSAGES) {
    const { messages, next } = await reads.messages({ messageId, from, since: back, limit: MOST_COMMANDS });
    commands += messages.length;
    // Where there were more, what came before the last one of these was not looked at.
    if (next !== null) since = Math.max(since, messages.at(-1)?.[1] ?? back);
    for (const [, at, , , , , line] of messages) {
      const change = changeOf(line, at);
      if (change === undefined) continue;
      if (told === undefined || change.at > told.at) told = change;
      break;
    }
  }
  const { last } = await reads.poll(device);
  const words = last?.facts.platform?.configChanged;
  return {
    device: name,
    since,
    commands,
    ...(told !== undefined && { told }),
    ...(last !== undefined && words !== undefined && { polled: { words, at: last.at } }),
  };
}
