import type { Attempt, Stage } from './attempt.ts';
import type { Cause } from './cause.ts';
import { periodOf } from './period.ts';
import type { Session } from './session.ts';
import type { Verdict } from './verdict.ts';

/** A try that goes on for longer than this without a word is none that goes on, in milliseconds. */
const UNDER_WAY = 120_000;

/** What is on record of one user over all devices, of everything the newest first. */
export interface OnRecord {
  readonly sessions: readonly Fact<Session, 'id' | 'state' | 'start'>[];
  readonly attempts: readonly Fact<Attempt, 'id' | 'start' | 'seenAt' | 'stage' | 'outcome' | 'cause' | 'session'>[];
  /** Rejections that nothing ties to a login. */
  readonly rejected: readonly Fact<Verdict, 'at'>[];
}

type Fact<T, K extends keyof T> = Pick<T, K>;

/** Tries that led nowhere, with no success after them. */
export interface Failing {
  /** The id of the last of them that failed, or else fell silent. */
  readonly attempt: number;
  readonly stage: Stage;
  readonly cause?: Cause;
  /** How often, at this stage and in all; epoch milliseconds of the first and the last sign. */
  readonly times: number;
  readonly inAll: number;
  readonly first: number;
  readonly last: number;
  /** Between the tries, where they come at a fixed period, in milliseconds: a client repeats what it has saved. */
  readonly every?: number;
}

/** Where a user stands over all devices. */
export interface Standing {
  /** `rejected`: nothing but rejections that may have been of SSH or ASDM; `nothing`: no trace at all. */
  readonly is: 'connected' | 'under way' | 'failing' | 'away' | 'rejected' | 'nothing';
  /** The ids of the active sessions, the one that began last first. */
  readonly active: readonly number[];
  /** The id of the try that goes on. */
  readonly underWay?: number;
  /** Also of one who is connected: tries that began after that. */
  readonly failing?: Failing;
  /** When the last login was that succeeded, epoch milliseconds, and the session that it became. */
  readonly success?: { readonly at: number; readonly session?: number };
  /** Rejections after the last success that nothing ties to a login. */
  readonly rejections: number;
}

/** Where a user stands at a moment, epoch milliseconds. */
export function standingOf({ sessions, attempts, rejected }: OnRecord, now: number): Standing {
  const success = lastSuccess(sessions, attempts);
  const since = success?.at ?? -Infinity;
  const active = sessions.filter(({ state }) => state === 'active').map(({ id }) => id);
  const failing = failingOf(attempts.filter(({ start }) => start > since));
  const open = attempts.find(
    ({ outcome, start, seenAt }) => outcome === 'open' && start > since && now - seenAt < UNDER_WAY,
  );
  const rejections = rejected.filter(({ at }) => at > since).length;
  const known = sessions.length > 0 || attempts.length > 0;
  return {
    is:
      active.length > 0
        ? 'connected'
        : open !== undefined
          ? 'under way'
          : failing !== undefined
            ? 'failing'
            : known
              ? 'away'
              : rejections > 0
                ? 'rejected'
                : 'nothing',
    active,
    rejections,
    ...(open !== undefined && { underWay: open.id }),
    ...(failing !== undefined && { failing }),
    ...(success !== undefined && { success }),
  };
}

/** A session that a failed try became for a moment is no success. */
function lastSuccess(sessions: OnRecord['sessions'], attempts: OnRecord['attempts']): Standing['success'] {
  const failed = new Set(attempts.flatMap(({ outcome, session }) => (outcome === 'failed' ? [session] : [])));
  const successes = [
    ...sessions.filter(({ id }) => !failed.has(id)).map(({ id, start }) => ({ at: start, session: id })),
    ...attempts
      .filter(({ outcome }) => outcome === 'succeeded')
      .map(({ start, session }) => ({ at: start, ...(session !== undefined && { session }) })),
  ];
  return successes.reduce<Standing['success']>(
    (last, one) => (last === undefined || one.at > last.at ? one : last),
    undefined,
  );
}

function failingOf(tries: OnRecord['attempts']): Failing | undefined {
  const lost = tries.filter(({ outcome }) => outcome === 'failed' || outcome === 'abandoned');
  const last = lost.find(({ outcome }) => outcome === 'failed') ?? lost[0];
  const first = lost.at(-1);
  if (last === undefined || first === undefined) return undefined;
  const alike = lost.filter(({ outcome, stage }) => outcome === last.outcome && stage === last.stage);
  const every = periodOf(alike.map(({ start }) => start));
  return {
    attempt: last.id,
    stage: last.stage,
    ...(last.cause !== undefined && { cause: last.cause }),
    times: alike.length,
    inAll: lost.length,
    first: first.start,
    last: last.seenAt,
    ...(every !== undefined && { every }),
  };
}
