import { firstHour, type DeviceHidden } from '../domain/hidden.ts';

/** How many messages hid their user's name, by device and hour. */
export class HiddenNames {
  readonly #hours = new Map<number, Map<number, number>>();

  add({ device, hour, count }: Pick<DeviceHidden, 'device' | 'hour' | 'count'>): void {
    const hours = this.#hours.get(device) ?? new Map<number, number>();
    this.#hours.set(device, hours);
    hours.set(hour, (hours.get(hour) ?? 0) + count);
  }

  /** In the hours that are kept. */
  of(device: number): number {
    return [...(this.#hours.get(device)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  forget(now: number): void {
    const first = firstHour(now);
    for (const hours of this.#hours.values()) {
      for (const hour of hours.keys()) if (hour < first) hours.delete(hour);
    }
  }
}
