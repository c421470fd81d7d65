import { grownBy, rateOf, type Growth } from './rate.ts';
import type { Readings } from './sample.ts';

/** A metric as it was last read, and how fast it grows, a second, where that can be told. */
export interface RatedSample extends Omit<Readings, 'previous' | 'uptime'> {
  readonly rate?: number;
}

/** Derives the rates of counters; of an interface's by what it can do at most. */
export function withRates(samples: readonly Readings[]): readonly RatedSample[] {
  const mostOf = mostIn(samples);
  return samples.map((sample) => {
    const { metric, instance, kind, bits, value, at } = sample;
    const growth = growthIn(sample, mostOf(sample));
    const rate = growth && rateOf(growth);
    return { metric, instance, kind, value, at, ...(bits && { bits }), ...(rate !== undefined && { rate }) };
  });
}

/** By how much a counter grew since the reading before, in how many milliseconds. */
export interface Increase extends Pick<Readings, 'metric' | 'instance' | 'at'> {
  readonly by: number;
  readonly span: number;
}

/** By how much counters grew between their last two readings, where that can be told: what went over is known from what began anew as for rates. */
export function increasesIn(samples: readonly Readings[]): readonly Increase[] {
  const mostOf = mostIn(samples);
  return samples.flatMap((sample) => {
    const growth = growthIn(sample, mostOf(sample));
    const grown = growth && grownBy(growth);
    const { metric, instance, at } = sample;
    return grown === undefined ? [] : { metric, instance, at, by: grown.by, span: Math.round(grown.seconds * 1000) };
  });
}

/** What an interface can do at most, bytes a second, by its speed. */
function mostIn(samples: readonly Readings[]): (sample: Readings) => number | undefined {
  const speeds = new Map(
    samples.flatMap(({ metric, instance, value }) =>
      metric === 'interface.speed' && Number(value) > 0 ? [[instance, Number(value) / 8]] : [],
    ),
  );
  return ({ metric, instance }) => (/^interface\..*\.octets$/.test(metric) ? speeds.get(instance) : undefined);
}

function growthIn({ kind, bits, value, at, uptime, previous }: Readings, most: number | undefined): Growth | undefined {
  if (kind !== 'counter' || bits === undefined || uptime === undefined || previous?.uptime === undefined)
    return undefined;
  return {
    before: { value: previous.value, bits, at: previous.at },
    after: { value, bits, at },
    up: { before: { at: previous.at, seconds: previous.uptime }, after: { at, seconds: uptime } },
    most,
  };
}
