import { plain } from './plain.ts';

/** What a cell of an exported table holds; nothing where nothing is known. */
export type CsvValue = string | number | undefined;

/** What makes a spreadsheet take a cell for a formula, also as the wide characters of East Asian keyboards. */
const formula = /^[=+\-@\uff0b\uff0d\uff1d\uff20]/;
/** The same behind what some spreadsheet takes for the end of a cell. */
const later = /([;,|]\s*)(?=[=+\-@\uff0b\uff0d\uff1d\uff20])/g;

/**
 * A cell of a CSV file (RFC 4180). Text of the network stays text: nothing in it is taken for a formula, turns the line around or
 * speaks to a terminal. Numbers stand as they are.
 */
export function csvCell(value: CsvValue): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const shown = plain(value).replace(later, "$1'");
  const safe = formula.test(shown.trimStart()) ? `'${shown}` : shown;
  return /[",;|\s']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line of a CSV file with its end. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`;
}

/** A time as exports tell it: ISO 8601 with its offset, to the millisecond. */
export function exportTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+00:00');
}
