import { isLogLine } from './read.ts';
import { lines } from './redact.ts';

const PAGER = /(?:^|[\r\n])<--- More --->(?= ?$)/;

/** How many characters from the end a device waits for a key to print on; `undefined` if it does not. */
export function atPager(tail: string): number | undefined {
  const found = PAGER.exec(tail);
  return found === null ? undefined : tail.length - found.index - found[0].length;
}

/** What a device has said, line by line, without what no command printed: empty lines and lines of its log. */
export function said(text: string): readonly string[] {
  return lines(text)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !isLogLine(line));
}

/** The line that a text ends with, and the one before it. Nothing stands behind the last but lines of the log; empty lines are left out. */
export function lastTwo(tail: string): readonly [last: string, before: string | undefined] | undefined {
  const end = lines(tail).findLast((line) => line.trim() !== '') ?? '';
  if (/[\r\n]\s*$/.test(tail) && !isLogLine(end)) return undefined;
  const printed = said(tail);
  const last = printed.at(-1);
  return last === undefined ? undefined : [last, printed.at(-2)];
}

/**
 * The text behind the echo of a command, which may be wrapped (`terminal width`), stand behind the prompt, or come after prompts and log lines
 * that nobody asked for; `undefined` while it has not come, `null` if something else came.
 */
export function behindEcho(text: string, command: string, prompt: string | undefined): string | null | undefined {
  const printed = lines(text);
  const first = printed.findIndex((line) => line.trim() !== '' && line.trim() !== prompt && !isLogLine(line));
  if (first < 0) return undefined;
  const head = (printed[first] ?? '').trimStart();
  const unwrapped = [prompt !== undefined && head.startsWith(prompt) ? head.slice(prompt.length) : head];
  let left = command;
  for (const [n, line] of [...unwrapped, ...printed.slice(first + 1)].entries()) {
    if (left === '') return printed.slice(first + n).join('\n');
    // A wrapped line breaks anywhere, also beside a blank.
    const part = line.trim();
    left = left.trimStart();
    if (!left.startsWith(part)) return first + n === printed.length - 1 && isLogLike(part) ? undefined : null;
    left = left.slice(part.length);
  }
  return undefined;
}

/** The output of a command: what stands before the prompts at the end of a text. */
export function beforePrompt(text: string, prompt: string): string {
  const printed = lines(text);
  const end = printed.findLastIndex((line) => line.trim() !== '' && line.trim() !== prompt && !isLogLine(line));
  return printed.slice(0, end + 1).join('\n');
}

/** What may become a line of the log, or a prompt, when the rest of it has come. */
function isLogLike(part: string): boolean {
  return /^[<%A-Z]/.test(part) || /^[\w.\/-]+$/.test(part);
}
