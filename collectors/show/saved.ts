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
}

/** A prompt of an ASA with what was typed behind it: `asa/ctx1/pri/act# show version` (domain facts, G1). */
const TYPED = /^([A-Za-z0-9][\w.-]{0,62}(?:\/[\w.-]{1,62}){0,4})(?:\([\w-]{1,32}\))?[>#] ?(.*)$/;

/**
 * The show commands in a saved terminal session, in order. Empty where it has no prompt with a command: then it is the output of one,
 * and somebody must say of which. Whatever was typed beside show commands is passed over with its output.
 */
export function savedCommands(text: string, list: readonly ShowCommand[]): readonly Saved[] {
  const all = lines(text);
  const typed = all.flatMap((line, place) => {
    const [, host, words = ''] = TYPED.exec(line.trimEnd()) ?? [];
    return host === undefined ? [] : [{ host, words: words.trim().split(/ +/), place }];
  });
  // What looks like a prompt of another device is output: a session is with one.
  const host = typed.find(({ words }) => isShow(words))?.host;
  const prompts = typed.filter((one) => one.host === host);
  return prompts.flatMap(({ words, place }, nth) => {
    if (!isShow(words)) return [];
    const command = meant(words, list);
    const text = all.slice(place + 1, prompts[nth + 1]?.place ?? all.length).join('\n');
    return [{ command: command ?? words.join(' '), listed: command !== undefined, line: place + 1, text }];
  });
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
