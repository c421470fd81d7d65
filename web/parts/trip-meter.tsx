import { useState } from 'preact/hooks';
import type { SessionRow } from '../../server/domain/feed.ts';
import type { Statistics } from '../../server/domain/statistics.ts';
import { keep, kept } from '../kept.ts';
import { readTrips, writeTrips } from '../trips.ts';
import { useNow } from '../watch.ts';
import { noReset, tripOf, tripWords, type Trip } from '../words/trip.ts';

/** *Reset* and *Restore*: the viewer's own trip meter, as the client's window had one; `said` stands while it is not set. */
export function TripMeter({ session, told, trip, setTrip, said }: TripMeterProps) {
  const now = useNow();
  const why = noReset(session, told);
  return (
    <div class="window__foot window__trip">
      <span role="status">{trip === undefined ? said : tripWords(trip, now)}</span>
      {why !== undefined && <span id="no-reset">{why}</span>}
      <span class="window__buttons">
        <button
          type="button"
          class="button"
          aria-disabled={why !== undefined}
          aria-describedby={why === undefined ? undefined : 'no-reset'}
          title="Counts from zero for you, in this browser; the device is not touched"
          onClick={() => {
            if (why === undefined) setTrip(tripOf(session, told, now));
          }}
        >
          Reset
        </button>
        <button
          type="button"
          class="button"
          aria-disabled={trip === undefined}
          title={trip === undefined ? 'There is no baseline of yours to leave' : 'Counts since login again'}
          onClick={() => {
            if (trip !== undefined) setTrip(undefined);
          }}
        >
          Restore
        </button>
      </span>
    </div>
  );
}

interface TripMeterProps {
  readonly session: SessionRow;
  readonly told: Statistics | undefined;
  readonly trip: Trip | undefined;
  readonly setTrip: (trip: Trip | undefined) => void;
  readonly said: string;
}

const KEY = 'trips';

/** The viewer's baseline of a session, and how to set it or, with `undefined`, to take it away. */
export function useTrip({ id, user, start }: SessionRow): {
  readonly trip: Trip | undefined;
  readonly setTrip: (trip: Trip | undefined) => void;
} {
  const [held, hold] = useState(() => ({ id, trip: readTrips(kept(KEY)).get(String(id)) }));
  const trip = held.id === id ? held.trip : readTrips(kept(KEY)).get(String(id));
  const setTrip = (next: Trip | undefined): void => {
    keep(KEY, writeTrips(kept(KEY), id, next));
    hold({ id, trip: next });
  };
  return { trip: trip !== undefined && trip.user === user && trip.at >= start ? trip : undefined, setTrip };
}
