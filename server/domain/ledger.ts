import type { HealthRow } from './feed.ts';
import type { SenderRow } from './sender-counts.ts';

/** What it means that a message is in a bucket. `passed` ones go on to the collector that stores them. */
export type Fate = 'stored' | 'counted' | 'duplicate' | 'quarantined' | 'refused' | 'lost' | 'passed';

/** THE TABLE of buckets of whatever listens: what each means, and what it is called. */
export const buckets: Readonly<Record<string, { readonly fate: Fate; readonly words: string }>> = {
  stored: { fate: 'stored', words: 'stored' },
  counted: { fate: 'counted', words: 'counted instead of stored' },
  duplicate: { fate: 'duplicate', words: 'came twice' },
  quarantined: { fate: 'quarantined', words: 'set aside as it came' },
  kernelDropped: { fate: 'lost', words: 'dropped by the kernel' },
  overflow: { fate: 'lost', words: 'lost: no room in the queue' },
  flood: { fate: 'lost', words: 'lost: its sender sent more than its share' },
  unsaved: { fate: 'lost', words: 'lost while nothing could be saved' },
  refused: { fate: 'refused', words: 'of senders not let in' },
  empty: { fate: 'refused', words: 'empty' },
  passed: { fate: 'passed', words: 'passed on to be stored' },
  // Traps, in the order in which they are judged.
  tooLong: { fate: 'refused', words: 'longer than any trap' },
  malformed: { fate: 'refused', words: 'no SNMP message' },
  notATrap: { fate: 'refused', words: 'no trap' },
  tooManyVarbinds: { fate: 'refused', words: 'too many varbinds' },
  unknownSource: { fate: 'refused', words: 'of no device of ours' },
  wrongCommunity: { fate: 'refused', words: 'another community' },
  unknownUser: { fate: 'refused', words: 'an unknown SNMP user' },
  belowLevel: { fate: 'refused', words: 'less protection than given' },
  aboveLevel: { fate: 'refused', words: 'more protection than given' },
  wrongDigest: { fate: 'refused', words: 'a wrong digest' },
  undecryptable: { fate: 'refused', words: 'not to be decrypted' },
  engineUnknown: { fate: 'refused', words: 'another SNMP engine' },
  engineLimited: { fate: 'refused', words: 'many new SNMP engines' },
  replayed: { fate: 'refused', words: 'old by its engine' },
  undecodable: { fate: 'refused', words: 'values that do not fit' },
  limited: { fate: 'lost', words: 'more than can be stored' },
  // Polls.
  complete: { fate: 'stored', words: 'answered' },
  partial: { fate: 'stored', words: 'answered in part' },
  failed: { fate: 'lost', words: 'not answered' },
  skipped: { fate: 'lost', words: 'left out: their time had passed' },
  brokenOff: { fate: 'lost', words: 'broken off' },
};

/** What a bucket is called; one that is not in the table by its own name. */
export function bucketWords(bucket: string): string {
  return Object.hasOwn(buckets, bucket) ? (buckets[bucket]?.words ?? bucket) : bucket;
}

/** What it means to be in it; of one that is not in the table nothing is known but that nothing was stored. */
export function fateOf(bucket: string): Fate {
  return Object.hasOwn(buckets, bucket) ? (buckets[bucket]?.fate ?? 'refused') : 'refused';
}

/** Notes that count what a collector took from the network, and what another collector handed on to it. */
const OUTSIDE = ['udp', 'tcp', 'tls', 'datagrams'] as const;
const INSIDE = ['trap'] as const;

/** Where everything went that a collector received since its start. */
export interface LedgerLine {
  readonly collector: string;
  /** What was sent, as far as anybody can know: received, or dropped by the kernel before. */
  readonly sent: number;
  readonly received: number;
  readonly buckets: Readonly<Record<string, number>>;
  /** Messages that wait to be stored. */
  readonly queued: number;
  /** Sent, less all buckets and what waits. Whatever is not 0 is a fault of ours. */
  readonly residual: number;
}

/** The same of whoever asks: where every poll is that was due. */
export interface PollLine extends Pick<LedgerLine, 'collector' | 'buckets' | 'residual'> {
  readonly due: number;
  /** Under way, or wait to be stored. */
  readonly queued: number;
}

/** The same of a sender; what the kernel dropped cannot be told by sender. */
export interface SenderLine extends SenderRow {
  /** Of which device the address is; `null` where it is of none. */
  readonly device: string | null;
  readonly residual: number;
}

/** The books of all that collect. */
export interface Ledger {
  readonly lines: readonly LedgerLine[];
  /** All of them: what one handed on to another is in it once. */
  readonly total: LedgerLine;
  /** Those with a residual first, then those who lost something, then those that sent most. */
  readonly senders: readonly SenderLine[];
  readonly polls: readonly PollLine[];
}

/** The books as these rows tell them, each as of one instant; `deviceOf` knows the device of an address. */
export function ledgerOf(rows: readonly HealthRow[], deviceOf: (from: string) => string | undefined): Ledger {
  // Whatever asks or tidies up receives nothing.
  const listening = rows.filter(({ notes = {} }) => [...OUTSIDE, ...INSIDE].some((note) => notes[note] !== undefined));
  const all = new Map<string, number>();
  for (const { buckets: counts } of listening)
    for (const [bucket, count] of Object.entries(counts))
      if (fateOf(bucket) !== 'passed') all.set(bucket, (all.get(bucket) ?? 0) + count);
  return {
    lines: listening.map((row) =>
      line(row.collector, inflow(row, [...OUTSIDE, ...INSIDE]), row.buckets, row.queued ?? 0),
    ),
    total: line(
      'all',
      sum(listening.map((row) => inflow(row, OUTSIDE))),
      Object.fromEntries(all),
      sum(listening.map(({ queued = 0 }) => queued)),
    ),
    senders: listening
      .flatMap(({ senders = [] }) => senders)
      .map((row) => ({
        ...row,
        device: row.from === null ? null : (deviceOf(row.from) ?? null),
        residual: row.received - row.stored - row.counted - row.refused - row.lost - row.queued,
      }))
      .sort(worstFirst),
    polls: rows.flatMap(pollLines),
  };
}

/** Whether everything is where it must be. */
export function isBalanced({ lines, total, senders, polls }: Ledger): boolean {
  return [...lines, total, ...senders, ...polls].every(({ residual }) => residual === 0);
}

function line(collector: string, received: number, counts: LedgerLine['buckets'], queued: number): LedgerLine {
  const sent = received + (counts['kernelDropped'] ?? 0);
  return { collector, sent, received, buckets: counts, queued, residual: sent - sum(Object.values(counts)) - queued };
}

function pollLines({ collector, buckets: counts, queued = 0, notes = {} }: HealthRow): readonly PollLine[] {
  const { due } = notes;
  if (due === undefined) return [];
  return [{ collector, due, buckets: counts, queued, residual: due - sum(Object.values(counts)) - queued }];
}

function inflow({ notes = {} }: HealthRow, names: readonly string[]): number {
  return sum(names.map((name) => notes[name] ?? 0));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}

function worstFirst(a: SenderLine, b: SenderLine): number {
  return Math.abs(b.residual) - Math.abs(a.residual) || b.lost - a.lost || b.received - a.received;
}
