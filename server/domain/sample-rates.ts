import { rateOf } from './rate.ts';
import type { Readings } from './sample.ts';

/** A metric as it was last read, and how fast it grows, a second, where that can be told. */
export interface RatedSample extends Omit<Readings, 'previous' | 'uptime'> {
  readonly rate?: number;
}

/** Derives the rates of counters; of an interface's by what it can do at most. */
export function withRates(samples: readonly Readings[]): readonly RatedSample[] {
  const speeds = new Map(
    samples.flatMap(({ metric, instance, value }) =>
      metric === 'interface.speed' && Number(value) > 0 ? [[instance, Number(value) / 8]] : [],
    ),
  );
  return samples.map((sample) => {
    const { metric, instance, kind, bits, value, at } = sample;
    const rate = rateIn(sample, /^interface\..*\.octets$/.test(metric) ? speeds.get(instance) : undefined);
    return { metric, instance, kind, value, at, ...(bits && { bits }), ...(rate !== undefined && { rate }) };
  });
}

function rateIn({ kind, bits, value, at, uptime, previous }: Readings, most: number | undefined): number | undefined {
  if (kind !== 'counter' || bits === undefined || uptime === undefined || previous?.uptime === undefined)
    return undefined;
  return rateOf({
    before: { value: previous.value, bits, at: previous.at },
    after: { value, bits, at },
    up: { before: { at: previous.at, seconds: previous.uptime }, after: { at, seconds: uptime } },
    most,
  });
}
