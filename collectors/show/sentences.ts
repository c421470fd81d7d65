import type { Reading } from './command.ts';

/** One line of output: which wording it is, and what its named groups hold. */
export interface Sentence<Name extends string = string> {
  readonly name: Name;
  readonly told: Readonly<Record<string, string | undefined>>;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Reads each line that is not empty by the first wording that it is, without the blanks around it. The first line that is none of them fails
 * all: so the wordings of a command are all that it may print.
 */
export function readSentences<Name extends string>(
  printed: readonly string[],
  wordings: Readonly<Record<Name, RegExp>>,
): { readonly sentences: readonly Sentence<Name>[] } | { readonly wrong: Misfit } {
  const names = Object.keys(wordings) as Name[]; // a record has no other keys than its own
  const found: Sentence<Name>[] = [];
  for (const [place, line] of printed.entries()) {
    const text = line.trim();
    if (text === '') continue;
    const name = text.length > LONGEST_LINE ? undefined : names.find((one) => wordings[one].test(text));
    if (name === undefined) return { wrong: { outcome: 'misfit', line: place + 1, text } };
    found.push({ name, told: wordings[name].exec(text)?.groups ?? {}, line: place + 1, text });
  }
  return { sentences: found };
}

/** A reading that failed. */
export type Misfit = Extract<Reading<never>, { readonly outcome: 'misfit' }>;

/** The line is known, but not here. */
export function outOfPlace({ line, text }: Sentence): Misfit {
  return { outcome: 'misfit', line, text };
}

/** The output ends before it has told all. */
export function tooShort(printed: readonly string[]): Misfit {
  return { outcome: 'misfit', line: Math.max(1, printed.length), text: 'the output ends too early' };
}

const LONGEST_LINE = 4096;
