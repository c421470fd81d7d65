/** Whole numbers from `first` to `last`, both included. */
export interface Between {
  readonly first: number;
  readonly last: number;
}

/** The names of the severities 0 to 7. */
export const severityNames = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notification',
  'informational',
  'debugging',
] as const;

/**
 * The message IDs that are asked for: `713167`, the beginning of some (`7131xx`, `7131*`, `7131`), or a range (`713000-713099`).
 * `undefined` where the text says none of these.
 */
export function readMessageIds(asked: string): Between | undefined {
  const text = asked.trim();
  const [, first, last] = /^(\d{6})\s*-\s*(\d{6})$/.exec(text) ?? [];
  if (first !== undefined && last !== undefined)
    return Number(first) <= Number(last) ? { first: Number(first), last: Number(last) } : undefined;
  const [, digits] = /^(\d{1,6})(?:x{1,5}|\*)?$/i.exec(text) ?? [];
  if (digits === undefined || text.length > 6) return undefined;
  return { first: Number(digits.padEnd(6, '0')), last: Number(digits.padEnd(6, '9')) };
}

/**
 * The severities that are asked for, each as a number or by its name: `3` or `errors` is that one, `0-3` a range, `-errors` 3 and more
 * severe, `5-` 5 and less severe. `undefined` where the text says none of these.
 */
export function readSeverities(asked: string): Between | undefined {
  const [, from = '', range, to = ''] = /^([a-z0-7]*)\s*(-?)\s*([a-z0-7]*)$/i.exec(asked.trim()) ?? [];
  if (range === undefined || (from === '' && to === '')) return undefined;
  const first = from === '' ? 0 : severityOf(from);
  const last = range === '' ? first : to === '' ? 7 : severityOf(to);
  return first === undefined || last === undefined || first > last ? undefined : { first, last };
}

/** Also as the command line writes them: `errors`, `emergencies`. */
function severityOf(text: string): number | undefined {
  if (/^[0-7]$/.test(text)) return Number(text);
  const singular = text.toLowerCase().replace(/ies$/, 'y').replace(/s$/, '');
  const found = severityNames.findIndex((name) => name === singular);
  return found === -1 ? undefined : found;
}
