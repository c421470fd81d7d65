import type { PoolRow } from '../domain/feed.ts';
import { poolValue, sessionsHeld, type HeldValue } from '../domain/series-samples.ts';
import { ALL_DEVICES, type SeriesKey, type SeriesSample } from '../domain/series.ts';
import type { Devices } from './devices.ts';
import type { Figures } from './figures.ts';

/** What stands at its value is told again after this long, in milliseconds: so it is known that somebody watched. */
const AGAIN = 60_000;

/** Gathers what series are to be told with the next commit. */
export class SeriesGatherer {
  readonly #held = new Map<string, { readonly value: number; readonly at: number }>();
  #samples: SeriesSample[] = [];

  /** Takes samples as they come. */
  add(samples: readonly SeriesSample[]): void {
    this.#samples.push(...samples);
  }

  /** What stands at these values now: what has changed, or was told a minute ago, is told. A zero is told only of what was none before. */
  hold(values: Iterable<HeldValue>, at: number): void {
    for (const { device, metric, instance, value } of values) {
      const key: SeriesKey = { device, metric, instance };
      const name = `${device} ${metric} ${instance}`;
      const last = this.#held.get(name);
      if (last === undefined && value === 0 && metric.startsWith('sessions.')) continue;
      // The clock may be set back.
      if (last?.value === value && Math.abs(at - last.at) < AGAIN) continue;
      this.#held.set(name, { value, at });
      this.#samples.push({ ...key, at, value });
    }
  }

  /** What has come since this was last asked. */
  taken(): readonly SeriesSample[] {
    const samples = this.#samples;
    this.#samples = [];
    return samples;
  }
}

/** How many sessions each adopted head-end has, and how full its pools are; of one that is silent nobody knows. */
export function* heldAt(
  devices: Devices,
  figures: Figures,
  pools: readonly PoolRow[],
  at: number,
): Iterable<HeldValue> {
  const heard = devices.heardAt(at);
  let isHeard = false;
  for (const { id, isSilent } of heard.values()) {
    if (isSilent || devices.byId(id)?.state !== 'adopted') continue;
    isHeard = true;
    yield* sessionsHeld(id, figures.sessionsOn(id), figures.kindsOn(id));
  }
  if (isHeard) yield* sessionsHeld(ALL_DEVICES, figures.total, figures.snapshot().sessions.byProtocol);
  for (const pool of pools) {
    const device = heard.get(pool.device);
    if (device !== undefined) yield* poolValue(device.id, pool, at, device.isSilent);
  }
}
