/** Of some numbers the median, the 99th percentile, the least and the most, each to a tenth. */
export function spread(values: readonly number[]): Readonly<Record<'p50' | 'p99' | 'min' | 'max', number>> {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0);
  return { p50: at(0.5), p99: at(0.99), min: at(0), max: at(1) };
}

/** To a tenth. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
