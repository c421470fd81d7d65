/** As many tries as tell a period: three by chance may be as far apart as any. */
const ENOUGH = 4;
/** How far an interval may be off the period, as a part of it: a person is not as exact. */
const OFF = 0.1;
/** A device tells whole seconds: each of two intervals may be off by one of them, in milliseconds. */
const COARSE = 2000;
/** More often than this a person types too, in milliseconds. */
const SHORTEST = 10_000;

/** The time between events that come at a fixed period, in milliseconds; `undefined` where they come as they like. */
export function periodOf(times: readonly number[]): number | undefined {
  if (times.length < ENOUGH) return undefined;
  const sorted = [...times].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at));
  const middle = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const steady = gaps.every((gap) => Math.abs(gap - middle) <= Math.max(COARSE, OFF * middle));
  return steady && middle >= SHORTEST ? middle : undefined;
}
