/** What a device's clock showed when it made a message, as read from the header: a civil time, mostly without zone. */
export interface Stamp {
  /** Absent where none is printed. */
  readonly year?: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  /** Milliseconds since midnight; a leap second is the first of the next day. */
  readonly time: number;
  /** Minutes east of UTC, where the stamp itself tells them. */
  readonly offset?: number;
}

/** Clocks that nobody has set begin in 1993, 1999 or 2003; the first ASA is of 2005. */
export const FIRST_YEAR = 2005;

/** Longer than any stamp, in characters. */
const LONGEST = 64;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2}):(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?`;
const ZONE = String.raw`(?: (?<zone>[A-Z]{1,7}(?:[/+-][A-Z\d]{1,5})?))?:?$`;
const FORMS = [
  // `Nov 23 2026 21:05:07`, without the year, with EMBLEM's zone name, with the mark of a clock that is not in step; by relays also with the
  // year at either end, or the day of the week.
  String.raw`^[*.]?(?:[A-Z][a-z]{2},? )?(?:(?<first>\d{4}) )?(?<name>[A-Z][a-z]{2}) {1,2}(?<day>\d{1,2})(?:,? (?<year>\d{4}))? ${CLOCK}(?: (?<last>\d{4}))?${ZONE}`,
  String.raw`^(?<day>\d{1,2}) (?<name>[A-Z][a-z]{2}) (?<year>\d{4}) ${CLOCK}${ZONE}`,
  // `2026-11-23T21:05:07Z`: RFC 3339, as RFC 5424 has it, also with the offset left out. Of `01/05/2026` nobody tells which is the month.
  String.raw`^(?<year>\d{4})[-/](?<month>\d{2})[-/](?<day>\d{2})[T \t]${CLOCK}(?: ?(?<offset>Z|[+-]\d{2}:?\d{2}))?${ZONE}`,
].map((form) => new RegExp(form));
/** Seconds since 1970, in UTC. */
const EPOCH = /^\d{10}(?:\.\d{1,9})?$/;

/** Reads a stamp as printed; `undefined` if it is none, or names a day or time that there is not. */
export function readStamp(text: string): Stamp | undefined {
  if (text.length > LONGEST) return undefined;
  if (EPOCH.test(text)) return readStamp(new Date(Math.round(Number(text) * 1000)).toISOString());
  const groups = FORMS.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  if (groups === undefined) return undefined;
  const { first, year = first ?? groups['last'], name = '', month = MONTHS.indexOf(name) + 1, day } = groups;
  const date = { ...(year !== undefined && { year: Number(year) }), month: Number(month), day: Number(day) };
  const { hour, minute, second, fraction, offset, zone } = groups;
  return stampOf(date, [hour, minute, second], fraction, offset ?? zone);
}

/**
 * The civil time as if it were UTC, epoch milliseconds. Without a year it is the one that brings it nearest to `near`;
 * `undefined` for a 29 February that none of the years about has.
 */
export function civilTime(stamp: Stamp, near: number): number | undefined {
  const { year, month, day, time } = stamp;
  if (year !== undefined) return Date.UTC(year, month - 1, day) + time;
  const about = new Date(near).getUTCFullYear();
  const times = [about - 1, about, about + 1]
    .filter((one) => day <= daysOf(month, one))
    .map((one) => Date.UTC(one, month - 1, day) + time);
  return times.length === 0 ? undefined : nearest(times, near);
}

/** That of the times which is nearest to `near`, the first of equals; there has to be one. */
export function nearest(times: readonly number[], near: number): number {
  return times.reduce((best, one) => (Math.abs(one - near) < Math.abs(best - near) ? one : best));
}

function stampOf(
  date: Pick<Stamp, 'year' | 'month' | 'day'>,
  clock: readonly (string | undefined)[],
  fraction: string | undefined,
  zone: string | undefined,
): Stamp | undefined {
  const [hour = 0, minute = 0, second = 0] = clock.map(Number);
  // 29 February may be right in a year that is not told.
  if (date.month < 1 || date.day < 1 || date.day > daysOf(date.month, date.year ?? 2000)) return undefined;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const milliseconds = Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
  const time = ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds;
  const offset = offsetOf(zone);
  return offset === null ? undefined : { ...date, time, ...(offset !== undefined && { offset }) };
}

/**
 * Minutes east of UTC; `null` if there is no such offset, `undefined` if nothing certain is told: what `clock timezone` names a zone is
 * anybody's choice, but `UTC` is what an ASA says unasked.
 */
function offsetOf(zone: string | undefined): number | null | undefined {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const away = Number(hours) * 60 + Number(minutes);
  return sign === '-' && away > 0 ? -away : away;
}

/** Days of a month, 0 of one that there is not. */
function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [31, 0, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}
