import type { Reader } from './values.ts';

/** A label that we know: what is told behind it. */
export interface Label {
  /** The fact; without one the label is known, and its value only checked. */
  readonly field?: string;
  readonly read: Reader<unknown>;
  /** Of a value that somebody outside may choose: the only labels that can follow on its line. */
  readonly mates?: readonly string[];
}

/** Labels by their printed names. A map, for a line may begin with `__proto__`. */
export type Labels = ReadonlyMap<string, Label>;

/** One label that was read; an empty value is none. */
export interface Told {
  readonly label: string;
  readonly field?: string;
  readonly value?: unknown;
}

const LONGEST_LINE = 4096;

/** How the ASA sets two labels on a line. */
const SECOND_COLUMN = 38;
const WIDTH_OF_VALUE = 23;

/**
 * Reads `Label : value`, or two of them, from one line. `undefined`: a label that is not known, a value that does not fit, or a line that
 * can be read in two ways. `next` is the line behind: a value that left no room pushes the label that belongs beside it down there.
 */
export function readLabels(line: string, next: string | undefined, labels: Labels): readonly Told[] | undefined {
  const label = firstLabel(line);
  const known = label === undefined ? undefined : labels.get(label);
  if (label === undefined || known === undefined || line.length > LONGEST_LINE) return undefined;
  const rest = line.slice(line.indexOf(':') + 1);
  const nextLabel = firstLabel(next ?? '');
  const pairs: (readonly Told[])[] = [];
  for (const { label: second, from, colon } of followers(rest, known.mates ?? [...labels.keys()])) {
    const left = tell(label, known, rest.slice(0, from));
    const right = tell(second, labels.get(second), rest.slice(colon + 1));
    if (left === undefined || right === undefined) continue;
    if (known.mates === undefined || second !== nextLabel) pairs.push([left, right]);
    // Nothing is told twice. Where the value is so long that it pushes its mate down, this is a part of it: if it does not look as printed.
    else if (rest.trim().length < WIDTH_OF_VALUE || line.length - rest.length + from === SECOND_COLUMN)
      return undefined;
  }
  const alone = known.mates !== undefined && pairs.length > 0 ? undefined : tell(label, known, rest);
  const readings = alone === undefined ? pairs : [...pairs, [alone]];
  return readings.length === 1 ? readings[0] : undefined;
}

/** What stands before the first colon of a line. */
export function firstLabel(line: string): string | undefined {
  const colon = line.indexOf(':');
  return colon < 0 ? undefined : line.slice(0, colon).trim();
}

/** One label with its value, if it fits. */
export function tell(label: string, known: Label | undefined, printed: string): Told | undefined {
  const read = known?.read(printed.trim());
  return read === undefined ? undefined : { label, ...(known?.field !== undefined && { field: known.field }), ...read };
}

/** Each place where one of the labels stands behind a blank and before a colon; of two that end there, the longer. */
function followers(
  rest: string,
  labels: readonly string[],
): readonly { readonly label: string; readonly from: number; readonly colon: number }[] {
  const found: { readonly label: string; readonly from: number; readonly colon: number }[] = [];
  for (let colon = rest.indexOf(':'); colon >= 0; colon = rest.indexOf(':', colon + 1)) {
    let end = colon;
    while (rest[end - 1] === ' ') end -= 1;
    let longest = '';
    for (const label of labels)
      if (label.length > longest.length && rest.startsWith(label, end - label.length) && rest[end - label.length - 1] === ' ') longest = label; // prettier-ignore
    if (longest !== '') found.push({ label: longest, from: end - longest.length, colon });
  }
  return found;
}
