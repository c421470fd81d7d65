import type { Config } from '../config.ts';
import type { HealthRow } from '../domain/feed.ts';
import { mostDays, purges, type KeptKind, type Purge } from '../domain/retention.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { oneLine } from './fault.ts';
import { warningRow } from './health.ts';
import { startRounds } from './rounds.ts';

/** For how many days each kind is kept; `undefined`: for good. */
export type Retained = Readonly<Record<KeptKind, number | undefined>>;

/** How many of each kind of row went. */
export type Gone = Readonly<Partial<Record<Purge, number>>>;

/** Deletes what is older than it is to be kept, until it is stopped. */
export interface Retention {
  /** What stands on the health page while something could not be deleted. */
  health(): HealthRow | undefined;
  stop(): Promise<void>;
}

const DAY = 24 * 60 * 60_000;
const HOUR = 60 * 60_000;
/** A step is to hold the writer for no longer than this, in milliseconds; the next one is made as large as that allows: in what goes, and in what is looked at. */
const AIM = 15;
const FIRST = 50;
const MOST = 2000;
/** After each step the writer is free for this many times as long as it was held, for at least that many milliseconds. */
const SHARE = 4;
const BREATH = 20;

/** The settings as days of each kind. */
export function retained(config: Config): Retained {
  const { retainMessages, retainSessions, retainAlerts, retainCharts } = config;
  return { messages: retainMessages, sessions: retainSessions, alerts: retainAlerts, charts: retainCharts };
}

/** Deletes all that is too old by now, in steps, and goes on with the next kind where one cannot be. Tells how much went. */
export async function purgeAll(
  store: Pick<Store, 'purge'>,
  days: Retained,
  now: number,
  { pause, isStopped = () => false, onStep, onFault }: PurgeOptions,
): Promise<Gone> {
  const gone: Partial<Record<Purge, number>> = {};
  for (const [what, kind] of Object.entries(purges) as [Purge, KeptKind][]) {
    const kept = Math.min(days[kind] ?? Infinity, mostDays[what] ?? Infinity);
    if (kept === Infinity) continue;
    let [most, look, after, more] = [FIRST, FIRST, 0, true];
    try {
      while (more && !isStopped()) {
        const step = await store.purge(what, { before: now - kept * DAY, most, look, after });
        if (step.gone > 0) gone[what] = (gone[what] ?? 0) + step.gone;
        ({ more, stopped: after } = step);
        onStep?.(what, step.held);
        const factor = Math.min(2, AIM / Math.max(step.held, 1));
        // What has not bound the step may not grow by it: where little goes nobody knows how long much would take.
        const isFull = step.gone >= most;
        if (factor < 1 || isFull) most = resized(most, factor);
        if (factor < 1 || !isFull) look = resized(look, factor);
        if (more) await pause(Math.max(BREATH, step.held * SHARE));
      }
    } catch (fault) {
      onFault(fault);
    }
  }
  return gone;
}

function resized(size: number, factor: number): number {
  return Math.min(MOST, Math.max(1, Math.round(size * factor)));
}

/** How the deleting waits, and when it ends early. */
export interface PurgeOptions {
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly isStopped?: () => boolean;
  /** Hears for how long each step held the writer, in milliseconds. */
  readonly onStep?: (what: Purge, held: number) => void;
  /** Told why something could not be deleted. */
  readonly onFault: (fault: unknown) => void;
}

/** What retention takes from the process around it. */
export interface RetentionParts {
  readonly store: Pick<Store, 'purge'>;
  readonly days: Retained;
  readonly now: () => number;
  readonly log: Log;
  /** Told when the row of the health page has changed. */
  readonly onHealth: (row: HealthRow) => void;
}

/** Deletes at once and then once an hour. */
export function startRetention({ store, days, now, log, onHealth }: RetentionParts): Retention {
  let row: HealthRow | undefined;
  const tell = (warnings: readonly string[]): void => {
    if (row === undefined && warnings.length === 0) return;
    row = warningRow('retention', warnings);
    onHealth(row);
  };
  const stop = startRounds(async ({ pause, isStopped }) => {
    const warnings = new Set<string>();
    const onFault = (fault: unknown): void => {
      const words = `what is older than it is to be kept could not be deleted (tried again within the hour): ${oneLine(fault)}`;
      if (!warnings.has(words)) log.error({ err: fault }, 'could not delete what is older than it is to be kept');
      warnings.add(words);
    };
    const gone = await purgeAll(store, days, now(), { pause, isStopped, onFault });
    if (Object.keys(gone).length > 0) log.info({ gone }, 'deleted what was older than it is to be kept');
    tell([...warnings]);
    return HOUR;
  });
  return { health: () => row, stop };
}
