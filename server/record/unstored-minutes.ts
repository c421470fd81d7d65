import { MINUTE, type DeviceUnstored } from '../domain/unstored.ts';

/** Lines of archives that are not stored, by device, minute and message ID, until they are written. */
export class UnstoredMinutes {
  #counts = new Map<string, DeviceUnstored>();

  /** How many of each ID the device said then (epoch milliseconds). */
  add(device: number, at: number, ids: readonly (readonly [id: number, count: number])[]): void {
    const minute = Math.floor(at / MINUTE) * MINUTE;
    for (const [messageId, more] of ids) {
      const key = `${device} ${minute} ${messageId}`;
      const count = (this.#counts.get(key)?.count ?? 0) + more;
      this.#counts.set(key, { device, minute, messageId, count });
    }
  }

  /** All that was added since this was last asked. */
  taken(): readonly DeviceUnstored[] {
    const counts = [...this.#counts.values()];
    this.#counts = new Map();
    return counts;
  }
}
