import type { Reading, ShowCommand } from './command.ts';
import { showCommands } from './commands/all.ts';
import { keptRows } from './printed.ts';
import { lines, redact } from './redact.ts';

/**
 * What the output of a command says; `undefined` for a command that is not on the list. Takes the output as it came, with or without the echoed
 * command before it and a prompt behind it. The line of a misfit is counted in the text as given.
 */
export function readShow(
  commandLine: string,
  text: string,
  commands: readonly ShowCommand[] = showCommands,
): Reading<unknown> | undefined {
  const command = commands.find((one) => fits(one.command, commandLine));
  if (command === undefined) return undefined;
  // A line is blanked where it stands, so that those behind it keep their numbers.
  const printed = withoutPrompt(lines(text), commandLine).map((line) => (isLogLine(line) ? '' : line.trimEnd()));
  const reading = refusal(printed) ?? command.read(printed);
  // Nobody knows what stands in a line that nobody knows.
  if (reading.outcome !== 'read') return { ...reading, text: redact(reading.text) };
  return reading.printed === undefined ? reading : { ...reading, printed: keptRows(commandLine, reading.printed) };
}

/** The command with its holes filled in; `undefined` if that could be another command than it looks. */
export function commandFor(command: string, words: Readonly<Record<string, string>>): string | undefined {
  const filled = command.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
  return fits(command, filled) ? filled : undefined;
}

const HOLE = /^\{\w+\}$/;
/** A name that stands for itself on the command line of an ASA: no blank, quote, question mark or pipe. */
const NAME = /^[A-Za-z0-9._-]{1,128}$/;

function fits(command: string, commandLine: string): boolean {
  const wanted = command.split(' ');
  const words = commandLine.split(' ');
  return (
    wanted.length === words.length &&
    wanted.every((part, place) => (HOLE.test(part) ? NAME.test(words[place] ?? '') : part === words[place]))
  );
}

const PROMPT = /^[A-Za-z0-9][\w.-]{0,62}(?:\/[\w.-]{1,62}){0,4}[>#]$/;

/** The lines with the echo before them, and the prompt behind them, made empty. */
function withoutPrompt(printed: readonly string[], commandLine: string): readonly string[] {
  const first = printed.findIndex((line) => line.trim() !== '');
  const last = printed.findLastIndex((line) => line.trim() !== '');
  const [head = '', tail = ''] = [printed[first]?.trim(), printed[last]?.trim()];
  const before = head.slice(0, -commandLine.length).trimEnd();
  const echoed = head.endsWith(commandLine) && (before === '' || PROMPT.test(before));
  const prompted = last > first && PROMPT.test(tail);
  if (!echoed && !prompted) return printed;
  return printed.map((line, place) => ((echoed && place === first) || (prompted && place === last) ? '' : line));
}

/**
 * A line of the log, which `logging console` and `logging monitor` print in between: the tag begins it, or the stamp and the device
 * that `logging timestamp` and `logging device-id` put before a tag. No command of the list prints such a line.
 */
export function isLogLine(line: string): boolean {
  return /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d{4} \d\d:\d\d:\d\d(?: [A-Z]{1,5})?(?: [\w.-]{1,64} ?)?: )?%(?:ASA|PIX)-(?:\w{1,16}-)?[0-7]-\d{6}: /.test(line); // prettier-ignore
}

/** The device's own words, if they are all that it printed and say that it does not do this. */
function refusal(printed: readonly string[]): Reading<never> | undefined {
  const said = printed.map((line) => line.trim()).filter((line) => line !== '' && line !== '^');
  if (!/^(?:ERROR:|%? ?Command authorization failed|% ?Invalid input)/.test(said[0] ?? '')) return undefined;
  return { outcome: 'refused', text: said.join(' ').slice(0, 500) };
}
