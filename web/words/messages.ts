import type { MessageRow } from '../../server/domain/feed.ts';
import { count, many } from './bytes.ts';
import { plain } from './plain.ts';
import { age, day, shortClock } from './time.ts';
import type { Verdict } from './verdict.ts';
import { silent, silentNames, type Sign } from './freshness.ts';

/** The first line of the messages' page while nothing is searched for. */
export function latestVerdict(
  heard: Sign,
  latest: MessageRow | undefined,
  blind: readonly string[],
  now: number,
): Verdict {
  const { at } = heard;
  if (at === null) return { state: 'unknown', text: 'No message has come yet.', more: '' };
  const from = latest === undefined ? '' : ` The last stored came from ${plain(latest.device ?? latest.from)}.`;
  const old = age(now - at);
  if (silent(heard, now)) return { state: 'unknown', text: `Nothing received for ${old}.`, more: from.trim() };
  const more = `The last came ${old} ago.${from}`;
  return blind.length === 0
    ? { state: 'ok', text: 'Messages are coming in.', more }
    : { state: 'unknown', text: `Messages are coming in, but none of ${silentNames(blind)}.`, more };
}

/** What a search has come to. */
export interface Sought {
  readonly found: number;
  /** Lines that were looked at; `undefined` where an index found the messages. */
  readonly lines: number | undefined;
  /** When the oldest of them was received, epoch milliseconds. */
  readonly back: number | undefined;
  /** Nothing older is left to look at. */
  readonly isAll: boolean;
  readonly busy: boolean;
  readonly stopped: boolean;
  /** Messages like that which are known and not shown. */
  readonly left: number;
  /** The span that is asked for. */
  readonly during: string | undefined;
  /** Some head-end's messages are in part counted instead of stored. */
  readonly inPart: boolean;
}

/** The first line while stored messages are searched: what was found, in how many lines, and how far back. */
export function searchVerdict(sought: Sought): Verdict {
  const { found, isAll, busy, stopped, left, inPart } = sought;
  const then = sought.during === undefined ? '' : ` ${sought.during}`;
  const more = left === 0 ? '' : ` At least ${count(left)} more came than are shown.`;
  const said = (text: string): Verdict => ({ state: 'ok', text, more: `${lookedAt(sought)}${more}`.trim() });
  if (busy) return said(found === 0 ? 'Searching …' : `Searching … ${count(found)} found so far.`);
  if (stopped) return said(`Stopped: ${count(found)} found so far.`);
  if (!isAll) return said(`The latest ${count(found)} stored messages like that${then}.`);
  if (found > 0) return said(`${many(found, 'stored message')} like that${then}.`);
  const { state, text, more: looked } = said(`No stored message${then} is like that.`);
  const counted = 'Not every message is stored: the page of a head-end tells which it counts instead.';
  return { state, text, more: inPart ? `${looked} ${counted}`.trim() : looked };
}

function lookedAt({ lines, back, isAll, busy, stopped }: Sought): string {
  if (lines === undefined || back === undefined) return isAll || busy ? '' : 'There are earlier ones.';
  const since = `back to ${day(back)} ${shortClock(back)}`;
  const looked = `${many(lines, 'line')} looked at, ${since}`;
  if (busy) return `${looked}.`;
  if (isAll) return `${looked}: all that ${lines === 1 ? 'is' : 'are'} kept of what is asked for.`;
  return `${looked}; ${stopped ? 'the earlier ones were not' : 'there are earlier lines'}.`;
}

/** Why the rows do not move, or that they do. */
export function tailWords({
  isOpen,
  isHeld,
  isPaused,
}: {
  isOpen: boolean;
  isHeld: boolean;
  isPaused: boolean;
}): string {
  if (!isOpen) return 'The span asked for is over: nothing new comes in.';
  if (isPaused) return 'Paused: nothing new is shown.';
  return isHeld
    ? 'Held while the pointer is over the lines, one is chosen, or the page is scrolled down.'
    : 'Live: what comes in and is like that is shown at once.';
}

/** A piece of a text, and whether it is what was searched for. */
export interface Piece {
  readonly text: string;
  readonly isMatch: boolean;
}

/** A text that may be shown, cut where it is one of these, in any case. */
export function pieces(text: string, sought: readonly string[]): readonly Piece[] {
  const shown = plain(text);
  const found = finder(sought);
  if (found === undefined) return [{ text: shown, isMatch: false }];
  const cut: Piece[] = [];
  let from = 0;
  for (const match of shown.matchAll(found)) {
    if (match.index > from) cut.push({ text: shown.slice(from, match.index), isMatch: false });
    cut.push({ text: match[0], isMatch: true });
    from = match.index + match[0].length;
  }
  if (from < shown.length) cut.push({ text: shown.slice(from), isMatch: false });
  return cut;
}

/** Characters that are left before a match far into a line. */
const LEAD = 24;
/** A match that begins later is brought into view. */
const FAR = 80;

/**
 * What a row shows of a line: what it says after its header, unless what was searched for stands in the header; from shortly before
 * the match where that is far into it.
 */
export function rowText(line: string, sought: readonly string[]): string {
  const found = finder(sought);
  if (found === undefined) return body(line);
  const text = plain(body(line)).search(found) === -1 ? line : body(line);
  const at = plain(text).search(found);
  return at <= FAR ? text : `… ${plain(text).slice(at - LEAD)}`;
}

function finder(sought: readonly string[]): RegExp | undefined {
  const some = sought.filter((one) => one !== '').map((one) => plain(one).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return some.length === 0 ? undefined : new RegExp(some.join('|'), 'giu');
}

/** Whether the message is an SNMP trap that carries no message of syslog. */
export function isTrap({ messageId, outcome }: Pick<MessageRow, 'messageId' | 'outcome'>): boolean {
  return messageId === null && outcome !== 'foreign';
}

/** What a line says after its header: the header's facts stand beside it already. A line without a tag is left whole. */
export function body(line: string): string {
  const tag = /%(?:ASA|PIX|FTD|FWSM)-(?:[a-z]+-)?\d-\d{6}: ?/i.exec(line);
  return tag === null ? line : line.slice(tag.index + tag[0].length);
}
