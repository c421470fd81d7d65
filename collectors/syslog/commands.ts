import { redactCommand } from '../show/redact.ts';
import { textEnd } from './header.ts';
import type { Parsed } from './parse.ts';

/**
 * Messages with a command as it was typed (111008 - 111010), or with the hash of a password (502101, 502102). The ASA prints what follows
 * `password` or `key` as it is.
 */
const WITH_COMMAND: ReadonlySet<number> = new Set([111008, 111009, 111010, 502101, 502102]);
/** The same of a text that nobody reads: a part of a message that was cut, or one that we do not know. */
const LOOKS_SO = /\bexecuted\b|\bencpass\b/i;
/** Behind it the command begins; before it stand names and addresses. */
const BEGINS = /\bexecuted\s+(?:the\s+'|cmd:\s*|')/i;
const ENDS = /'(?: command\.)?$/;

/** The line as it may be kept: without the secrets of a command that somebody typed. */
export function withoutSecrets(line: string, { messageId = 0, outcome, text }: Parsed): string {
  const unread = outcome === 'unlisted' || outcome === 'foreign';
  if (!WITH_COMMAND.has(messageId) && !(unread && LOOKS_SO.test(text))) return line;
  const start = Math.max(0, textEnd(line) - text.length);
  const begin = BEGINS.exec(text);
  const from = start + (begin === null ? 0 : begin.index + begin[0].length);
  const [end = ''] = ENDS.exec(line.slice(from)) ?? [];
  const to = line.length - end.length;
  return line.slice(0, from) + redactCommand(line.slice(from, to)) + end;
}
