import { toldIn, type Counter, type Meter } from './meter.ts';
import type { SeriesMetric, SeriesSample } from './series.ts';
import type { Session } from './session.ts';

/** The counters of sessions that a series is kept of. */
const kept = [
  ['bytesTx', 'bytes.tx'],
  ['bytesRx', 'bytes.rx'],
  ['packetsTx', 'packets.tx'],
  ['packetsRx', 'packets.rx'],
] as const satisfies readonly (readonly [Counter, SeriesMetric])[];
export type TrafficCounter = (typeof kept)[number][0];

/** When the sessions of a head-end were last counted, epoch milliseconds, by counter. */
export type CountedAt = Readonly<Partial<Record<TrafficCounter, number>>>;

/** A session's counters after a poll and before it, and when it began, epoch milliseconds. */
export interface Counted {
  readonly before: Meter | undefined;
  readonly after: Meter;
  readonly began: number;
}

/** By how much a counter of all sessions of a head-end grew together. */
export interface TrafficTold {
  readonly counter: TrafficCounter;
  readonly at: number;
  readonly by: number;
  readonly span: number;
}

/** A login may be told some seconds off, in milliseconds. */
const OFF = 5_000;

/**
 * What the sessions of a head-end moved since they were last counted; what a counter had when it was first seen, or began anew, was moved
 * since then only if its session is younger than that. `listedAt`: when the poll listed all of them; nothing is known of the time before the
 * first such poll.
 */
export function trafficOf(
  counted: readonly Counted[],
  listedAt: number | undefined,
  since: CountedAt,
): { readonly told: readonly TrafficTold[]; readonly countedAt: CountedAt } {
  const told: TrafficTold[] = [];
  const countedAt: Partial<Record<TrafficCounter, number>> = { ...since };
  for (const [counter] of kept) {
    const fresh = counted.filter(
      ({ before, after }) => after !== before && toldIn(after.latest, counter)?.at === after.latest.at,
    );
    const isNone = counted.length === 0 && listedAt !== undefined;
    if (fresh.length === 0 && !isNone) continue;
    const at = Math.max(...fresh.map(({ after }) => after.latest.at), ...(isNone ? [listedAt] : []));
    const last = since[counter];
    if (last !== undefined && at <= last) continue;
    countedAt[counter] = at;
    if (last === undefined) continue;
    const by = fresh.reduce((sum, one) => sum + grownIn(one, counter, last), 0);
    told.push({ counter, at, by, span: at - last });
  }
  return { told, countedAt };
}

function grownIn({ after, began }: Counted, counter: TrafficCounter, last: number): number {
  const now = toldIn(after.latest, counter)?.value ?? 0;
  const was = after.previous && toldIn(after.previous, counter);
  if (was !== undefined) return now - was.value;
  return began >= last - OFF ? now : 0;
}

/** The same as samples of series. */
export function trafficSamples(device: number, told: readonly TrafficTold[]): readonly SeriesSample[] {
  return told.flatMap(({ counter, at, by: value, span }) =>
    kept.flatMap(([of, metric]) => (of === counter ? { device, metric, instance: '', at, value, span } : [])),
  );
}

/** What of a session's bytes its closing record tells that no poll had counted; the time that it took is within that of the polls. */
export function restsOf(session: Session, meter: Meter | undefined, since: CountedAt): readonly SeriesSample[] {
  const { device, start, end, from } = session;
  if (end === undefined || from.bytes === undefined || from.bytes.source === 'poll') return [];
  const told = (['bytesTx', 'bytesRx'] as const).flatMap((counter): readonly TrafficTold[] => {
    const [bytes, last] = [session[counter], since[counter]];
    if (bytes === undefined || last === undefined) return [];
    const was = meter && toldIn(meter.latest, counter);
    // One that polls should have counted, and did not: nobody knows when it moved what.
    if (was === undefined && start < last - OFF) return [];
    const by = bytes - (was?.value ?? 0);
    return by > 0 ? [{ counter, at: end, by, span: 0 }] : [];
  });
  return trafficSamples(device, told);
}

/** When the sessions of each head-end were last counted, by what is kept of them. */
export function countedAtOf(meters: readonly Meter[]): ReadonlyMap<number, CountedAt> {
  const found = new Map<number, Partial<Record<TrafficCounter, number>>>();
  for (const { device, latest } of meters) {
    const mine = found.get(device) ?? {};
    found.set(device, mine);
    for (const [counter] of kept) {
      const at = toldIn(latest, counter)?.at;
      if (at !== undefined) mine[counter] = Math.max(mine[counter] ?? at, at);
    }
  }
  return found;
}
