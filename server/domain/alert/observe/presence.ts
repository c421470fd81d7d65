import type { Memory } from '../observer.ts';

/** How often it is noted that we are there, in milliseconds, and after how long without a turn we were not. */
const NOTED_EVERY = 10_000;
const AWAY = 60_000;
/** How many absences are remembered. */
const MOST = 20;

interface Here {
  readonly [key: string]: number | readonly (readonly [from: number, to: number])[];
  readonly at: number;
  readonly absences: readonly (readonly [from: number, to: number])[];
}

/** Tells how long we have been there since a moment, in milliseconds: while we were away nobody can have been heard, which is nobody's silence. */
export function presence(at: number, memory: Memory): (since: number) => number {
  const before = memory.get('here') as Here | undefined; // set below
  const gap = before === undefined ? 0 : at - before.at;
  const known = before?.absences ?? [];
  const absences = before !== undefined && gap > AWAY ? [...known, [before.at, at] as const].slice(-MOST) : known;
  if (before === undefined || gap >= NOTED_EVERY) memory.set('here', { at, absences });
  return (since) => {
    const away = absences.reduce((sum, [from, to]) => sum + Math.max(0, to - Math.max(from, since)), 0);
    return Math.max(0, at - since - away);
  };
}

/** So many intervals have gone; the next sign is not late before two of them, and who watches for long is told less often. */
export function intervals(span: number, interval: number): number {
  return span < 2 * interval ? 0 : Math.ceil(span / interval) - 1;
}
