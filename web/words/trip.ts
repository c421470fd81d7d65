import type { Statistics } from '../../server/domain/statistics.ts';
import type { SessionRow } from '../../server/domain/feed.ts';
import { count } from './bytes.ts';
import { isKnown } from './statistics-lines.ts';
import { when } from './time.ts';

/** The counters that *Reset* sets to zero for the viewer, as the ASA names them. */
export const tripKeys = [
  'bytesTx',
  'bytesRx',
  'packetsTx',
  'packetsRx',
  'packetsTxDropped',
  'packetsRxDropped',
] as const;
export type TripKey = (typeof tripKeys)[number];

/** A viewer's own baseline of a session: what its counters showed when *Reset* was pressed. The device knows nothing of it. */
export interface Trip {
  /** When it was pressed, epoch milliseconds. */
  readonly at: number;
  /** Whose session: ids below 0 are given again in another database. */
  readonly user: string;
  readonly from: Readonly<Partial<Record<TripKey, number>>>;
}

/** The baseline of now; `undefined` where no counter is known. */
export function tripOf({ user }: SessionRow, told: Statistics | undefined, now: number): Trip | undefined {
  const from = tripKeys.flatMap((key) => {
    const field = told?.asa[key];
    return isKnown(field) && typeof field.value === 'number' ? [[key, field.value] as const] : [];
  });
  return from.length === 0 ? undefined : { at: now, user, from: Object.fromEntries(from) };
}

/** What a counter shows since the baseline, with what has to be said of it. `anewAt`: when the device last began to count anew. */
export function sinceTrip(
  key: TripKey,
  value: number,
  trip: Trip | undefined,
  anewAt?: number,
): { readonly text: string; readonly hover?: string; readonly note?: string } {
  if (trip === undefined) return { text: count(value) };
  const base = trip.from[key];
  if (base === undefined) return { text: count(value), note: 'since login: not known when you reset' };
  if (value < base || (anewAt !== undefined && anewAt > trip.at))
    return { text: count(value), note: 'since the ASA began to count anew' };
  return { text: count(value - base), hover: `${count(value)} since login` };
}

/** Since when is counted. */
export function tripWords(trip: Trip, now: number): string {
  return `Since ${when(trip.at, now)}, your own baseline; the device is not touched.`;
}

/** Why there is nothing to reset; `undefined` where there is. */
export function noReset({ state }: SessionRow, told: Statistics | undefined): string | undefined {
  if (state === 'ended') return 'Reset: not any more, the session is over and its counters stand still.';
  const known = tripKeys.some((key) => isKnown(told?.asa[key]));
  if (known) return undefined;
  return told?.asa.bytesTx.is === 'not polled'
    ? 'Reset: not yet, no counter is known (needs polling).'
    : 'Reset: not yet, no counter is known.';
}
