import type { GapRow } from './feed.ts';
import type { Pattern } from './patterns.ts';

/** Tries to log in that have one thing in common; times are epoch milliseconds of their starts. */
export interface GroupRow {
  /** A name, an address, a tunnel group, a device, a cause or a stage; `null`: not told. */
  readonly key: string | null;
  /** Of a cause. */
  readonly words?: string;
  readonly tries: number;
  readonly users: number;
  readonly sources: number;
  readonly first: number;
  readonly last: number;
}

/** The groups of most tries in a span. */
export interface GroupsTold {
  readonly from: number;
  readonly to: number;
  readonly groups: readonly GroupRow[];
  /** Groups in all, and tries in them. */
  readonly inAll: number;
  readonly tries: number;
}

/** Tries of one step. */
export interface StepTold {
  readonly at: number;
  /** A cause or a stage; `null`: not told. */
  readonly key: string | null;
  readonly tries: number;
}

/** Tries over time: a step without a row had none, unless nothing was collected. */
export interface OverTimeTold {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly steps: readonly StepTold[];
  readonly gaps: readonly GapRow[];
}

/** What the failed tries of a span are together. */
export interface PatternsTold {
  readonly from: number;
  readonly to: number;
  readonly patterns: readonly Pattern[];
}
