import { LONGEST_LINE, textOf } from './line.ts';

/** One message of a stream. */
export interface Frame {
  readonly text: string;
  /** It was longer than `LONGEST_LINE`: the rest of it was skipped. */
  readonly cut: boolean;
  /** Its octet count was malformed, or that of the frame before it was wrong: where it begins and ends had to be found again. */
  readonly bad: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const NUL = 0x00;
const BLANK = 0x20;
const OPEN = 0x3c;
const ZERO = 0x30;
const NINE = 0x39;

/** The largest octet count that is believed, in bytes; behind a line that was not counted, `LONGEST_LINE`: a line feed in somebody's text must not swallow what follows. */
const LARGEST_COUNT = 65_536;
/** What may turn out to be an octet count needs so many bytes to be seen: ten digits, a blank and `<`. */
const COUNT_LENGTH = 12;
/** Where a counted frame begins inside of something that has lost its ends, and one byte less than its longest. */
const COUNT_INSIDE = /\d{1,5} <\d{1,3}>/;
const COUNT_INSIDE_HELD = 10;

type Mode = 'begin' | 'line' | 'skip' | 'counted';
interface Step {
  readonly next: number;
  readonly frame?: Frame;
}

/**
 * Cuts a stream into frames: octet-counted (`NNN <`, RFC 6587 3.4.1), or ended by LF, CRLF or NUL (3.4.2), each frame for itself.
 * Total, and the same for every way in which the bytes arrive. It holds less than 8.3 KB of them.
 */
export class Framer {
  #rest: Buffer = Buffer.alloc(0);
  #mode: Mode = 'begin';
  /** What the frame before was; `trailed`: counted, and its line end is read too. */
  #before: 'none' | 'line' | 'counted' | 'trailed' = 'none';
  /** In `counted`: bytes of the frame. In `skip`: bytes still to be skipped, or up to the end of the line. */
  #count = 0;
  #skip: number | 'line' = 0;
  #bad = false;

  /** Bytes that wait for others. */
  get held(): number {
    return this.#rest.length;
  }

  /** The frames that the bytes complete. To be read to its end before the next call. */
  *push(chunk: Buffer): Generator<Frame, void> {
    yield* this.#read(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false);
  }

  /** The stream is over: an unfinished last frame is a frame. */
  *end(): Generator<Frame, void> {
    yield* this.#read(this.#rest, true);
  }

  *#read(data: Buffer, ended: boolean): Generator<Frame, void> {
    let at = 0;
    while (at < data.length) {
      const step = this.#step(data, at, ended);
      if (step === undefined) break;
      at = step.next;
      if (step.frame !== undefined) yield step.frame;
    }
    this.#rest = Buffer.from(data.subarray(at)); // a copy: what the socket read is not held for the sake of its end
  }

  /** What the bytes from `at` on are; `undefined`: more of them are needed to tell. */
  #step(data: Buffer, at: number, ended: boolean): Step | undefined {
    switch (this.#mode) {
      case 'begin':
        return this.#begin(data, at, ended);
      case 'line':
        return this.#line(data, at, ended);
      case 'counted':
        return this.#counted(data, at, ended);
      case 'skip':
        return this.#skipped(data, at, ended);
      default:
        return this.#mode satisfies never;
    }
  }

  #begin(data: Buffer, at: number, ended: boolean): Step | undefined {
    const first = data[at];
    const second = data[at + 1];
    const open = second === undefined && !ended;
    if (this.#before === 'counted') {
      // Some senders end a counted frame with a line end that they do not count.
      if (first === CR && open) return undefined;
      const trailer = first === CR && second === LF ? 2 : first === LF || first === NUL ? 1 : 0;
      this.#before = 'trailed';
      if (trailer > 0) return { next: at + trailer };
    }
    if (first === BLANK) {
      // An ASA sends a blank after a line feed now and then (rsyslog: framingfix.cisco.asa).
      if (open) return undefined;
      if (second === OPEN) return { next: at + 1 };
    }
    const start =
      first !== undefined && first >= ZERO && first <= NINE ? data.toString('latin1', at, at + COUNT_LENGTH) : '';
    if (!ended && start.length < COUNT_LENGTH && /^\d{1,10} ?$/.test(start)) return undefined;
    const [, digits] = /^(\d{1,10}) </.exec(start) ?? [];
    if (digits !== undefined) return this.#believe(digits, at + digits.length + 1);
    // Behind a counted frame comes another, or that one's count was wrong.
    this.#bad = this.#before === 'trailed' && first !== OPEN;
    this.#mode = 'line';
    return { next: at };
  }

  /** A count that cannot be right is left out, and what follows is read as a line. */
  #believe(digits: string, next: number): Step {
    const count = Number(digits);
    const largest = this.#before === 'line' ? LONGEST_LINE : LARGEST_COUNT;
    this.#bad = digits.startsWith('0') || count > largest;
    this.#mode = this.#bad ? 'line' : 'counted';
    this.#count = count;
    return { next };
  }

  #counted(data: Buffer, at: number, ended: boolean): Step | undefined {
    const cut = this.#count > LONGEST_LINE;
    const wanted = cut ? LONGEST_LINE + 1 : this.#count;
    if (data.length - at < wanted && !ended) return undefined;
    const next = Math.min(at + wanted, data.length);
    this.#before = 'counted';
    this.#mode = cut ? 'skip' : 'begin';
    this.#skip = this.#count - wanted;
    return { next, frame: frameOf(data, at, next, false) };
  }

  #line(data: Buffer, at: number, ended: boolean): Step | undefined {
    // The longest line has two bytes more: CR LF.
    const far = Math.min(data.length, at + LONGEST_LINE + 2);
    const end = lineEnd(data, at, far);
    const inside = this.#bad ? insideOf(data, at, end) : -1;
    const bad = this.#bad;
    if (inside >= 0) return { next: this.#found(inside), frame: frameOf(data, at, inside, bad) };
    if (end < far || (ended && far === data.length)) {
      this.#mode = 'begin';
      this.#before = 'line';
      return { next: Math.min(end + 1, data.length), frame: frameOf(data, at, withoutCr(data, at, end), bad) };
    }
    if (far - at < LONGEST_LINE + 2) return undefined;
    this.#mode = 'skip';
    this.#skip = 'line';
    return { next: at + LONGEST_LINE, frame: frameOf(data, at, far, bad) };
  }

  #skipped(data: Buffer, at: number, ended: boolean): Step | undefined {
    if (this.#skip !== 'line') {
      const next = Math.min(at + this.#skip, data.length);
      this.#skip -= next - at;
      if (this.#skip === 0) this.#mode = 'begin';
      return { next };
    }
    const end = lineEnd(data, at, data.length);
    const inside = this.#bad ? insideOf(data, at, end) : -1;
    if (inside >= 0) return { next: this.#found(inside) };
    if (end < data.length) {
      this.#mode = 'begin';
      this.#before = 'line';
      return { next: end + 1 };
    }
    if (!this.#bad || ended) return { next: end };
    return end - at > COUNT_INSIDE_HELD ? { next: end - COUNT_INSIDE_HELD } : undefined;
  }

  /** Goes on with the counted frame that was found. */
  #found(at: number): number {
    this.#mode = 'begin';
    this.#before = 'trailed';
    return at;
  }
}

function frameOf(data: Buffer, from: number, to: number, bad: boolean): Frame {
  const cut = to - from > LONGEST_LINE;
  return { text: cut ? textOf(data.subarray(from, to)) : data.toString('utf8', from, to), cut, bad };
}

function lineEnd(data: Buffer, from: number, to: number): number {
  const part = data.subarray(from, to);
  const lf = part.indexOf(LF);
  const line = lf < 0 ? part : part.subarray(0, lf);
  const nul = line.indexOf(NUL);
  return from + (nul < 0 ? line.length : nul);
}

function withoutCr(data: Buffer, from: number, to: number): number {
  return to > from && data[to - 1] === CR ? to - 1 : to;
}

function insideOf(data: Buffer, from: number, to: number): number {
  const found = data.toString('latin1', from, to).search(COUNT_INSIDE);
  return found < 0 ? -1 : from + found;
}
