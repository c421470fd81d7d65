import { bareName, hasDomain, sameName } from './name.ts';

/** How much of the record was about an erased user, or named them. */
export interface ErasedCounts {
  readonly names: number;
  readonly sessions: number;
  readonly attempts: number;
  readonly verdicts: number;
  readonly events: number;
  /** Raw messages that were rewritten. */
  readonly messages: number;
  /** Other rows that named the user: alerts, messages to people, listings. */
  readonly others: number;
}

/** What an erasure came to; the name is in none of it. */
export interface Erased {
  /** Of the note that is kept. */
  readonly id: number;
  readonly pseudonym: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  readonly counts: ErasedCounts;
  /** For how long nothing else could be written at most, milliseconds. */
  readonly longestHold: number;
  /** Files beside which the letters of the name stand yet: in another's name, or in what has come since. Absent: in none. */
  readonly left?: readonly string[];
}

/** What stands for the names of one person from now on. */
export interface Pseudonyms {
  /** `erased-1a2b3c4d`. */
  readonly whole: string;
  /** Of each way in which the name is on record one of its own, so that nobody is two people and two are nobody. */
  readonly of: ReadonlyMap<string, string>;
}

/** Takes a name out of texts. */
export interface Scrub {
  /** The text without the name. */
  readonly text: (text: string) => string;
  /** The same of every text and key in what JSON told; the same object where there was none. */
  readonly json: <T>(value: T) => T;
  /** Letters, in lower case as far as they are ASCII, of which any text with the name has at least one, also where it stands in JSON. */
  readonly needles: readonly string[];
}

/** Gives each way of writing the name a pseudonym; the domains behind the @ are only numbers. */
export function pseudonymsOf(whole: string, names: readonly string[]): Pseudonyms {
  return { whole, of: new Map(names.map((name, n) => [name, n === 0 ? whole : `${whole}@${n + 1}`])) };
}

/** Whether that user is meant by the name that was asked for: with a domain nobody but that one, else whoever is called so in any. */
export function isMeant(asked: string, name: string): boolean {
  return hasDomain(asked) ? sameName(asked) === sameName(name) : bareName(asked) === bareName(name);
}

// What may stand in a name: behind or before such a letter the name is a part of another one.
const BEFORE = String.raw`(?<![\p{L}\p{N}_.$@~-])`;
const AFTER = String.raw`(?![\p{L}\p{N}_$~-]|\.[\p{L}\p{N}])`;
// In text that was escaped the \ of a domain stands twice.
const DOMAIN = String.raw`(?:[\p{L}\p{N}_.-]+\\{1,2})?`;
const REALM = String.raw`(?:@[\p{L}\p{N}_.-]*[\p{L}\p{N}])?`;

/** What takes the names out of texts: those on record in any case, and without a domain asked for, the name with any domain. */
export function scrubOf(asked: string, { whole, of }: Pseudonyms): Scrub {
  const spellings = [...new Set([asked.trim(), ...of.keys()])].filter((one) => one !== '');
  const bare = hasDomain(asked) ? [] : [bareName(asked)];
  const exact = spellings
    .sort((a, b) => b.length - a.length)
    .map((one) => escaped(one).replaceAll('\\\\', '\\\\{1,2}'));
  const any = [...bare.map((one) => `${DOMAIN}${escaped(one)}${REALM}`), ...exact];
  const pattern = new RegExp(`${BEFORE}(?:${any.join('|')})${AFTER}`, 'giu');
  const text = (one: string): string =>
    of.get(one) ?? one.replace(pattern, (found) => of.get(found.replaceAll('\\\\', '\\')) ?? whole);
  return {
    text,
    json: (value) => scrubbed(value, text) as typeof value, // the same shape
    // In JSON a \ stands twice, and a " behind one.
    needles: [
      ...new Set([...spellings, ...bare].map(asciiLower).flatMap((one) => [one, JSON.stringify(one).slice(1, -1)])),
    ],
  };
}

/** In lower case as SQLite knows it. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A text as a pattern that means these very letters. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

function scrubbed(value: unknown, text: (one: string) => string): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) {
    const next = value.map((one) => scrubbed(one, text));
    return next.some((one, n) => one !== value[n]) ? next : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const before = Object.entries(value);
  const after = before.map(([key, one]) => [text(key), scrubbed(one, text)] as const);
  return after.some(([key, one], n) => key !== before[n]?.[0] || one !== before[n][1])
    ? Object.fromEntries(after)
    : value;
}
