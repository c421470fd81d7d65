import { textOf } from '../syslog/line.ts';
import { IN_TRAP, type Parsed } from '../syslog/parse.ts';
import { instanceOf, match } from './notification.ts';
import { clogHistMsgText } from './trap-objects.ts';
import { readTrapLine, trapLine } from './trap-line.ts';
import { trapOf } from './traps.ts';
import type { Trap } from './trap.ts';

/**
 * What is kept of a trap. One that carries a syslog message is that message: its line goes through what every line of syslog goes through
 * (names, secrets of commands, the tables), and where the device has cut it, a misfit of it is only `noted`.
 */
export type Taken =
  { readonly line: string; readonly parsed: Parsed } | { readonly syslog: string; readonly cut: boolean };

/** An ASA keeps no more of a message in a trap. */
const LONGEST_TEXT = 255;
/** Octets stand before the tag of some. */
const TAG = /%(?:ASA|PIX|FWSM|FTD)-/;

/** Takes a trap: what of it may be stored, and what that says. Total. */
export function takeTrap(trap: Trap): Taken {
  const text = trapOf(trap.oid)?.kind === 'syslog' ? instanceOf(clogHistMsgText, trap.varbinds)?.value : undefined;
  if (Buffer.isBuffer(text) && text.length > 0) {
    const line = textOf(text);
    return { syslog: IN_TRAP + line.slice(Math.max(0, line.search(TAG))), cut: text.length >= LONGEST_TEXT };
  }
  const line = trapLine(trap);
  // Read again at once, so that it says the same after a crash: nothing of what had no room.
  return { line, parsed: readStored(line) ?? { outcome: 'misfit', source: 'trap', text: line } };
}

/** What the stored line of a trap says; `undefined` if it is none. */
export function readStored(line: string): Parsed | undefined {
  const trap = readTrapLine(line);
  if (trap === undefined) return undefined;
  const { oid } = trap;
  const row = trapOf(oid);
  const meaning = row === undefined ? { outcome: 'unlisted' as const } : match(row, trap);
  return { ...meaning, source: 'trap', oid, text: line };
}
