import {
  bucketWords,
  fateOf,
  isBalanced,
  type Ledger,
  type LedgerLine,
  type SenderLine,
} from '../../server/domain/ledger.ts';
import { count, many } from './bytes.ts';

/** How many senders are shown: those that lost something stand first. */
export const MOST_SENDERS = 50;

/** What of a collector's messages was neither stored nor passed on, in words; `lost` is what somebody should look at. */
export function endsOf({
  buckets,
}: Pick<LedgerLine, 'buckets'>): readonly { readonly words: string; readonly count: number; readonly lost: boolean }[] {
  return Object.entries(buckets)
    .map(([bucket, counted]) => ({ fate: fateOf(bucket), words: bucketWords(bucket), count: counted }))
    .filter(({ fate, count: counted }) => counted > 0 && fate !== 'stored' && fate !== 'passed')
    .map(({ fate, words, count: counted }) => ({ words, count: counted, lost: fate === 'lost' }));
}

/** How many were stored, or passed on to be stored; of polls, answered. */
export function keptOf({ buckets }: Pick<LedgerLine, 'buckets'>): number {
  return Object.entries(buckets).reduce(
    (sum, [bucket, counted]) => (['stored', 'passed'].includes(fateOf(bucket)) ? sum + counted : sum),
    0,
  );
}

/** The books in a sentence. */
export function ledgerSaid(ledger: Ledger): string {
  const { sent, residual } = ledger.total;
  if (!isBalanced(ledger))
    return `not everything is accounted for (residual ${count(residual)}): this is a fault of ours`;
  const due = ledger.polls.reduce((sum, line) => sum + line.due, 0);
  const polls = due === 0 ? '' : ` and ${many(due, 'poll')}`;
  return `all ${many(sent, 'message')} sent as far as is known${polls}, each accounted for: residual 0`;
}

/** Whose a line of senders is. */
export function senderName({ from, device }: SenderLine): string {
  return from === null ? 'all others' : (device ?? from);
}
