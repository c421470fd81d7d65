import { quickRanges, spanOf, type Range } from '../range.ts';
import { day, iso, shortClock } from './time.ts';

/** A range in a few words, for its button: `any time`, `last 6 h`, `3 Mar 14:00 – 15:00`. */
export function rangeWords(range: Range, now: number): string {
  const quick = quickRanges.find(({ from, to }) => from === range.from && to === range.to);
  if (quick !== undefined) return /^\d/.test(quick.name) ? `last ${quick.name}` : quick.name;
  const { from, to } = spanOf(range, now);
  if (from === undefined && to === undefined) return 'any time';
  const [, count, unit] = /^now-(\d+)([smhdw])$/.exec(range.from) ?? [];
  if (to === undefined && count !== undefined && unit !== undefined) return `last ${count} ${unit}`;
  if (from === undefined) return `until ${moment(to ?? now)}`;
  if (to === undefined) return `since ${moment(from)}`;
  const last = day(from) === day(to) && to - from < 86_400_000 ? shortClock(to) : moment(to);
  return `${moment(from)} – ${last}`;
}

/** The same for a sentence: `in the last 6 h`, `today`, `between 3 Mar 14:00 and 15:00`; nothing for any time. */
export function during(range: Range, now: number): string | undefined {
  const words = rangeWords(range, now);
  if (words === 'any time') return undefined;
  if (words.startsWith('last ')) return `in the ${words}`;
  const [from, to] = words.split(' – ');
  return to === undefined ? words : `between ${from ?? ''} and ${to}`;
}

/** Both ends exactly, for the hover text. */
export function exactRange(range: Range, now: number): string {
  const { from, to } = spanOf(range, now);
  if (from === undefined && to === undefined) return 'Everything that is on record';
  return `${from === undefined ? 'the beginning' : iso(from)} to ${to === undefined ? 'now' : iso(to)}`;
}

function moment(at: number): string {
  return `${day(at)} ${shortClock(at)}`;
}

let format: Intl.DateTimeFormat | undefined;

/** The zone in which times are shown at an instant, and where that is: `GMT+1`, `Europe/Berlin`. */
export function zoneAt(at: number): { readonly name: string; readonly place: string } {
  const zone = (format ??= new Intl.DateTimeFormat('en', { timeZoneName: 'short' }));
  const name = zone.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return { name, place: zone.resolvedOptions().timeZone };
}
