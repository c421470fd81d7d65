/** What a kind of hole reads. */
export interface Kinds {
  /** Anything, also nothing: names with blanks, commas, quotes. */
  text: string;
  /** The same, or one of the words for nobody, which is no fact. */
  textOrNone: string | undefined;
  /** The rest of the message. */
  phrase: string;
  /** Anything without a blank. */
  word: string;
  /** An address, or the host name that the ASA's `names` prints in its place. */
  ip: string;
  /** An address, or one of the words for none, which is no fact. */
  ipOrNone: string | undefined;
  /** An address with its port behind the last colon (IKEv2): the address, without brackets. */
  ipPort: string;
  /** `address/port`, or a host name in the address's place: the address. */
  endpoint: string;
  /** `interface:address/port`: the address. */
  namedEndpoint: string;
  /** `interface:address/service`: the service, by name or number. */
  service: string;
  /** Digits, as far as a number is exact. */
  int: number;
  /** A duration in any of the ASA's forms, in seconds: `0h:39m:20s`, `10d 1h:09m:53s`, `6:16:26`. */
  hms: number;
  /** Hex digits as printed, with or without `0x`. */
  hex: string;
}

/** The name of a kind of hole. */
export type HoleKind = keyof Kinds;

type Wild = 'text' | 'textOrNone' | 'phrase';

/** A kind of hole that ends by itself. */
export interface Closed {
  /** Where the value ends that begins at `from` and that `next` is to follow; -1 if no value begins here. */
  readonly end: (text: string, from: number, next: string) => number;
  /** The fact; `undefined` if it says that there is none. */
  readonly value: (printed: string) => string | number | undefined;
}

const same = (printed: string): string => printed;
const NONE: ReadonlySet<string> = new Set([
  'None',
  'none',
  'N/A',
  'Unknown',
  '0.0.0.0',
  '::',
  'invalid-addr-2-0.0.0.0',
]);
const NOBODY: ReadonlySet<string> = new Set(['', 'Unknown']);

/** Kinds that take whatever stands before the next literal, and the fact that it is; all others end by themselves. */
export const wild: Readonly<Record<Wild, (printed: string) => string | undefined>> = {
  text: same,
  textOrNone: (printed) => (NOBODY.has(printed) ? undefined : printed),
  phrase: same,
};

export const closed: Readonly<Record<Exclude<HoleKind, Wild>, Closed>> = {
  word: { end: run, value: same },
  ip: { end: address, value: same },
  ipOrNone: { end: address, value: (printed) => (NONE.has(printed) ? undefined : printed) },
  ipPort: {
    end: addressAndPort,
    value: (printed) => printed.slice(0, printed.lastIndexOf(':')).replace(/^\[|\]$/g, ''),
  },
  endpoint: { end: slashed, value: (printed) => printed.slice(0, printed.lastIndexOf('/')) },
  namedEndpoint: {
    end: slashed,
    value: (printed) => printed.slice(printed.indexOf(':') + 1, printed.lastIndexOf('/')),
  },
  service: { end: slashed, value: (printed) => printed.slice(printed.lastIndexOf('/') + 1) },
  int: { end: int, value: Number },
  hms: { end: sticky(/(?:\d{1,7}d )?\d{1,7}h?:\d{1,7}m?:\d{1,7}s?/y), value: seconds },
  hex: { end: sticky(/(?:0[xX])?[0-9a-fA-F]{1,16}/y), value: same },
};

/** A run of non-blanks, less what of `next` stands before its first blank: no search, so no second reading. */
function run(text: string, from: number, next: string): number {
  const blank = text.indexOf(' ', from);
  const tail = next.indexOf(' ');
  const end = (blank < 0 ? text.length : blank) - (tail < 0 ? next.length : tail);
  return end > from && text.startsWith(next, end) ? end : -1;
}

function address(text: string, from: number, next: string): number {
  const end = run(text, from, next);
  return end < 0 || /[,<>()]/.test(text.slice(from, end)) ? -1 : end;
}

function addressAndPort(text: string, from: number, next: string): number {
  const end = address(text, from, next);
  return end < 0 || !/(?:[^:]|::):\d{1,5}$/.test(text.slice(from, end)) ? -1 : end;
}

/** An address with something on each side of its last slash. */
function slashed(text: string, from: number, next: string): number {
  const end = address(text, from, next);
  // In the run alone: a search in the whole text goes back to its beginning for each run without a slash.
  const slash = end < 0 ? -1 : text.slice(from, end).lastIndexOf('/');
  return slash > 0 && slash < end - from - 1 ? end : -1;
}

function int(text: string, from: number): number {
  const end = digits(text, from);
  return end < 0 || !Number.isSafeInteger(Number(text.slice(from, end))) ? -1 : end;
}

const digits = sticky(/\d{1,16}/y);

function sticky(what: RegExp): (text: string, from: number) => number {
  return (text, from) => {
    what.lastIndex = from;
    return what.test(text) ? what.lastIndex : -1;
  };
}

function seconds(printed: string): number {
  const [, d = 0, h, m, s] = /^(?:(\d+)d )?(\d+)h?:(\d+)m?:(\d+)s?$/.exec(printed) ?? [];
  return ((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s);
}
