/** Where and when a message was made, as far as its header tells. */
export interface Origin {
  readonly device: string | undefined;
  readonly deviceTime: string | undefined;
}

/** A relay's host, its program's name, a device-id: more words than that are somebody's text. */
const MOST_WORDS = 3;
/** Characters; a relay's structured data may be long, a header is not. */
const LONGEST = 1024;

/** Reads what stands left of the tag; `undefined` if these words are no header. */
export function originOf(left: string): Origin | undefined {
  if (left.length > LONGEST) return undefined;
  const relay = relayOf(left);
  let { device, deviceTime, at } = relay;
  let room = relay.framed ? 1 : MOST_WORDS;
  // Of the words behind a stamp the first is the host, unless a colon of its own closes another: that is the device-id.
  let word: string | undefined;
  let program = false;
  let colon = false;
  while (at < left.length) {
    const token = tokenAt(left, at, colon);
    at = token.end;
    switch (token.kind) {
      case 'blank':
        continue;
      case 'colon':
        device = word ?? device;
        break;
      case 'stamp':
        deviceTime = token.text;
        word = undefined;
        program = false;
        break;
      case 'bracket':
      case 'program':
      case 'word':
        // What a program says is not a header, be it a tag.
        if (program) return undefined;
        program = token.kind === 'program';
        if (token.kind !== 'word') break;
        if (room === 0) return undefined;
        room -= 1;
        if (word === undefined) device = token.text;
        word = token.text;
    }
    colon = token.kind === 'colon';
  }
  return { device, deviceTime };
}

/** RFC 5424 framing by a relay: version, stamp, host, program, process, message id, structured data. */
const RELAY = /[1-9] (\S{1,40}) (\S{1,255}) \S{1,48} \S{1,128} \S{1,32} (?:-|(?:\[[^\]]*\])+)/y;
const PRI = /<\d{1,3}>/y;

function relayOf(left: string): Origin & { readonly framed: boolean; readonly at: number } {
  const at = skip(PRI, left, left.startsWith('\uFEFF') ? 1 : 0);
  RELAY.lastIndex = at;
  const [framing, stamp, host] = RELAY.exec(left) ?? [];
  if (framing === undefined) return { device: undefined, deviceTime: undefined, framed: false, at };
  const unlessNil = (field: string | undefined): string | undefined => (field === '-' ? undefined : field);
  return { device: unlessNil(host), deviceTime: unlessNil(stamp), framed: true, at: at + framing.length };
}

interface Token {
  readonly kind: 'blank' | 'colon' | 'stamp' | 'bracket' | 'program' | 'word';
  readonly end: number;
  readonly text: string;
}

const BLANK = /\s/;
const FACILITY = /^(?:kern|user|mail|daemon|auth|authpriv|syslog|cron|ftp|local[0-7])\.[a-z]{3,13}$/i;
const PROGRAM = /^[^[\]]{1,48}\[\d{1,10}\]$/;

/** What stands here. A PRI within the line, and rsyslog's `local4.err`, tell nothing: they count as blank. */
function tokenAt(left: string, at: number, colon: boolean): Token {
  const char = left.charAt(at);
  if (BLANK.test(char)) return { kind: 'blank', end: at + 1, text: char };
  if (char === ':') return { kind: 'colon', end: at + 1, text: char };
  const stamp = stampEnd(left, at, colon);
  if (stamp > at) return { kind: 'stamp', end: stamp, text: left.slice(at, stamp) };
  const pri = skip(PRI, left, at);
  if (pri > at) return { kind: 'blank', end: pri, text: '' };
  const bracket = char === '[' ? left.indexOf(']', at) : -1;
  if (bracket >= 0) return { kind: 'bracket', end: bracket + 1, text: '' };
  let end = at + 1;
  while (end < left.length && !BLANK.test(left.charAt(end))) end += 1;
  const text = left.slice(at, left.charAt(end - 1) === ':' ? end - 1 : end);
  return { kind: FACILITY.test(text) ? 'blank' : PROGRAM.test(text) ? 'program' : 'word', end, text };
}

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const DAYS = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
/** The ASA's own two forms, and those that relays, syslog viewers and exports put before it: a date in figures, a year at either end, seconds since 1970. */
const STAMP = new RegExp(
  `(?:[*.]?(?:(?:${DAYS}),? )?(?:\\d{4} )?(?:${MONTHS}) {1,2}\\d{1,2}(?:,? \\d{4})? \\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?: (?:19|20)\\d{2}(?=\\s))?` +
    `|\\d{1,2} (?:${MONTHS}) \\d{4} \\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?` +
    '|\\d{4}[-/]\\d{2}[-/]\\d{2}[T \\t]\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?:Z| ?[+-]\\d{2}:?\\d{2})?' +
    '|\\d{1,2}([-/.])\\d{1,2}\\1\\d{4}[ \\t]\\d{1,2}:\\d{2}:\\d{2}(?:[.,]\\d{1,9})?(?: [AP]M)?' +
    '|(?<![^])\\d{10}(?:\\.\\d{1,9})?)(?=[\\s:]|$)',
  'y',
);
/** EMBLEM's zone name: any after a stamp that a colon of its own precedes, else one that looks like a zone and ends in a colon. */
const EMBLEM_ZONE = / [A-Z]{1,7}(?:[/+-][A-Z\d]{1,5})?(?=[\s:]|$)/y;
const ZONE = / (?:UTC|GMT|MSK|[A-Z]{1,4}T)(?=:)/y;

/** Where the stamp that begins here ends, its zone name included; `at` itself if none begins here. */
function stampEnd(text: string, at: number, colon: boolean): number {
  const end = skip(STAMP, text, at);
  return end === at ? at : skip(colon ? EMBLEM_ZONE : ZONE, text, end);
}

function skip(what: RegExp, text: string, at: number): number {
  what.lastIndex = at;
  return what.test(text) ? what.lastIndex : at;
}
