import type { Batch } from '../../server/domain/batch.ts';
import type { ClockSample } from '../../server/domain/clock.ts';
import type { Outcome } from '../../server/domain/feed.ts';
import type { Uncommitted } from './unstored.ts';

/** The part of a batch that the intake knows: its rows and what they say. */
export type Load = Pick<
  Batch,
  'rows' | 'messages' | 'lastMessage' | 'claims' | 'bySource' | 'unknown' | 'clocks' | 'hidden' | 'latest' | 'unstored'
>;

/** What can become of a line. */
export const OUTCOMES = ['claim', 'noted', 'unlisted', 'misfit', 'foreign'] as const satisfies readonly Outcome[];

/** Messages that wait to be stored together, and what they say. */
export interface Filled extends Omit<Load, 'clocks' | 'unstored'> {
  /** What they are reckoned to take, in bytes of memory. */
  readonly bytes: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
}

/** What is on its way to the store. */
export interface Underway extends Filled {
  /** What is counted instead of stored goes along. */
  readonly unstored: Uncommitted;
  readonly clocks: readonly ClockSample[];
}

/** That nothing is on its way. */
export const NOTHING: Underway = {
  ...{ rows: [], messages: 0, lastMessage: 0, bytes: 0, bySource: {} },
  ...{ claims: [], unknown: [], hidden: [], latest: [], clocks: [] },
  unstored: { messages: 0, counts: [], bySource: {} },
  outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
};

/** What a batch tells of it. */
export function loadOf({ bytes: _, outcomes: __, unstored, bySource, ...told }: Underway): Load {
  return { ...told, bySource: summed(bySource, unstored.bySource), unstored: unstored.counts };
}

function summed(a: Underway['bySource'], b: Underway['bySource']): Underway['bySource'] {
  const sums = new Map(Object.entries(a));
  for (const [from, count] of Object.entries(b)) sums.set(from, (sums.get(from) ?? 0) + count);
  return Object.fromEntries(sums);
}
