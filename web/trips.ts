import { tripKeys, type Trip } from './words/trip.ts';

/** So many baselines are remembered: those that were set last. */
const MOST = 200;

/** This browser's baselines by session, as they were kept; what is none is left out. */
export function readTrips(text: string | null): ReadonlyMap<string, Trip> {
  const trips = new Map<string, Trip>();
  for (const [id, one] of entries(text)) if (isTrip(one)) trips.set(id, one);
  return trips;
}

/** The text to keep after a baseline was set, or taken away. */
export function writeTrips(text: string | null, id: number, trip: Trip | undefined): string {
  const trips = new Map(readTrips(text));
  trips.delete(String(id));
  if (trip !== undefined) trips.set(String(id), trip);
  const latest = [...trips].sort(([, a], [, b]) => a.at - b.at).slice(-MOST);
  return JSON.stringify(Object.fromEntries(latest));
}

function entries(text: string | null): readonly (readonly [string, unknown])[] {
  try {
    const told: unknown = JSON.parse(text ?? '{}');
    return typeof told === 'object' && told !== null ? Object.entries(told) : [];
  } catch (error) {
    console.warn('What was kept is no JSON: the baselines are forgotten.', error);
    return [];
  }
}

function isTrip(one: unknown): one is Trip {
  if (typeof one !== 'object' || one === null || !('at' in one) || !('user' in one) || !('from' in one)) return false;
  const { at, user, from } = one;
  if (typeof at !== 'number' || typeof user !== 'string' || typeof from !== 'object' || from === null) return false;
  // The border: whoever has written it, only numbers under our names are counted from.
  const values = from as Readonly<Record<string, unknown>>;
  return tripKeys.every((key) => values[key] === undefined || Number.isSafeInteger(values[key]));
}
