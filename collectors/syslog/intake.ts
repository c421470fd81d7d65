import type { ClockSample } from '../../server/domain/clock.ts';
import type { HealthRow, Outcome } from '../../server/domain/feed.ts';
import { nextArrived } from '../../server/domain/message-id.ts';
import { wordsOf } from '../../server/domain/packed.ts';
import type { Taken } from '../snmp/take-trap.ts';
import { BySender, type Tally } from './by-sender.ts';
import { withoutSecrets } from './commands.ts';
import { shortened, withoutEnd } from './line.ts';
import { Names, type Kept } from './names.ts';
import { Packer } from './packer.ts';
import { claimedOf, isChatter, type Parsed } from './parse.ts';
import { namesIn } from './names-in.ts';
import { senderAddress } from './sender.ts';
import { Shapes } from './shape.ts';
import { Shares } from './shares.ts';
import { loadOf, NOTHING, OUTCOMES, underway, type Load, type Underway, type Waiting } from './waiting.ts';

export type { Load } from './waiting.ts';

/** Who may send. */
export interface Admission {
  /** The addresses of all devices, adopted or pending. */
  readonly known: readonly string[];
  /** How many further senders are let in. */
  readonly room: number;
}

export type Transport = 'udp' | 'tcp' | 'tls';

/** How a line came. */
export interface Arrival {
  readonly transport: Transport;
  /** It is only the beginning of one that was longer than is kept. */
  readonly cut?: boolean;
  /** The frame was malformed. */
  readonly bad?: boolean;
}

/** The part of a health row that the intake knows. */
export type Counts = Required<Pick<HealthRow, 'buckets' | 'outcomes' | 'notes' | 'queuedBytes' | 'queued' | 'senders'>>;

export interface IntakeOptions {
  readonly admission: Admission;
  /** The first id that may be given. */
  readonly firstMessage: number;
  /** The most that may wait, in bytes of UTF-8. */
  readonly queueBytes: number;
  readonly now: () => number;
  /** What is kept of names; all is, if left out. */
  readonly names?: Names;
}

/** What a batch holds at most, in messages and in bytes. */
const MOST_MESSAGES = 20_000;
const MOST_BYTES = 8 * 1024 * 1024;
/** What a waiting message costs beside its text, in bytes. */
const OVERHEAD = 256;
/** How often a sender's clock is looked at, in milliseconds. */
const LOOK = 1_000;

/** What comes in: each datagram or frame is refused, empty, too much, or parsed, numbered and queued; a message counts as stored once its batch is. */
export class Intake {
  readonly #now: () => number;
  readonly #names: Names;
  #known: ReadonlySet<string>;
  #room: number;
  /** Senders let in that the main thread has not made known yet. */
  readonly #guests = new Set<string>();
  /** When the clock of each sender was last looked at. */
  readonly #looked = new Map<string, number>();
  #refusedLast: string | undefined;
  #lastId: number;
  readonly #shares: Shares;
  readonly #senders = new BySender();
  readonly #shapes = new Shapes();
  readonly #packer = new Packer();
  #queue: Waiting[] = [];
  /** What is on its way to the store. */
  #underway: Underway = NOTHING;
  #queuedBytes = 0;
  #counts = { stored: 0, refused: 0, overflow: 0, flood: 0, empty: 0, kernelDropped: 0 };
  #notes: Record<Transport | 'trap' | 'cut' | 'badFrames', number> = {
    udp: 0,
    tcp: 0,
    tls: 0,
    trap: 0,
    cut: 0,
    badFrames: 0,
  };
  #outcomes: Readonly<Record<Outcome, number>> = { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 };

  constructor({ admission, firstMessage, queueBytes, now, names }: IntakeOptions) {
    this.#known = new Set(admission.known);
    this.#room = admission.room;
    this.#lastId = firstMessage - 1;
    this.#shares = new Shares(queueBytes, now);
    this.#now = now;
    this.#names = names ?? new Names({ known: [] });
  }

  /** Takes a datagram or frame. */
  receive(text: string, sender: string, { transport, cut = false, bad = false }: Arrival = { transport: 'udp' }): void {
    const line = withoutEnd(text);
    const from = senderAddress(sender);
    this.#notes[transport] += 1;
    if (bad) this.#notes.badFrames += 1;
    const tally = this.#meet(from, line, line.trim() === '');
    if (tally !== undefined) this.#enqueue(this.#read(line, cut), from, tally, { hasClock: true });
  }

  /** Takes a trap that was decoded; the syslog message in one is read as any other. Returns what became of it; nothing, where it had no room. */
  receiveTrap(taken: Taken, sender: string): Outcome | undefined {
    const from = senderAddress(sender);
    this.#notes.trap += 1;
    const tally = this.#meet(from, 'line' in taken ? taken.line : taken.syslog);
    if (tally === undefined) return undefined;
    return this.#enqueue('line' in taken ? taken : this.#readTrap(taken), from, tally, { hasClock: false });
  }

  /** Whether a message of this sender would be let in now. */
  knows(sender: string): boolean {
    return this.isKnown(sender) || this.#room > 0;
  }

  /** Whether this sender is one already: a device, or one that was let in. */
  isKnown(sender: string): boolean {
    const from = senderAddress(sender);
    return this.#known.has(from) || this.#guests.has(from);
  }

  /** Who may send from now on. */
  admit({ known, room }: Admission): void {
    this.#known = new Set(known);
    for (const guest of this.#guests) if (this.#known.has(guest)) this.#guests.delete(guest);
    // The room does not count yet those that were let in since.
    this.#room = Math.max(0, room - this.#guests.size);
  }

  /** How many datagrams the kernel has dropped so far. A reading that misses our sockets, as one after their end does, takes nothing back. */
  kernelDropped(count: number): void {
    this.#counts.kernelDropped = Math.max(this.#counts.kernelDropped, count);
  }

  /** Bytes that wait. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Messages that wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** What of the queue goes into one batch. It stays counted as queued, and as not stored, until `stored` is called. */
  load(): Load {
    const messages = this.#next();
    this.#underway = underway(messages);
    return loadOf(messages, this.#underway, this.#packer);
  }

  /** The counts as they are; with `underway`, once what was loaded is stored. */
  counts(when: 'now' | 'stored'): Counts {
    const { messages, bytes, bySource, outcomes: more } = when === 'stored' ? this.#underway : NOTHING;
    const outcomes = { ...this.#outcomes };
    for (const outcome of OUTCOMES) outcomes[outcome] += more[outcome];
    return {
      buckets: { ...this.#counts, stored: this.#counts.stored + messages },
      outcomes,
      notes: { ...this.#notes },
      queuedBytes: this.#queuedBytes - bytes,
      queued: this.#queue.length - messages,
      senders: this.#senders.rows(bySource),
    };
  }

  /** What was loaded is stored. */
  stored(): void {
    const { outcomes, queuedBytes } = this.counts('stored');
    this.#outcomes = outcomes;
    this.#queuedBytes = queuedBytes;
    this.#counts.stored += this.#underway.messages;
    this.#senders.stored(this.#underway.bySource);
    this.#queue = this.#queue.slice(this.#underway.messages);
    this.#underway = NOTHING;
  }

  /** What a person should know. */
  get warnings(): readonly string[] {
    const { refused, kernelDropped } = this.#counts;
    return [
      ...(refused === 0
        ? []
        : [
            `${refused} messages of unknown senders were refused, the last from ${this.#refusedLast ?? '?'}: no more senders may wait; adopt or add devices`,
          ]),
      ...this.#shares.warnings(this.#queuedBytes),
      ...(kernelDropped === 0
        ? []
        : [`${kernelDropped} messages were lost because they came faster than they could be read`]),
    ];
  }

  #next(): readonly Waiting[] {
    let bytes = 0;
    const end = this.#queue.findIndex((one) => (bytes += one.bytes) > MOST_BYTES);
    return this.#queue.slice(0, Math.min(end < 0 ? MOST_MESSAGES : Math.max(end, 1), MOST_MESSAGES));
  }

  #admits(from: string): boolean {
    if (this.isKnown(from)) return true;
    if (this.#room === 0) return false;
    this.#room -= 1;
    this.#guests.add(from);
    return true;
  }

  /** The counts of a sender of which this is taken in; what is not has ended in its bucket. */
  #meet(from: string, line: string, isEmpty = false): Tally | undefined {
    const isIn = isEmpty ? this.isKnown(from) : this.#admits(from);
    const tally = this.#senders.of(isIn ? from : undefined);
    tally.received += 1;
    if (isIn && !isEmpty) {
      const bytes = line.length + OVERHEAD;
      const refusal = this.#shares.refusal(from, bytes, this.#queuedBytes, () => isChatter(line));
      if (refusal === undefined) return tally;
      this.#counts[refusal] += 1;
      tally.lost += 1;
      return undefined;
    }
    if (!isEmpty) this.#refusedLast = from;
    this.#counts[isEmpty ? 'empty' : 'refused'] += 1;
    tally.refused += 1;
    return undefined;
  }

  /** What is kept of a line, and what it says. */
  #read(whole: string, cut: boolean): Kept {
    const short = shortened(whole);
    if (cut || short !== whole) this.#notes.cut += 1;
    const { line, ...said } = this.#names.keep(short);
    return { line: withoutSecrets(line, said.parsed), ...said };
  }

  /** The same of what a trap carries; one that the device has cut need not fit its wording. */
  #readTrap({ syslog, cut }: Extract<Taken, { readonly syslog: string }>): Kept {
    const kept = this.#read(syslog, cut);
    const { parsed } = kept;
    return cut && parsed.outcome === 'misfit' ? { ...kept, parsed: { ...parsed, outcome: 'noted' } } : kept;
  }

  #enqueue(
    { line, parsed, hidden }: Kept,
    from: string,
    tally: Tally,
    { hasClock }: { readonly hasClock: boolean },
  ): Outcome {
    const at = this.#now();
    const id = nextArrived(this.#lastId, at);
    this.#lastId = id;
    const { outcome, messageId = null, oid } = parsed;
    const { shape, text } = this.#shapes.of(line, from, parsed);
    const words = wordsOf(shape, namesIn(parsed));
    const bytes = Buffer.byteLength(text) + OVERHEAD;
    const claimed = claimedOf(parsed, { message: id, at, from });
    const clock = hasClock ? this.#look(from, at, parsed) : undefined;
    this.#queue.push({
      id,
      at,
      shape,
      text,
      words,
      bytes,
      from,
      messageId,
      oid,
      outcome,
      line,
      claimed,
      clock,
      hidden,
    });
    this.#queuedBytes += bytes;
    tally.queued += 1;
    return outcome;
  }

  /** Now and then what a message tells of its sender's clock; a line without a tag is not the device's. */
  #look(from: string, at: number, { outcome, device, deviceTime }: Parsed): ClockSample | undefined {
    if (outcome === 'foreign' || Math.abs(at - (this.#looked.get(from) ?? 0)) < LOOK) return undefined;
    this.#looked.set(from, at);
    return { from, at, stamp: deviceTime ?? null, ...(device !== undefined && { origin: device }) };
  }
}
