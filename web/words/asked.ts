import { ipv4 } from '../../server/domain/pool.ts';

/** A span of time, epoch milliseconds, `from` included, `to` not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What somebody typed into the search. */
export type Asked =
  | { readonly what: 'nothing' }
  | { readonly what: 'message'; readonly messageId: string }
  /** `when` is what stands beside the address; empty where nothing does. */
  | { readonly what: 'address'; readonly address: string; readonly when: string }
  | { readonly what: 'user'; readonly name: string };

/** A message by its ID, as a line has it: `%ASA-4-113019`. */
const asTagged = /^%?(?:asa|pix|ftd|fwsm)-(?:[\w-]+-)?[0-7]-(\d{6}):?$/i;
/** Words around an address and a time that tell nothing: `Who had ... at ... on ...?` */
const FILLERS: ReadonlySet<string> = new Set(
  'who whose had has was is used using at on in the of from by then'.split(' '),
);

/** Reads what was typed: six digits are a message ID, what has an address is about it, all else is a user. */
export function readSearch(typed: string): Asked {
  const text = typed.trim();
  if (text === '') return { what: 'nothing' };
  const messageId = /^\d{6}$/.test(text) ? text : asTagged.exec(text)?.[1];
  if (messageId !== undefined) return { what: 'message', messageId };
  const words = text.split(/\s+/).map((word) => word.replace(/[?,;]+$/, ''));
  const address = words.find(isAddress);
  // `marty@` is a user whose domain does not matter.
  if (address === undefined) return { what: 'user', name: text.length > 1 ? text.replace(/@$/, '') : text };
  const rest = words.filter((word) => word !== address && word !== '' && !FILLERS.has(word.toLowerCase()));
  return { what: 'address', address: address.toLowerCase(), when: rest.join(' ') };
}

/** Whether it is a whole address. A time of day, 14:05:09, is none. */
export function isAddress(text: string): boolean {
  if (ipv4(text) !== undefined) return true;
  if (!/^[\da-f:.]+$/i.test(text)) return false;
  const colons = text.split(':').length - 1;
  return text.includes('::') ? colons <= 8 : colons === 7;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MINUTE = 60_000;

interface Day {
  readonly year: number | undefined;
  /** From 0. */
  readonly month: number;
  readonly date: number;
}

interface Clock {
  readonly hour: number;
  readonly minute: number;
  readonly second: number | undefined;
}

/** The epoch milliseconds of a local time. */
type Local = (year: number, month: number, date: number, hour: number, minute: number, second: number) => number;

const here: Local = (...parts) => new Date(...parts).getTime();

/**
 * The span that somebody means: a minute (`14:05 on 3 March`), a second (`2026-03-03T14:05:09+01:00`) or a day (`3 March`). Without a day
 * it is the last such time; without a year the last such day. `undefined` where anything of it is not understood.
 */
export function readSpan(text: string, now: number, local: Local = here): Span | undefined {
  const words = text.trim().replace(/(\d{4}-\d\d-\d\d)[tT](?=\d)/, '$1 ').split(/[\s,]+/).filter((word) => word !== '' && !FILLERS.has(word.toLowerCase())); // prettier-ignore
  let day: Day | undefined;
  let clock: Clock | undefined;
  let zone: number | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const at = clock === undefined ? readClock(word) : undefined;
    const [on, took] = day === undefined ? readDay(words.slice(index), now) : [undefined, 0];
    const east = clock === undefined ? undefined : readZone(word);
    if (at !== undefined) {
      clock = at.clock;
      zone = at.zone;
    } else if (on !== undefined) {
      day = on;
      index += took - 1;
    } else if (east !== undefined && zone === undefined) zone = east;
    else return undefined;
  }
  if (day === undefined && clock === undefined) return undefined;
  const of = zone === undefined ? local : inZone(zone);
  return day === undefined ? lastTime(clock, now, of) : spanOf(day, clock, now, of);
}

/** The same, so exactly that it means the same tomorrow: `2026-03-03T14:05+01:00`, or a day where all of it is meant. */
export function writeSpan(text: string, now: number, offset: (at: number) => number): string {
  const span = readSpan(text, now);
  if (span === undefined) return text;
  const east = offset(span.from);
  const local = new Date(span.from + east * MINUTE).toISOString();
  const long = span.to - span.from;
  if (long > MINUTE) return local.slice(0, 10);
  const away = `${pad(Math.floor(Math.abs(east) / 60))}:${pad(Math.abs(east) % 60)}`;
  return `${local.slice(0, long === MINUTE ? 16 : 19)}${east < 0 ? '-' : '+'}${away}`;
}

const pad = (value: number) => String(value).padStart(2, '0');

function readClock(word: string): { readonly clock: Clock; readonly zone: number | undefined } | undefined {
  const [, h, m, s, half, rest = ''] =
    /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?(am|pm)?((?:z|utc|[+-]\d\d:?\d\d)?)$/i.exec(word) ?? [];
  if (h === undefined || m === undefined) return undefined;
  const hour = half === undefined ? Number(h) : (Number(h) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hour > 23 || Number(m) > 59 || Number(s ?? 0) > 59) return undefined;
  const clock = { hour, minute: Number(m), second: s === undefined ? undefined : Number(s) };
  return { clock, zone: rest === '' ? undefined : readZone(rest) };
}

/** Minutes east of UTC. */
function readZone(word: string): number | undefined {
  if (/^(?:z|utc|gmt)$/i.test(word)) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(word) ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** The day that the words begin with, and how many of them tell it. Days with two numbers are understood where the year comes first. */
function readDay(words: readonly string[], now: number): readonly [Day | undefined, number] {
  const [first = '', second = '', third = ''] = words;
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(first) ?? [];
  if (year !== undefined) return [existing({ year: Number(year), month: Number(month) - 1, date: Number(date) }), 1];
  const ago = ['today', 'yesterday'].indexOf(first.toLowerCase());
  if (ago !== -1) {
    const then = new Date(now - ago * 24 * 60 * MINUTE);
    return [{ year: then.getFullYear(), month: then.getMonth(), date: then.getDate() }, 1];
  }
  const [dated, named] = /^[a-z]/i.test(first) ? [second, first] : [first, second];
  const [, number] = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/i.exec(dated) ?? [];
  const index = MONTHS.indexOf(named.slice(0, 3).toLowerCase());
  if (number === undefined || index === -1 || !/^[a-z]{3,9}\.?$/i.test(named)) return [undefined, 0];
  const told = /^\d{4}$/.test(third) ? Number(third) : undefined;
  return [existing({ year: told, month: index, date: Number(number) }), told === undefined ? 2 : 3];
}

/** The day, unless there is none like it: 2024 had a 29 February. */
function existing(day: Day): Day | undefined {
  return isDay(day.year ?? 2024, day.month, day.date) ? day : undefined;
}

function inZone(east: number): Local {
  return (...parts) => Date.UTC(...parts) - east * MINUTE;
}

/** Without a day: the last time that the clock showed this. */
function lastTime(clock: Clock | undefined, now: number, local: Local): Span | undefined {
  const today = new Date(now);
  const on = (date: number): Span | undefined =>
    spanOf({ year: today.getFullYear(), month: today.getMonth(), date }, clock, now, local);
  // In another zone it may be tomorrow already.
  const days = [1, 0, -1, -2].map((away) => on(today.getDate() + away));
  return days.find((span) => span !== undefined && span.from <= now);
}

function spanOf(day: Day, clock: Clock | undefined, now: number, local: Local): Span | undefined {
  const { month, date } = day;
  const year = day.year ?? lastYear(day, clock, now, local);
  if (year === undefined) return undefined;
  const from = local(year, month, date, clock?.hour ?? 0, clock?.minute ?? 0, clock?.second ?? 0);
  if (clock === undefined) return { from, to: local(year, month, date + 1, 0, 0, 0) };
  return { from, to: from + (clock.second === undefined ? MINUTE : 1000) };
}

/** The last year in which there was that day, and it is not in the future: 29 February may be years ago. */
function lastYear({ month, date }: Day, clock: Clock | undefined, now: number, local: Local): number | undefined {
  const year = new Date(now).getFullYear();
  return Array.from({ length: 9 }, (_, ago) => year - ago).find(
    (one) =>
      isDay(one, month, date) &&
      local(one, month, date, clock?.hour ?? 0, clock?.minute ?? 0, clock?.second ?? 0) <= now,
  );
}

function isDay(year: number, month: number, date: number): boolean {
  const day = new Date(Date.UTC(year, month, date));
  return day.getUTCMonth() === month && day.getUTCDate() === date;
}
