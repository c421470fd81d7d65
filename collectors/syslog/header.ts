import { originOf } from './origin.ts';
import { PLAIN_STAMP, plainStamp } from './plain-stamp.ts';

/** What stands left of a message's text, and the text. */
export interface Header {
  /** The device-id, or the host that a relay wrote before it, as printed. */
  readonly device: string | undefined;
  /** The stamp nearest to the tag, as printed, with the zone name where EMBLEM prints one: the ASA's own clock. */
  readonly deviceTime: string | undefined;
  /** 0-7, of the tag: relays rewrite the PRI, so it is not looked at. */
  readonly severity: number;
  /** The six digits. */
  readonly messageId: number;
  readonly text: string;
}

/**
 * Reads the header of a line in any form an ASA, PIX, FWSM or FTD sends or a relay makes of it; `undefined` if the line is foreign.
 *
 * The tag is what the line begins with, its `%` left out, else the first `%` with a capital behind it, or there is none: a second tag stands
 * in somebody's text (a user name, a URL), and so does the only tag of a line that talks before it. Every expression here is sticky and bounded: linear time.
 */
export function header(line: string): Header | undefined {
  // Who asks whether a line is stored at all, and then what it says, asks twice.
  if (line !== last.line) last = { line, header: readHeader(line) };
  return last.header;
}

let last: { readonly line: string; readonly header: Header | undefined } = { line: '', header: undefined };

/** The message ID of a line, where nothing else of it is asked for, as of most that are not stored; `undefined` if the line is foreign. */
export function messageIdOf(line: string): number | undefined {
  const at = tagStart(line);
  const end = tagEnd(line, at);
  return (end < 0 ? undefined : (knownHead(line, at, end) ?? header(line)))?.messageId;
}

function readHeader(line: string): Header | undefined {
  const at = tagStart(line);
  const end = tagEnd(line, at);
  if (end < 0) return undefined;
  const known = knownHead(line, at, end);
  const stamp = plainStamp(line);
  if (known !== undefined) return told(line, end, known, line.slice(stamp, stamp + PLAIN_STAMP));
  const head = readHead(line.slice(0, end), at);
  if (head === undefined) return undefined;
  // Only if the stamp is that of the device: what a relay wrote stands before another one.
  if (isBefore(stamp, at) && head.deviceTime === line.slice(stamp, stamp + PLAIN_STAMP))
    remember(line.slice(stamp + PLAIN_STAMP, end), head);
  return told(line, end, head, head.deviceTime);
}

/** What a line begins with, up to its text, and what that tells. */
interface Head extends Omit<Header, 'text'> {
  readonly left: string;
  readonly tag: string;
}

/** Heads with a plain stamp, by what stands behind it: a device has as many as message IDs, and begins thousands of lines a second with them. */
const heads = new Map<string, Head>();
const MOST_HEADS = 4_096;
/** What is longer is read each time, in characters. */
const LONGEST_HEAD = 200;

/** What a line begins with whose tag is there, if it is remembered. */
function knownHead(line: string, at: number, end: number): Head | undefined {
  const stamp = plainStamp(line);
  return isBefore(stamp, at) ? heads.get(line.slice(stamp + PLAIN_STAMP, end)) : undefined;
}

/** Whether there is a plain stamp, and it stands before the tag. */
function isBefore(stamp: number, tag: number): boolean {
  return stamp >= 0 && stamp + PLAIN_STAMP <= tag;
}

function remember(rest: string, head: Head): void {
  if (rest.length > LONGEST_HEAD) return;
  if (heads.size >= MOST_HEADS) heads.clear();
  heads.set(rest, head);
}

function told(line: string, end: number, head: Head, deviceTime: string | undefined): Header {
  const { device, severity, messageId, left, tag } = head;
  return { device, deviceTime, severity, messageId, text: line.slice(textStart(line, left, tag, end), textEnd(line)) };
}

function readHead(text: string, at: number): Head | undefined {
  TAG.lastIndex = at;
  const tag = TAG.exec(text);
  const left = text.slice(0, at);
  const origin = originOf(left);
  if (tag === null || origin === undefined) return undefined;
  const { device, deviceTime } = origin;
  return { device, deviceTime, severity: Number(tag[1]), messageId: Number(tag[2]), left, tag: tag[0] };
}

/** A tag whose `%` an export has dropped: only at the start of a line, or right behind its PRI, is it nobody's text. */
const BARE = /^(?:\uFEFF?<\d{1,3}>)?(?=(?:ASA|PIX|FWSM|FTD)-(?:[a-z][a-z0-9]{0,15}-)?[0-7]-\d{6}:)/;
/** `-6-`, `-vpn-6-` (EMBLEM), `--6-` (some FTD) or `7-` (737038); then perhaps a `%`, perhaps a colon, perhaps no blank. */
const TAG = /%?(?:ASA|PIX|FWSM|FTD)(?:-(?:[a-z][a-z0-9]{0,15})?-|-|)([0-7])-(\d{6})(?!\d)%?(?: ?:)?[ \t]*/y;
/** What may touch a tag on its left. */
const BEFORE_TAG = /[\s:>\]|,)-]/;

/** How a relay's RFC 5424 header begins whose next field, the program, is the tag: rsyslog takes it for one. */
const FRAMED = /^\uFEFF?(?:<\d{1,3}>)?[1-9] \S{1,40} \S{1,255} $/;
/** The fields behind it: process, message id, structured data. */
const FIELDS = /(?:-|\d{1,10}) \S{1,32} (?:-|(?:\[[^\]]*\])+)[ \t]+/y;

/** Where the text begins: behind the tag, the same tag once more as some relays write it, and what else an RFC 5424 header has. */
function textStart(line: string, left: string, tag: string, from: number): number {
  if (line.startsWith(tag, from)) return from + tag.length;
  FIELDS.lastIndex = from;
  return FRAMED.test(left) && FIELDS.test(line) ? FIELDS.lastIndex : from;
}

/** Where the text of a line ends: before white space, and before a NUL that a sender ends its datagram with. */
export function textEnd(line: string): number {
  let at = line.trimEnd().length;
  while (at > 0 && line.charCodeAt(at - 1) === 0) at = line.slice(0, at - 1).trimEnd().length;
  return at;
}

/** Where the tag ends that begins there, and -1 if none does. */
function tagEnd(line: string, at: number): number {
  TAG.lastIndex = at;
  return at >= 0 && TAG.test(line) ? TAG.lastIndex : -1;
}

/** Where the tag of a line may begin, and -1 if nowhere. */
function tagStart(line: string): number {
  const bare = BARE.exec(line);
  if (bare !== null) return bare[0].length;
  for (let at = line.indexOf('%'); at >= 0; at = line.indexOf('%', at + 1)) {
    const next = line.charCodeAt(at + 1);
    if (next >= 65 && next <= 90) return at === 0 || BEFORE_TAG.test(line.charAt(at - 1)) ? at : -1;
  }
  return -1;
}
