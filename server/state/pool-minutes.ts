import type { PoolRow } from '../domain/feed.ts';
import type { PoolMinute } from '../domain/pool-history.ts';
import { poolUse } from '../domain/pool-use.ts';
import type { HeardDevice } from './devices.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A minute of a pool of a device. */
export interface DevicePoolMinute extends PoolMinute {
  readonly device: number;
}

/** What of the pools' history is to be kept. */
export interface PoolMinuteChanges {
  readonly rows: readonly DevicePoolMinute[];
  /** An hour has begun, or the program: what is old may be thinned out. */
  readonly isNewHour: boolean;
}

/** How full each pool was last told to be: a minute is told when that changed, and one an hour at least. */
export class PoolMinutes {
  readonly #last = new Map<string, DevicePoolMinute>();
  #hour = 0;

  /** What is to be kept of `at`, epoch milliseconds; the devices are by name. */
  take(pools: readonly PoolRow[], at: number, devices: ReadonlyMap<string, HeardDevice>): PoolMinuteChanges {
    const minute = Math.floor(at / MINUTE) * MINUTE;
    const isNewHour = Math.floor(at / HOUR) !== this.#hour;
    this.#hour = Math.floor(at / HOUR);
    const rows: DevicePoolMinute[] = [];
    for (const row of pools) {
      const heard = devices.get(row.device);
      if (heard === undefined) continue;
      const key = `${heard.id} ${row.name}`;
      const { used: figure, size, listed } = poolUse(row, at);
      // What nobody has told of for long is not known, whatever it was.
      const used = heard.isSilent && !listed ? null : figure;
      const last = this.#last.get(key);
      if (!isNewHour && last?.used === used && last.size === size) continue;
      const before = last?.minute === minute ? (last.most ?? 0) : 0;
      const most = used === null ? (last?.minute === minute ? last.most : null) : Math.max(before, used);
      const next = { device: heard.id, pool: row.name, minute, size, used, most };
      this.#last.set(key, next);
      rows.push(next);
    }
    return { rows, isNewHour };
  }
}
