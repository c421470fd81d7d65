import type { Batch } from '../../server/domain/batch.ts';
import type { Claimed } from '../../server/domain/claim.ts';
import type { ClockSample } from '../../server/domain/clock.ts';
import type { MessageRow, Outcome } from '../../server/domain/feed.ts';
import { tallyHidden, type HiddenName } from '../../server/domain/hidden.ts';
import type { Packable } from '../../server/domain/packed.ts';
import { tally } from '../../server/domain/unknown.ts';
import type { Packer } from './packer.ts';
import type { Uncommitted } from './unstored.ts';

/** How many messages a batch shows. */
const MOST_LATEST = 100;

/** The part of a batch that the intake knows: its rows and what they say. */
export type Load = Pick<
  Batch,
  'rows' | 'messages' | 'lastMessage' | 'claims' | 'bySource' | 'unknown' | 'clocks' | 'hidden' | 'latest' | 'unstored'
>;

/** A message that waits to be stored. */
export interface Waiting extends Packable {
  readonly bytes: number;
  readonly from: string;
  readonly messageId: number | null;
  readonly oid: string | undefined;
  readonly outcome: Outcome;
  readonly line: string;
  readonly claimed: Claimed | undefined;
  readonly hidden: HiddenName | undefined;
}

/** What a batch tells of messages that go into it. */
export function loadOf(messages: readonly Waiting[], { bySource, unstored, clocks }: Underway, packer: Packer): Load {
  return {
    rows: packer.pack(messages),
    messages: messages.length,
    lastMessage: messages.at(-1)?.id ?? 0,
    claims: messages.flatMap(({ claimed }) => claimed ?? []),
    bySource: summed(bySource, unstored.bySource),
    unknown: tally(messages, ({ line }) => line),
    clocks,
    hidden: tallyHidden(messages),
    latest: latestOf(messages),
    unstored: unstored.counts,
  };
}

function summed(a: Underway['bySource'], b: Underway['bySource']): Underway['bySource'] {
  const sums = new Map(Object.entries(a));
  for (const [from, count] of Object.entries(b)) sums.set(from, (sums.get(from) ?? 0) + count);
  return Object.fromEntries(sums);
}

/** What can become of a line. */
export const OUTCOMES = ['claim', 'noted', 'unlisted', 'misfit', 'foreign'] as const satisfies readonly Outcome[];

/** Messages that are on their way, summed up. */
export interface Underway {
  readonly messages: number;
  readonly bytes: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly bySource: Readonly<Record<string, number>>;
  /** What is counted instead of stored goes along. */
  readonly unstored: Uncommitted;
  readonly clocks: readonly ClockSample[];
}

/** That nothing is on its way. */
export const NOTHING: Underway = {
  ...{ messages: 0, bytes: 0, bySource: {} },
  unstored: { messages: 0, counts: [], bySource: {} },
  clocks: [],
  outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
};

/** Sums them up. */
export function underway(messages: readonly Waiting[], beside: Pick<Underway, 'unstored' | 'clocks'>): Underway {
  const outcomes = { ...NOTHING.outcomes };
  const bySource = new Map<string, number>();
  let bytes = 0;
  for (const message of messages) {
    bytes += message.bytes;
    outcomes[message.outcome] += 1;
    bySource.set(message.from, (bySource.get(message.from) ?? 0) + 1);
  }
  return { messages: messages.length, bytes, outcomes, bySource: Object.fromEntries(bySource), ...beside };
}

/** The last of those that the tables know. */
function latestOf(messages: readonly Waiting[]): readonly MessageRow[] {
  const latest: MessageRow[] = [];
  for (let i = messages.length - 1; i >= 0 && latest.length < MOST_LATEST; i -= 1) {
    const { id, at, from, shape, outcome, line } = messages[i] as Waiting; // within the array
    if (outcome !== 'claim' && outcome !== 'noted') continue;
    const { messageId, severity } = shape;
    latest.push({ id, at, device: null, from, messageId, severity, outcome, text: line });
  }
  return latest.reverse();
}
