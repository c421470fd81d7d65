import type { ShowCommand } from './command.ts';
import { showCommands } from './commands/all.ts';
import { commandFor } from './read.ts';

declare const allowed: unique symbol;

/** A line that may be sent to a device: only this file makes one, from the allow-list or from the few fixed ones. */
export type Sendable = string & { readonly [allowed]: true };

/** The lines that are sent beside the list: for this session only, without a trace in the configuration. */
export const fixed = {
  noPager: 'terminal pager 0' as Sendable,
  enable: 'enable' as Sendable,
} as const;

/** A row of the allow-list as it is sent, with its holes filled in; `undefined` if the list has no such row, or a word could be more than a name. */
export function sendable(
  command: string,
  words: Readonly<Record<string, string>> = {},
  commands: readonly ShowCommand[] = showCommands,
): Sendable | undefined {
  if (!commands.some((row) => row.command === command)) return undefined;
  const filled = commandFor(command, words);
  // The border: what stands here has been compared with the list, word by word.
  return filled !== undefined && /^show [\x21-\x7e ]+$/.test(filled) ? (filled as Sendable) : undefined;
}
