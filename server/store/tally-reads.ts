import type { Stage } from '../domain/attempt.ts';
import type { Cause } from '../domain/cause.ts';
import type { GapRow } from '../domain/feed.ts';
import type { AttemptQuery } from './reads.ts';

/** Which tries are counted; times are epoch milliseconds of the start, `from` included, `to` not. */
export type TallyQuery = Omit<AttemptQuery, 'limit' | 'cursor' | 'from' | 'to'> & {
  readonly from: number;
  readonly to: number;
};

/** By what tries are counted. */
export const tallyKeys = ['user', 'source', 'tunnelGroup', 'device', 'cause', 'stage'] as const;
export type TallyKey = (typeof tallyKeys)[number];

/** Tries that have one thing in common. */
export interface TallyRow {
  /** `null`: not told. Of a device its id. */
  readonly key: string | number | null;
  readonly tries: number;
  readonly users: number;
  readonly sources: number;
  /** Starts, epoch milliseconds. */
  readonly first: number;
  readonly last: number;
}

/** Of all groups those of most tries, and how much there is in all. */
export interface TallyPage {
  readonly rows: readonly TallyRow[];
  readonly groups: number;
  readonly tries: number;
}

/** Tries of one step of time. */
export interface StepRow {
  /** Its begin, epoch milliseconds. */
  readonly at: number;
  /** `null`: not told. */
  readonly key: Cause | Stage | null;
  readonly tries: number;
}

/** Tries over time, without the steps in which there were none; and when nothing was collected. */
export interface OverTime {
  readonly steps: readonly StepRow[];
  readonly gaps: readonly GapRow[];
}
