import { socketPath, type Config } from '../config.ts';
import { daySizeWords, type DaySize } from '../domain/day-size.ts';
import {
  bucketWords,
  isBalanced,
  type Ledger,
  type LedgerLine,
  type PollLine,
  type SenderLine,
} from '../domain/ledger.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';
import { visible } from './fault.ts';

/** `ledger`: tells where everything went that was received since the server's start, and whether it adds up. The counts are the running server's alone. */
export async function ledger(config: Config, asJson: boolean, print: Print): Promise<boolean> {
  requireDatabase(config);
  const answer = await callControl(socketPath(config.database), 'ledger', {});
  if (answer === undefined)
    throw new Error(`${config.database}: no server is running with it, and what was received is counted by the server`);
  const told = answer as Ledger; // our own server, of this user
  if (asJson) print(JSON.stringify(told));
  else {
    const size = (await callControl(socketPath(config.database), 'day-size', {})) as DaySize | null | undefined; // our own server, of this user
    for (const line of linesOf(told, size ?? undefined)) print(line);
  }
  return isBalanced(told);
}

function linesOf(told: Ledger, size: DaySize | undefined): readonly string[] {
  const { lines, total, senders, polls } = told;
  if (lines.length + polls.length === 0) return ['nothing is listened for'];
  return [
    ...lines.flatMap(collectorLines),
    ...(lines.length > 1 ? [`all: ${total.sent} sent, residual ${total.residual}`] : []),
    ...(senders.length > 0 ? ['by sender:', ...senders.map(senderLine)] : []),
    ...polls.flatMap(pollLines),
    ...(size === undefined ? [] : [daySizeWords(size)]),
    isBalanced(told) ? 'everything is accounted for' : 'NOT everything is accounted for: this is a fault of ours',
  ];
}

function collectorLines({ collector, sent, received, buckets, queued, residual }: LedgerLine): readonly string[] {
  return [
    `${collector}: ${sent} sent as far as is known, of which ${received} were received`,
    ...Object.entries(buckets)
      .filter(([bucket, count]) => count > 0 || bucket === 'stored' || bucket === 'passed')
      .map(([bucket, count]) => row(count, bucketWords(bucket))),
    row(queued, 'wait to be stored'),
    row(residual, 'residual'),
  ];
}

function pollLines({ collector, due, buckets, queued, residual }: PollLine): readonly string[] {
  return [
    `${collector}: ${due} polls were due`,
    ...Object.entries(buckets)
      .filter(([bucket, count]) => count > 0 || bucket === 'complete')
      .map(([bucket, count]) => row(count, bucketWords(bucket))),
    row(queued, 'under way'),
    row(residual, 'residual'),
  ];
}

function row(count: number, words: string): string {
  return `${String(count).padStart(14)}  ${words}`;
}

function senderLine({ from, device, residual, ...counts }: SenderLine): string {
  const who = from === null ? 'all others' : device === null || device === from ? from : `${device} (${from})`;
  const { received, ...ends } = counts;
  const told = Object.entries(ends).filter(([end, count]) => count > 0 || end === 'stored');
  return visible(
    `  ${who}: ${received} received, ${told.map(([end, count]) => `${count} ${end}`).join(', ')}, residual ${residual}`,
  );
}
