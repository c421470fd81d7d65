import type { Batch } from '../domain/batch.ts';
import type { GapRow, HealthRow, Outcome } from '../domain/feed.ts';
import { sizeOf } from '../domain/packed.ts';

type Outcomes = HealthRow['outcomes'];

/** What batches counted: how many messages, and what became of these. */
interface Count {
  messages: number;
  /** Messages that are counted instead of stored. */
  counted: number;
  outcomes: Record<Outcome, number>;
}

/** A batch that waits to be saved, and what it takes of the room. */
interface Waiting {
  readonly batch: Batch;
  readonly bytes: number;
  readonly count: Count;
  /** When the first batch in it was closed, epoch milliseconds. */
  readonly begun: number;
}

/** How long batches that are joined may take in all (milliseconds), and how large they may be (bytes). */
const SPAN = 1000;
const LARGE = 4 * 1024 * 1024;

/**
 * Batches that were shown and wait to be saved, in order and bounded in bytes; what has no room is lost, and counted. A collector counts a message as
 * stored when its batch was taken: as long as it waits here it is still queued, and one that was lost is in the bucket `unsaved`.
 */
export class Held {
  readonly #most: number;
  readonly #waiting: Waiting[] = [];
  readonly #last = new Map<string, Outcomes>();
  readonly #lost = new Map<string, Count>();
  #bytes = 0;
  #gap: GapRow | undefined;

  /** `most`: bytes that may wait. */
  constructor(most: number) {
    this.#most = most;
  }

  get batches(): readonly Batch[] {
    return this.#waiting.map(({ batch }) => batch);
  }

  /** The one that waits longest. */
  get first(): Batch | undefined {
    return this.#waiting[0]?.batch;
  }

  /** Messages that wait, and those that were lost since the start. */
  get messages(): { readonly waiting: number; readonly lost: number } {
    const sum = (counts: Iterable<Count>): number =>
      [...counts].reduce((all, { messages, counted }) => all + messages + counted, 0);
    return { waiting: sum(this.#waiting.map(({ count }) => count)), lost: sum(this.#lost.values()) };
  }

  /** Takes a batch in, or loses it where there is no room: then all that come after it are lost, too, so that what is missing is one span. */
  add(batch: Batch): void {
    const count = this.#count(batch);
    const bytes =
      sizeOf(batch.rows) + (batch.polled === undefined ? 0 : JSON.stringify(batch.polled).length) + OVERHEAD;
    if (this.#gap === undefined && this.#bytes + bytes <= this.#most) {
      this.#put({ batch, bytes, count, begun: batch.at });
      this.#bytes += bytes;
      return;
    }
    this.#lose(batch.collector, count);
    this.#gap = { from: this.#gap?.from ?? batch.at, to: Math.max(this.#gap?.to ?? 0, batch.at) };
  }

  /** The first of them is saved. */
  saved(): void {
    this.#bytes -= this.#waiting.shift()?.bytes ?? 0;
  }

  /** The span of what was lost since this was asked last. */
  takeGap(): GapRow | undefined {
    const gap = this.#gap;
    this.#gap = undefined;
    return gap;
  }

  /** Notes what a batch that is saved at once has counted. */
  passed(batch: Batch): void {
    this.#count(batch);
  }

  /** The counts of a collector as they are: what waits here is not stored yet, and what was lost never will be. */
  counted(row: HealthRow): HealthRow {
    const waiting = this.#waiting.filter(({ batch }) => batch.collector === row.collector);
    const lost = this.#lost.get(row.collector);
    if (waiting.length === 0 && lost === undefined) return row;
    const outcomes: Record<Outcome, number> = { ...row.outcomes };
    let { stored = 0, counted = 0 } = row.buckets;
    for (const count of [...waiting.map((one) => one.count), ...(lost === undefined ? [] : [lost])]) {
      stored -= count.messages;
      counted -= count.counted;
      for (const outcome of Object.keys(outcomes) as Outcome[]) outcomes[outcome] -= count.outcomes[outcome];
    }
    const queuedBytes = row.queuedBytes + waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    const queued = waiting.reduce((sum, { count }) => sum + count.messages + count.counted, row.queued ?? 0);
    const buckets = { ...row.buckets, stored, ...(row.buckets['counted'] !== undefined && { counted }) };
    const unsaved = (lost?.messages ?? 0) + (lost?.counted ?? 0);
    return { ...row, outcomes, queued, queuedBytes, buckets: { ...buckets, unsaved } };
  }

  /** What comes within a second of one collector is saved at once: else a minute of batches would take as long as a minute of load. */
  #put(next: Waiting): void {
    const last = this.#waiting.at(-1);
    if (last === undefined || !isOne(last, next)) {
      this.#waiting.push(next);
      return;
    }
    const { messages, counted, outcomes } = last.count;
    const summed = { ...next.count.outcomes };
    for (const outcome of Object.keys(summed) as Outcome[]) summed[outcome] += outcomes[outcome];
    this.#waiting[this.#waiting.length - 1] = {
      batch: joined(last.batch, next.batch),
      bytes: last.bytes + next.bytes,
      begun: last.begun,
      count: { messages: messages + next.count.messages, counted: counted + next.count.counted, outcomes: summed },
    };
  }

  /** A collector tells all that it has counted since its start: a batch's own is what is more than with the one before it. */
  #count({ collector, messages, unstored = [], health }: Batch): Count {
    const counted = unstored.reduce((sum, { count }) => sum + count, 0);
    const outcomes: Record<Outcome, number> = { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 };
    if (health === undefined) return { messages, counted, outcomes };
    const before = this.#last.get(collector);
    for (const outcome of Object.keys(outcomes) as Outcome[])
      outcomes[outcome] = health.outcomes[outcome] - (before?.[outcome] ?? 0);
    this.#last.set(collector, health.outcomes);
    return { messages, counted, outcomes };
  }

  #lose(collector: string, count: Count): void {
    const lost = this.#lost.get(collector) ?? {
      ...{ messages: 0, counted: 0 },
      outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
    };
    lost.messages += count.messages;
    lost.counted += count.counted;
    for (const outcome of Object.keys(lost.outcomes) as Outcome[]) lost.outcomes[outcome] += count.outcomes[outcome];
    this.#lost.set(collector, lost);
  }
}

/** What a batch takes beside its rows, in bytes: claims and counts. */
const OVERHEAD = 1024;

function isOne(last: Waiting, { batch, bytes }: Waiting): boolean {
  const { collector, epoch, polled } = last.batch;
  const isSame = collector === batch.collector && epoch === batch.epoch;
  const isPoll = polled !== undefined || batch.polled !== undefined;
  return isSame && !isPoll && batch.at - last.begun < SPAN && last.bytes + bytes <= LARGE;
}

/** Two batches, one behind the other, as one that was closed when the second was. */
function joined(a: Batch, b: Batch): Batch {
  const bySource = Object.assign(Object.create(null) as Record<string, number>, a.bySource); // a source may be called anything
  for (const [source, messages] of Object.entries(b.bySource)) bySource[source] = (bySource[source] ?? 0) + messages;
  return {
    ...b,
    rows: [...a.rows, ...b.rows],
    messages: a.messages + b.messages,
    lastMessage: Math.max(a.lastMessage, b.lastMessage),
    claims: [...a.claims, ...b.claims],
    bySource,
    unknown: [...(a.unknown ?? []), ...(b.unknown ?? [])],
    clocks: [...(a.clocks ?? []), ...(b.clocks ?? [])],
    hidden: [...(a.hidden ?? []), ...(b.hidden ?? [])],
    unstored: [...(a.unstored ?? []), ...(b.unstored ?? [])],
    latest: [...a.latest, ...b.latest],
  };
}
