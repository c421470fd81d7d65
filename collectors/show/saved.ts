import type { ShowCommand } from './command.ts';
import { lines } from './redact.ts';

/** One command of a saved terminal session, and what the device printed. */
export interface Saved {
  /** As the list has it, or as it was typed where no row of the list is meant. */
  readonly command: string;
  readonly listed: boolean;
  /** The line of the file in which it was typed, from 1. */
  readonly line: number;
  readonly text: string;
  /** Whether the prompt came behind it, and nobody had left the pager before: then all of it is there. */
  readonly whole: boolean;
}

/** A terminal session, taken apart. */
export interface SavedSession {
  /** The prompt before its first show command, without what was typed behind it; absent where it has none. */
  readonly prompt?: string;
  readonly commands: readonly Saved[];
}

/** A prompt of an ASA with what was typed behind it: `asa/ctx1/pri/act# show version` (domain facts, G1). */
const TYPED = /^(([A-Za-z0-9][\w.-]{0,62}(?:\/[\w.-]{1,62}){0,4})(?:\([\w-]{1,32}\))?[>#]) ?(.*)$/;

/** Where the pager stood. No device prints such a character, and one that did would only make its output look cut. */
const PAGER = '\u0000';

/**
 * The show commands in a saved terminal session, in order. None where it has no prompt with a command: then it is the output of one,
 * and somebody must say of which. Whatever was typed beside show commands is passed over with its output.
 */
export function savedSession(text: string, list: readonly ShowCommand[]): SavedSession {
  const paged = lines(text, PAGER);
  const all = paged.map((line) => line.replaceAll(PAGER, ''));
  const typed = all.flatMap((line, place) => {
    const [, prompt = '', host, words = ''] = TYPED.exec(line.trimEnd()) ?? [];
    return host === undefined ? [] : [{ prompt, host, words: words.trim().split(/ +/), place }];
  });
  // What looks like a prompt of another device is output: a session is with one.
  const first = typed.find(({ words }) => isShow(words));
  const prompts = typed.filter(({ host }) => host === first?.host);
  const commands = prompts.flatMap(({ words, place }, nth): readonly Saved[] => {
    if (!isShow(words)) return [];
    const command = meant(words, list);
    const end = prompts[nth + 1]?.place;
    const text = all.slice(place + 1, end ?? all.length).join('\n');
    // The prompt stands in the pager's line only where somebody left it: else more of the output would.
    const whole = end !== undefined && paged[end]?.startsWith(PAGER) === false;
    return [{ command: command ?? words.join(' '), listed: command !== undefined, line: place + 1, text, whole }];
  });
  return { ...(first && { prompt: first.prompt }), commands };
}

function isShow([verb = '', ...rest]: readonly string[]): boolean {
  return /^sho?w?$/i.test(verb) && rest.length > 0;
}

/** The one command whose words begin with those typed, as an ASA takes them; `undefined` where it would call them ambiguous. */
function meant(words: readonly string[], list: readonly ShowCommand[]): string | undefined {
  const fits = list.flatMap(({ command }) => {
    const wanted = command.split(' ');
    if (wanted.length !== words.length) return [];
    const whole = wanted.map((part, place) => (part.startsWith('{') ? (words[place] ?? '') : part));
    return whole.every((part, place) => part.startsWith(words[place]?.toLowerCase() ?? '') || part === words[place])
      ? [whole.join(' ')]
      : [];
  });
  return fits.find((command) => command === words.join(' ')) ?? (new Set(fits).size === 1 ? fits[0] : undefined);
}
