import { civilTime, FIRST_YEAR, readStamp, type Stamp } from '../../server/domain/stamp.ts';
import { instantOf, zoneOf, type Zone } from '../../server/domain/zone.ts';

const QUARTER = 15 * 60_000;
const DAY = 24 * 60 * 60_000;
/** How long ago the middle of the year is that ends some hours after now: a clock may be ahead. */
const HALF_A_YEAR = 181 * DAY;
/** A line that is older than the one before by no more than this is late, and not of the hour before the clocks were put back, in milliseconds. */
const LATE = 5 * 60_000;

/** A stamp without a year is of the year before the file was last written: near which moment (epoch milliseconds) that is. */
export function nearOf(written: number): number {
  return written - HALF_A_YEAR;
}

/** The same of a year that is told. */
export function nearYear(year: number): number {
  return Date.UTC(year, 6, 2);
}

/** Turns the stamps of one device into instants. A stamp without year or offset is read near the one before it. */
export class Placing {
  readonly #zone: Zone;
  #near: number;
  #text: string | undefined;
  #at: number | undefined;

  /** `near`: where its first stamp is looked for, epoch milliseconds. */
  constructor(zone: Zone, near: number) {
    this.#zone = zone;
    this.#near = near;
  }

  /** The instant of a stamp as printed, epoch milliseconds; `undefined` if it tells none that can be. */
  place(text: string, stamp = readStamp(text)): number | undefined {
    if (text === this.#text) return this.#at;
    this.#text = text;
    this.#at = stamp === undefined ? undefined : this.#instant(stamp);
    if (this.#at !== undefined) this.#near = this.#at;
    return this.#at;
  }

  #instant(stamp: Stamp): number | undefined {
    if (stamp.offset !== undefined) {
      const civil = civilTime(stamp, this.#near + stamp.offset * 60_000);
      return credible(civil === undefined ? undefined : civil - stamp.offset * 60_000);
    }
    const civil = civilTime(stamp, this.#near + this.#zone(this.#near));
    if (civil === undefined) return undefined;
    // Of an hour that is there twice: the first that does not go back.
    const first = instantOf(civil, this.#zone, civil - 2 * DAY);
    return credible(first >= this.#near - LATE ? first : instantOf(civil, this.#zone, civil + 2 * DAY));
  }
}

/** The zone of that name; asked for once a quarter of an hour, for the answer costs more than reading a line. */
export function cachedZone(name: string): Zone | undefined {
  const zone = zoneOf(name);
  if (zone === undefined) return undefined;
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / QUARTER);
    const before = known.get(quarter);
    if (before !== undefined) return before;
    if (known.size > 1000) known.clear();
    const away = zone(quarter * QUARTER);
    known.set(quarter, away);
    return away;
  };
}

/** Clocks that nobody has set tell a time, too. */
function credible(at: number | undefined): number | undefined {
  return at !== undefined && at >= Date.UTC(FIRST_YEAR, 0) ? at : undefined;
}
