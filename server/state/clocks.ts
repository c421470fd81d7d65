import { clockOf, look, worstClock, type Clock, type ClockSample, type Look } from '../domain/clock.ts';
import { zoneOf, type Zone } from '../domain/zone.ts';

/** How many looks at a clock count, and for how long after them (milliseconds). */
const MOST_LOOKS = 15;
const LONGEST = 10 * 60_000;

interface Window {
  /** The name of the zone that the looks were read with. */
  readonly zone: string | undefined;
  readonly looks: readonly Look[];
  readonly clock: Clock | undefined;
}

/** The clocks of the senders, as their latest messages show them. Kept in memory only, for people to see; nothing is decided by them. */
export class Clocks {
  readonly #windows = new Map<string, Window>();
  readonly #zones = new Map<string, Zone | undefined>();

  observe(sample: ClockSample, zone: string | undefined): void {
    const before = this.#window(sample.from, zone)?.looks ?? [];
    const recent = before.filter((one) => sample.at - one.sample.at <= LONGEST).slice(1 - MOST_LOOKS);
    this.#keep(sample.from, zone, [...recent, look(sample, this.#zone(zone))]);
  }

  /** What the senders' clocks say, read in the zone; of several the worst. */
  clock(senders: readonly string[], zone: string | undefined): Clock | undefined {
    return worstClock(senders.flatMap((sender) => this.#window(sender, zone)?.clock ?? []));
  }

  /** What is kept of a sender, read anew if it was read in another zone. */
  #window(sender: string, zone: string | undefined): Window | undefined {
    const window = this.#windows.get(sender);
    if (window === undefined || window.zone === zone) return window;
    const read = this.#zone(zone);
    return this.#keep(
      sender,
      zone,
      window.looks.map(({ sample }) => look(sample, read)),
    );
  }

  #keep(sender: string, zone: string | undefined, looks: readonly Look[]): Window {
    const window = { zone, looks, clock: clockOf(looks) };
    this.#windows.set(sender, window);
    return window;
  }

  /** Making a zone costs far more than asking it. */
  #zone(name: string | undefined): Zone | undefined {
    if (name === undefined) return undefined;
    if (!this.#zones.has(name)) this.#zones.set(name, zoneOf(name));
    return this.#zones.get(name);
  }
}
