import { iso } from './words/time.ts';

/** A span of time as an address tells it: `now-6h`, `today`, or a time of ISO 8601; an empty end is open. Without both it is any time. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** The same in epoch milliseconds; an open end is `undefined`. */
export interface Span {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** No restriction. */
export const anyTime: Range = { from: '', to: '' };

/** The ranges that one click chooses. */
export const quickRanges: readonly (Range & { readonly name: string })[] = [
  { name: '15 min', from: 'now-15m', to: '' },
  { name: '1 h', from: 'now-1h', to: '' },
  { name: '6 h', from: 'now-6h', to: '' },
  { name: '24 h', from: 'now-24h', to: '' },
  { name: '7 d', from: 'now-7d', to: '' },
  { name: '30 d', from: 'now-30d', to: '' },
  { name: 'today', from: 'today', to: '' },
  { name: 'yesterday', from: 'yesterday', to: 'today' },
];

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const units = { s: SECOND, m: MINUTE, h: 60 * MINUTE, d: DAY, w: 7 * DAY } as const;

/** Wider than this nothing is zoomed out to. */
export const WIDEST = 400 * DAY;

/** An instant as somebody writes it, at `now`; `undefined` for what is none. Without a zone the browser's is meant. */
export function readTime(text: string, now: number): number | undefined {
  const told = text.trim();
  const back = /^now(?:\s*-\s*(\d{1,6})\s*([smhdw])(?:in)?)?$/.exec(told);
  if (back !== null) return back[1] === undefined ? now : now - Number(back[1]) * units[back[2] as keyof typeof units];
  if (told === 'today') return midnight(now);
  if (told === 'yesterday') return midnight(midnight(now) - 1);
  if (!/^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(told))
    return undefined;
  // A date alone would be one of UTC.
  const at = Date.parse(told.length === 10 ? `${told}T00:00` : told.replace(' ', 'T').replace(' ', ''));
  return Number.isNaN(at) || at < 0 ? undefined : at;
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** The span of a range at `now`; an end that cannot be read is open. */
export function spanOf({ from, to }: Range, now: number): Span {
  return { from: readTime(from, now), to: to === 'now' ? undefined : readTime(to, now) };
}

/** Whether the range follows the clock: its end is open. */
export function isOpen(range: Range): boolean {
  return range.to === '' || range.to === 'now';
}

/**
 * A range as typed: `now-6h`, `6h`, `today`, `2026-03-03` (that day), `2026-03-03 14:05` (that minute), or two of these with `to`
 * between them. `undefined` for what is none.
 */
export function readRange(typed: string, now: number): Range | undefined {
  const told = typed.trim().replace(/\b(?:now|today|yesterday|to)\b/gi, (word) => word.toLowerCase());
  const [first = '', second, ...more] = told.split(/\s+(?:to|–|—)\s+|\s*\.\.\s*/);
  if (more.length > 0) return undefined;
  if (second !== undefined) {
    const [from, to] = [ended(first), second === 'now' ? '' : ended(second)];
    const span = spanOf({ from, to }, now);
    const isOne = span.from !== undefined && (to === '' || span.to !== undefined) && span.from < (span.to ?? now);
    return isOne ? { from, to } : undefined;
  }
  const quick = quickRanges.find(({ name }) => name === first);
  if (quick !== undefined) return { from: quick.from, to: quick.to };
  const from = /^\d{1,6}\s*[smhdw]/.test(first) ? `now-${first}` : first;
  const at = readTime(from, now);
  if (at === undefined || at >= now) return undefined;
  if (from.startsWith('now')) return { from: from.replaceAll(' ', ''), to: '' };
  const width = from.length === 10 ? midnight(at + 1.5 * DAY) - at : MINUTE;
  return absolute({ from: at, to: at + width });
}

function ended(text: string): string {
  return /^\d{1,6}\s*[smhdw]$/.test(text) ? `now-${text}` : text;
}

/** A span written so that it means the same for everybody, at any time. */
export function absolute({ from, to }: { readonly from: number; readonly to: number }): Range {
  return { from: iso(from), to: iso(to) };
}

/** The range as a link tells it that is opened later: both ends fixed. Any time stays any time. */
export function frozen(range: Range, now: number): Range {
  const { from, to } = spanOf(range, now);
  return from === undefined && to === undefined ? anyTime : absolute({ from: from ?? 0, to: to ?? now });
}

/** The range of the same width before or after; of any time the day before the last one. `undefined` where there is nothing. */
export function shifted(range: Range, now: number, way: -1 | 1): Range | undefined {
  const span = spanOf(range, now);
  const to = Math.min(span.to ?? now, now);
  const from = span.from ?? to - DAY;
  if (way === 1 && to >= now) return undefined;
  const width = to - from;
  const end = to + way * width;
  return end >= now ? following(width) : absolute({ from: end - width, to: end });
}

/** Twice the width around the same middle, but not beyond now. `undefined` where it is the widest already. */
export function widened(range: Range, now: number): Range | undefined {
  const span = spanOf(range, now);
  if (span.from === undefined) return undefined;
  const to = span.to ?? now;
  const width = 2 * (to - span.from);
  if (width > WIDEST) return undefined;
  const end = to + width / 4;
  return end >= now ? following(width) : absolute({ from: end - width, to: end });
}

/** The last so many milliseconds, in the greatest unit that tells them exactly. */
function following(width: number): Range {
  const seconds = Math.max(1, Math.round(width / SECOND)) * SECOND;
  const unit = (['d', 'h', 'm', 's'] as const).find((one) => seconds % units[one] === 0) ?? 's';
  return { from: `now-${seconds / units[unit]}${unit}`, to: '' };
}
