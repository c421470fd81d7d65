import { nearest } from './stamp.ts';

/** A time zone: milliseconds that its civil time is east of UTC at an instant (epoch milliseconds). */
export type Zone = (at: number) => number;

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The zone of an IANA name (`Europe/Paris`), or of an offset (`UTC+05:30`); `undefined` if there is none of that name. */
export function zoneOf(name: string): Zone | undefined {
  const [, sign, hours, minutes] = /^UTC([+-])(\d{2}):(\d{2})$/.exec(name) ?? [];
  if (sign !== undefined) {
    const away = Number(hours) * 60 + Number(minutes);
    if (Number(minutes) > 59 || away > 14 * 60) return undefined;
    return () => (sign === '-' ? -away : away) * MINUTE;
  }
  const format = formatOf(name);
  return format && ((at) => civilOf(format, at) - Math.floor(at / 1000) * 1000);
}

/**
 * When the zone's clocks showed that civil time (as if it were UTC), epoch milliseconds. Of the two instants of a repeated hour it is
 * the one nearer to `near`; a time that a skipped hour has left out is read as if one of the two offsets went on.
 */
export function instantOf(civil: number, zone: Zone, near: number): number {
  const before = zone(civil - DAY);
  const after = zone(civil + DAY);
  // Nobody puts the clocks back and forth within two days; asking a zone is what costs here.
  if (before === after) return civil - before;
  const may = [civil - before, civil - after];
  const did = may.filter((instant) => instant + zone(instant) === civil);
  return nearest(did.length > 0 ? did : may, near);
}

/** Minutes east of UTC that some zone has today, or had in a summer since 2005. */
const OFFSETS: readonly number[] = [
  ...[-720, -660, -600, -570, -540, -480, -420, -360, -300, -270, -240, -210, -180, -150, -120, -60, 0, 60, 120],
  ...[180, 210, 240, 270, 300, 330, 345, 360, 390, 420, 480, 510, 525, 540, 570, 600, 630, 660, 690, 720, 765],
  ...[780, 825, 840],
];
/** Between two offsets there is at most an hour. */
const FAR = 30 * MINUTE;

/** The offset, in minutes, of a clock that is so many milliseconds ahead of UTC, as far as that can be an offset. */
export function likelyOffset(ahead: number): number | undefined {
  const offset = nearest(OFFSETS, ahead / MINUTE);
  return Math.abs(ahead - offset * MINUTE) <= FAR ? offset : undefined;
}

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  // Newer engines take `+01` as well: that would be one name for two things.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/.test(name)) return undefined;
  const numeric = 'numeric' as const;
  const fields = { year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric };
  try {
    return new Intl.DateTimeFormat('en-US', { ...fields, hourCycle: 'h23', calendar: 'iso8601', timeZone: name });
  } catch (error) {
    // The only way in which Intl tells of a name that it does not know.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function civilOf(format: Intl.DateTimeFormat, at: number): number {
  const fields: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(at)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
