import { ledgerOf, type Ledger } from '../domain/ledger.ts';
import type { SenderCounts } from '../domain/sender-counts.ts';
import type { CommittedView, Health } from './committed.ts';

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** One of the figures, as `/metrics` registers it. */
export interface LedgerMetric {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly labelNames: readonly string[];
  readonly help: string;
  readonly read: () => Iterable<Sample>;
}

const ends = ['received', 'stored', 'counted', 'refused', 'lost'] as const satisfies readonly (keyof SenderCounts)[];

/** Senders are told by their device, of which there are as many as were adopted and 50; whoever is none of them is one of the `others`. */
const OTHERS = 'others';

/** The figures of the ledger. */
export function ledgerMetrics(
  book: Pick<CommittedView, 'deviceNameOf'>,
  health: () => Health,
): readonly LedgerMetric[] {
  const ledger = (): Ledger => ledgerOf(health().collectors, (from) => book.deviceNameOf(from));
  return [
    {
      ...{ name: 'tunnelwatch_ledger', type: 'gauge', labelNames: ['collector', 'bucket'] },
      help: 'Where what was sent, or was due to be polled, is: the buckets, and what is queued.',
      *read() {
        const { lines, polls } = ledger();
        for (const { collector, buckets, queued } of [...lines, ...polls])
          for (const [bucket, count] of Object.entries({ ...buckets, queued })) yield [{ collector, bucket }, count];
      },
    },
    {
      ...{ name: 'tunnelwatch_ledger_sent_total', type: 'counter', labelNames: ['collector'] },
      help: 'Received, or dropped by the kernel before.',
      read: () => ledger().lines.map(({ collector, sent }) => [{ collector }, sent]),
    },
    {
      ...{ name: 'tunnelwatch_polls_due_total', type: 'counter', labelNames: ['collector'] },
      help: 'Polls whose time has come.',
      read: () => ledger().polls.map(({ collector, due }) => [{ collector }, due]),
    },
    {
      ...{ name: 'tunnelwatch_ledger_residual', type: 'gauge', labelNames: ['collector'] },
      help: 'Sent or due, less all buckets and what is queued: 0, or we have a fault. The collector all: all that listen.',
      *read() {
        const { lines, total, polls } = ledger();
        for (const { collector, residual } of [...lines, ...(lines.length > 0 ? [total] : []), ...polls])
          yield [{ collector }, residual];
      },
    },
    {
      ...{ name: 'tunnelwatch_source_messages_total', type: 'counter', labelNames: ['device', 'end'] },
      help: 'What became of the messages of a device.',
      *read() {
        for (const row of ledger().senders)
          for (const end of ends) yield [{ device: row.device ?? OTHERS, end }, row[end]]; // those of one device add up
      },
    },
  ];
}
