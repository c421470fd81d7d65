import type { ClockSample } from '../domain/clock.ts';
import type { Device } from '../domain/device.ts';
import type { DeviceRow } from '../domain/feed.ts';
import { isSilent, type UsualGap } from '../domain/heartbeat.ts';
import { STORING, storingText } from '../domain/storing.ts';
import { Clocks } from './clocks.ts';
import { Heartbeats } from './heartbeats.ts';

/** What was heard of a device. */
export interface Heard {
  readonly device: number;
  /** Arrival of its last message, epoch milliseconds. */
  readonly lastMessageAt: number;
  readonly messages: number;
  /** The longest silence that is usual for it. */
  readonly usualGap?: UsualGap;
}

/** A device, and whether nothing is heard of it now. */
export interface HeardDevice {
  readonly id: number;
  readonly isSilent: boolean;
}

/** The devices by id and by address, and when each was last heard, and what its clock says. */
export class Devices {
  #byId = new Map<number, Device>();
  #byAddress = new Map<string, Device>();
  readonly #heard = new Map<number, Heard>();
  readonly #clocks = new Clocks();
  readonly heartbeats = new Heartbeats();

  /** Takes the devices as they are configured now. */
  configure(devices: Iterable<Device>): void {
    this.#byId = new Map();
    this.#byAddress = new Map();
    for (const device of devices) {
      this.#byId.set(device.id, device);
      for (const address of device.addresses) this.#byAddress.set(address, device);
    }
  }

  restore(heard: Iterable<Heard>): void {
    for (const one of heard) {
      this.#heard.set(one.device, one);
      this.heartbeats.restore(one.device, one.usualGap);
    }
  }

  hear(device: number, messages: number, at: number): Heard {
    const before = this.#heard.get(device);
    const usualGap = this.heartbeats.hear(device, messages, at);
    const after = {
      device,
      lastMessageAt: Math.max(before?.lastMessageAt ?? 0, at),
      messages: (before?.messages ?? 0) + messages,
      ...(usualGap !== undefined && { usualGap }),
    };
    this.#heard.set(device, after);
    return after;
  }

  /** Takes a look at the clock of a device; senders that are none have no clock. */
  observe(sample: ClockSample): void {
    const device = this.#byAddress.get(sample.from);
    if (device !== undefined) this.#clocks.observe(sample, device.zone);
  }

  get all(): ReadonlyMap<number, Device> {
    return this.#byId;
  }

  byId(id: number): Device | undefined {
    return this.#byId.get(id);
  }

  byAddress(address: string): Device | undefined {
    return this.#byAddress.get(address);
  }

  byName(name: string): Device | undefined {
    return [...this.#byId.values()].find((device) => device.name === name);
  }

  /** Arrival of the last message of any device, epoch milliseconds. */
  get lastMessageAt(): number | null {
    let last: number | null = null;
    for (const { lastMessageAt } of this.#heard.values())
      if (last === null || lastMessageAt > last) last = lastMessageAt;
    return last;
  }

  /** The devices by name, and which of them are silent at `at`, epoch milliseconds. */
  heardAt(at: number): ReadonlyMap<string, HeardDevice> {
    const told = ({ id }: Device): HeardDevice => {
      const sign = this.heartbeats.heartbeat(id, this.#heard.get(id)?.lastMessageAt ?? null);
      return { id, isSilent: isSilent(sign, at) };
    };
    return new Map([...this.#byId.values()].map((device) => [device.name, told(device)]));
  }

  row(device: Device, counted: Pick<DeviceRow, 'sessions' | 'hiddenNames'>): DeviceRow {
    const heard = this.#heard.get(device.id);
    const { id, name, state, addresses, zone, place, storing = STORING } = device;
    const clock = this.#clocks.clock(addresses, zone);
    return {
      id,
      name,
      state,
      addresses,
      storing: storingText(storing),
      ...counted,
      lastMessageAt: heard?.lastMessageAt ?? null,
      messages: heard?.messages ?? 0,
      heartbeat: this.heartbeats.heartbeat(device.id, heard?.lastMessageAt ?? null),
      ...(zone !== undefined && { zone }),
      ...(place !== undefined && { place }),
      ...(clock !== undefined && { clock }),
    };
  }
}
