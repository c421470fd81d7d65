import type { Batch } from '../domain/batch.ts';
import type { GapRow, HealthRow, Outcome } from '../domain/feed.ts';
import { sizeOf } from '../domain/packed.ts';
import { pollEnd } from '../domain/polling.ts';

type Outcomes = HealthRow['outcomes'];

/** What batches counted: messages and polls by the bucket that they are in once they are saved, and what became of these. */
interface Count {
  readonly buckets: Readonly<Record<string, number>>;
  readonly outcomes: Outcomes;
}

const NONE: Count = { buckets: {}, outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 } };

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
 * stored, and a poll as read, when its batch was taken: as long as it waits here it is still queued, and one that was lost is in the bucket `unsaved`.
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
      [...counts].reduce((all, { buckets: { stored = 0, counted = 0 } }) => all + stored + counted, 0);
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
    const waits = waiting.reduce((all, { count }) => plus(all, count), NONE);
    const { buckets, outcomes } = plus(row, lost === undefined ? waits : plus(waits, lost), -1);
    const queuedBytes = row.queuedBytes + waiting.reduce((sum, { bytes }) => sum + bytes, 0);
    const queued = (row.queued ?? 0) + allOf(waits);
    return { ...row, outcomes, queued, queuedBytes, buckets: { ...buckets, unsaved: allOf(lost ?? NONE) } };
  }

  /** What comes within a second of one collector is saved at once: else a minute of batches would take as long as a minute of load. */
  #put(next: Waiting): void {
    const last = this.#waiting.at(-1);
    if (last === undefined || !isOne(last, next)) {
      this.#waiting.push(next);
      return;
    }
    this.#waiting[this.#waiting.length - 1] = {
      batch: joined(last.batch, next.batch),
      bytes: last.bytes + next.bytes,
      begun: last.begun,
      count: plus(last.count, next.count),
    };
  }

  /** A collector tells all that it has counted since its start: a batch's own is what is more than with the one before it. */
  #count({ collector, messages, unstored = [], polled = [], health }: Batch): Count {
    const counted = unstored.reduce((sum, { count }) => sum + count, 0);
    const buckets: Record<string, number> = polled.length === 0 ? { stored: messages, counted } : {};
    for (const end of polled.map(pollEnd)) buckets[end] = (buckets[end] ?? 0) + 1;
    if (health === undefined) return { ...NONE, buckets };
    const before = { ...NONE, outcomes: this.#last.get(collector) ?? NONE.outcomes };
    this.#last.set(collector, health.outcomes);
    return { buckets, outcomes: plus({ ...NONE, outcomes: health.outcomes }, before, -1).outcomes };
  }

  #lose(collector: string, count: Count): void {
    this.#lost.set(collector, plus(this.#lost.get(collector) ?? NONE, count));
  }
}

/** Both together, or the first less the second. */
function plus(a: Count, b: Count, sign: 1 | -1 = 1): Count {
  const buckets: Record<string, number> = { ...a.buckets };
  for (const [bucket, count] of Object.entries(b.buckets)) if (count !== 0) buckets[bucket] = (buckets[bucket] ?? 0) + sign * count; // prettier-ignore
  const outcomes: Record<Outcome, number> = { ...a.outcomes };
  for (const outcome of Object.keys(outcomes) as Outcome[]) outcomes[outcome] += sign * b.outcomes[outcome];
  return { buckets, outcomes };
}

function allOf({ buckets }: Count): number {
  return Object.values(buckets).reduce((sum, count) => sum + count, 0);
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
