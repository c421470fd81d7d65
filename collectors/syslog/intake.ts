import type { Claimed } from '../../server/domain/claim.ts';
import type { HealthRow, Outcome } from '../../server/domain/feed.ts';
import { nextArrived } from '../../server/domain/message-id.ts';
import { isEvidence } from '../../server/domain/storing.ts';
import type { Taken } from '../snmp/take-trap.ts';
import type { Arrival, Transport } from './arrival.ts';
import { BySender, type Tally } from './by-sender.ts';
import { ClockLooks } from './clock-looks.ts';
import { withoutSecrets } from './commands.ts';
import { Door, type Admission } from './door.ts';
import { Filling } from './filling.ts';
import { header, messageIdOf } from './header.ts';
import { isBlank, shortened, withoutEnd } from './line.ts';
import { Names, type Kept } from './names.ts';
import { claimedOf, isChatter, isRead } from './parse.ts';
import { namesIn } from './names-in.ts';
import { senderAddress } from './sender.ts';
import { Shapes } from './shape.ts';
import { Shares } from './shares.ts';
import { Unstored } from './unstored.ts';
import { loadOf, NOTHING, OUTCOMES, type Filled, type Load, type Underway } from './waiting.ts';

export type { Admission } from './door.ts';
export type { Load } from './waiting.ts';

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
/** How many of them claim something, while no more wait than one batch would hold: the sooner they are decided upon. */
const MOST_CLAIMS = 2_000;
/** What a waiting message takes of memory beside its text, in bytes, as measured, and what more where it claims something. */
const OVERHEAD = 100;
const CLAIM = 750;

/** What comes in: each datagram or frame is refused, empty, too much, or parsed, numbered and queued; a message counts as stored once its batch is. */
export class Intake {
  readonly #now: () => number;
  readonly #names: Names;
  readonly #door: Door;
  readonly #clocks = new ClockLooks();
  #refusedLast: string | undefined;
  #lastId: number;
  readonly #shares: Shares;
  readonly #senders = new BySender();
  readonly #shapes = new Shapes();
  readonly #unstored = new Unstored();
  /** What waits: the batch that is being filled, those that are full, the oldest first, and what is on its way to the store. */
  readonly #filling = new Filling();
  readonly #full: Filled[] = [];
  #underway: Underway | undefined;
  #waiting = 0;
  #queuedBytes = 0;
  #counts = { stored: 0, counted: 0, refused: 0, overflow: 0, flood: 0, empty: 0, kernelDropped: 0 };
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
    this.#door = new Door(admission);
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
    const tally = this.#meet(from, isBlank(line));
    if (tally === undefined) return;
    // Most of what is not stored is known by its message ID: no more of it is read, and it takes no room.
    const messageId = messageIdOf(line);
    if (messageId !== undefined && !isRead(messageId) && !this.#door.isStored(from, messageId, false)) {
      const at = this.#count(from, tally, messageId);
      if (this.#clocks.isDue(from, at)) this.#clocks.look(from, at, header(line) ?? {});
    } else if (this.#hasRoom(from, tally, line))
      this.#enqueue(this.#read(this.#shortened(line, cut)), from, tally, { hasClock: true });
  }

  /** Takes a trap that was decoded; the syslog message in one is read as any other. Returns what became of it; nothing, where it had no room. */
  receiveTrap(taken: Taken, sender: string): Outcome | undefined {
    const from = senderAddress(sender);
    this.#notes.trap += 1;
    const tally = this.#meet(from);
    if (tally === undefined || !this.#hasRoom(from, tally, 'line' in taken ? taken.line : taken.syslog))
      return undefined;
    return this.#enqueue('line' in taken ? taken : this.#readTrap(taken), from, tally, { hasClock: false });
  }

  /** Whether a message of this sender would be let in now. */
  knows(sender: string): boolean {
    return this.#door.isOpen(senderAddress(sender));
  }

  /** Whether this sender is one already: a device, or one that was let in. */
  isKnown(sender: string): boolean {
    return this.#door.isKnown(senderAddress(sender));
  }

  /** Who may send from now on. */
  admit(admission: Admission): void {
    this.#door.admit(admission);
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
    return this.#waiting;
  }

  /** What of the queue goes into one batch, the same until `stored` is called: until then it is counted as queued, and as not stored. */
  load(): Load {
    this.#underway ??= {
      ...(this.#full.shift() ?? this.#filling.take()),
      unstored: this.#unstored.load(),
      clocks: this.#clocks.load(),
    };
    return loadOf(this.#underway);
  }

  /** The counts as they are; with `underway`, once what was loaded is stored. */
  counts(when: 'now' | 'stored'): Counts {
    const underway = when === 'stored' ? this.#underway : undefined;
    const { messages, bytes, bySource, unstored, outcomes: more } = underway ?? NOTHING;
    const outcomes = { ...this.#outcomes };
    for (const outcome of OUTCOMES) outcomes[outcome] += more[outcome];
    return {
      buckets: {
        ...this.#counts,
        stored: this.#counts.stored + messages,
        counted: this.#counts.counted + unstored.messages,
      },
      outcomes,
      notes: { ...this.#notes },
      queuedBytes: this.#queuedBytes - bytes,
      queued: this.waiting + this.#unstored.waiting - messages - unstored.messages,
      senders: this.#senders.rows({ stored: bySource, counted: unstored.bySource }),
    };
  }

  /** What was loaded is stored. */
  stored(): void {
    const { outcomes, queuedBytes } = this.counts('stored');
    this.#outcomes = outcomes;
    this.#queuedBytes = queuedBytes;
    const { messages, bySource, unstored, clocks } = this.#underway ?? NOTHING;
    this.#counts.stored += messages;
    this.#counts.counted += unstored.messages;
    this.#unstored.stored(unstored);
    this.#clocks.stored(clocks);
    this.#senders.committed({ stored: bySource, counted: unstored.bySource });
    this.#waiting -= messages;
    this.#underway = undefined;
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

  /** The counts of a sender that is let in; what it sends else has ended in its bucket. */
  #meet(from: string, isEmpty = false): Tally | undefined {
    const isIn = isEmpty ? this.#door.isKnown(from) : this.#door.lets(from);
    const tally = this.#senders.of(isIn ? from : undefined);
    tally.received += 1;
    if (isIn && !isEmpty) return tally;
    if (!isEmpty) this.#refusedLast = from;
    this.#counts[isEmpty ? 'empty' : 'refused'] += 1;
    tally.refused += 1;
    return undefined;
  }

  /** Whether there is room for another message of this sender; if not, it has ended in its bucket. */
  #hasRoom(from: string, tally: Tally, line: string): boolean {
    const chatters = isChatter(line);
    const bytes = line.length + OVERHEAD + (chatters ? 0 : CLAIM);
    const refusal = this.#shares.refusal(from, bytes, this.#queuedBytes, chatters);
    if (refusal === undefined) return true;
    this.#counts[refusal] += 1;
    tally.lost += 1;
    return false;
  }

  /** What is kept of a line, and what it says. */
  #read(short: string): Kept {
    const kept = this.#names.keep(short);
    const line = withoutSecrets(kept.line, kept.parsed);
    return line === kept.line ? kept : { ...kept, line };
  }

  #shortened(whole: string, cut: boolean): string {
    const short = shortened(whole);
    if (cut || short !== whole) this.#notes.cut += 1;
    return short;
  }

  /** The same of what a trap carries; one that the device has cut need not fit its wording. */
  #readTrap({ syslog, cut }: Extract<Taken, { readonly syslog: string }>): Kept {
    const kept = this.#read(this.#shortened(syslog, cut));
    const { parsed } = kept;
    return cut && parsed.outcome === 'misfit' ? { ...kept, parsed: { ...parsed, outcome: 'noted' } } : kept;
  }

  #enqueue(
    { line, parsed, hidden }: Kept,
    from: string,
    tally: Tally,
    { hasClock }: { readonly hasClock: boolean },
  ): Outcome {
    const { outcome, messageId = null, oid } = parsed;
    if (messageId !== null && !isEvidence(outcome) && !this.#door.isStored(from, messageId, outcome === 'noted')) {
      const at = this.#count(from, tally, messageId);
      if (hasClock) this.#clocks.look(from, at, parsed);
      return outcome;
    }
    const at = this.#now();
    const id = nextArrived(this.#lastId, at);
    this.#lastId = id;
    const { shape, text } = this.#shapes.of(line, from, parsed);
    const claimed = claimedOf(parsed, { message: id, at, from });
    const bytes = Buffer.byteLength(text) + OVERHEAD + (claimed === undefined ? 0 : CLAIM);
    if (hasClock && outcome !== 'foreign') this.#clocks.look(from, at, parsed);
    if (this.#isFull(bytes, claimed)) this.#full.push(this.#filling.take());
    this.#filling.add({ id, at, shape, text, names: namesIn(parsed), bytes, oid, line, claimed, hidden });
    this.#waiting += 1;
    this.#queuedBytes += bytes;
    tally.queued += 1;
    return outcome;
  }

  /** Whether the batch that is being filled has no room for that. */
  #isFull(bytes: number, claimed: Claimed | undefined): boolean {
    const { messages, claims, rowBytes } = this.#filling;
    const mostClaims = this.#waiting > MOST_MESSAGES ? MOST_MESSAGES : MOST_CLAIMS;
    return (
      messages >= MOST_MESSAGES ||
      (messages > 0 && rowBytes + bytes > MOST_BYTES) ||
      (claimed !== undefined && claims >= mostClaims)
    );
  }

  /** Counts a message instead of storing it, and tells when that was (epoch milliseconds). */
  #count(from: string, tally: Tally, messageId: number): number {
    const at = this.#now();
    this.#unstored.add(from, messageId, at);
    tally.queued += 1;
    return at;
  }
}
