/** A moment as a text tells it to people in several zones: `2026-11-29 20:07 UTC`. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A span in its greatest whole unit: `45 s`, `2 min`, `3 h`. */
export function span(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

/** `1 failure`, `3 failures`. */
export function many(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** A share of 1: `93.6 %`. */
export function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

/** Names in a line, the first ten of them: `NYC1, LON1 and 3 more`. */
export function list(names: readonly string[]): string {
  const line = names.slice(0, MOST_NAMES).map(short).join(', ');
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${line} and ${more} more` : line;
}

/** Text of the network in a line: no longer than any that an ASA would take. */
export function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const MOST_NAMES = 10;
const LONGEST = 128;

/** A number by its first two digits: what grows with each turn is another value, and a row, ever less often. */
export function coarse(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.floor(value / step) * step;
}
