import type { Alert } from '../domain/alert/alert.ts';
import { alertRow, byUrgency, type AlertRow } from '../domain/alert/row.ts';
import type { DeviceRow } from '../domain/feed.ts';

/** How long an alert that is over stays in the live view (milliseconds), and how many alerts do at most. */
const ENDED_FOR = 60 * 60_000;
const MOST = 1000;

/** The alerts of the live view. */
export interface AlertBoard {
  /** Drops alerts that never were. */
  forget(ids: readonly number[]): void;
  /** Takes in those that changed, drops what is too old, and keeps the worst where there are too many. `now` in epoch milliseconds. */
  take(changed: readonly Alert[], devices: readonly Pick<DeviceRow, 'id' | 'name' | 'place'>[], now: number): void;
}

/** A board that begins with alerts that are over; open ones are told with the first commit. */
export function createAlertBoard(
  topic: { put(key: string, row: AlertRow): void; drop(key: string): void },
  ended: readonly Alert[],
): AlertBoard {
  const held = new Map<number, AlertRow>();
  let waiting = ended;
  let shown: ReadonlySet<number> = new Set();
  return {
    forget(ids) {
      for (const id of ids) if (held.delete(id)) topic.drop(String(id));
    },
    take(changed, devices, now) {
      const places = new Map(devices.map((device) => [device.id, device]));
      const placeOf = (id: number) => {
        const { name, place } = places.get(id) ?? {};
        return name === undefined ? undefined : { name, ...(place?.site !== undefined && { site: place.site }) };
      };
      for (const alert of [...waiting, ...changed]) held.set(alert.id, alertRow(alert, placeOf));
      const old = [...held.values()].filter(({ clearedAt }) => clearedAt !== undefined && now - clearedAt >= ENDED_FOR);
      for (const { id } of old) held.delete(id);
      if (waiting.length + changed.length + old.length === 0) return;
      waiting = [];
      const rows = [...held.values()];
      const worst = rows.length <= MOST ? rows : rows.sort(byUrgency).slice(0, MOST);
      const next = new Set(worst.map(({ id }) => id));
      for (const id of shown) if (!next.has(id)) topic.drop(String(id));
      // Rows that are as they were are the same objects: the topic tells nothing of them.
      for (const row of worst) topic.put(String(row.id), row);
      shown = next;
    },
  };
}
