import type { Alert } from '../domain/alert/alert.ts';
import type { Committed } from '../domain/committed.ts';
import { shownHealth, type GapRow, type MessageRow, type SessionRow } from '../domain/feed.ts';
import { createAlertBoard } from './alerts.ts';
import type { Feed } from './feed.ts';

/** How long an ended session stays in the live view (milliseconds), and how many do at most. */
const ENDED_FOR = 60 * 60_000;
const MOST_ENDED = 500;
const MOST_MESSAGES = 100;

/** What a live view begins with: gaps, the latest messages, and alerts that ended within the last hour. */
export interface Beginning {
  readonly gaps: readonly GapRow[];
  readonly latest: readonly MessageRow[];
  readonly ended?: readonly Alert[];
}

/** Puts what is committed on the topics, and drops what is too old for a live view. */
export function createPublisher(
  feed: Feed,
  { gaps, latest, ended: over = [] }: Beginning,
): { publish(committed: Committed): void } {
  const ended = new Map<number, number>();
  const messages: number[] = [];
  const alerts = createAlertBoard(feed.topic('alerts'), over);
  let pools = new Set<string>();
  let chains = new Set<string>();
  let devices = new Set<string>();

  function session(row: SessionRow): void {
    feed.topic('sessions').put(String(row.id), row);
    if (row.state === 'ended') ended.set(row.id, row.end ?? row.seenAt);
  }

  function dropEnded(now: number): void {
    for (const [id, end] of ended) {
      if (ended.size <= MOST_ENDED && now - end < ENDED_FOR) return; // in order of their end: the rest is newer
      ended.delete(id);
      feed.topic('sessions').drop(String(id));
    }
  }

  function dropMessages(): void {
    for (const id of messages.splice(0, Math.max(0, messages.length - MOST_MESSAGES)))
      feed.topic('messages').drop(String(id));
  }

  function message(row: MessageRow): void {
    feed.topic('messages').put(String(row.id), row);
    messages.push(row.id);
  }

  for (const row of latest) message(row);
  for (const gap of gaps) feed.topic('gaps').put(String(gap.from), gap);
  return {
    publish(committed) {
      feed.topic('summary').put('summary', committed.summary);
      pools = putAll(feed.topic('pools'), pools, committed.summary.pools, (row) => `${row.device}/${row.name}`);
      chains = putAll(
        feed.topic('chains'),
        chains,
        committed.chains ?? [],
        (row) => `${row.device}/${row.tunnelGroup}`,
      );
      devices = putAll(feed.topic('devices'), devices, committed.devices, (row) => String(row.id));
      for (const id of committed.gone?.sessions ?? []) {
        ended.delete(id);
        feed.topic('sessions').drop(String(id));
      }
      alerts.forget(committed.gone?.alerts ?? []);
      for (const row of [...committed.sessions].sort(byEnd)) session(row);
      dropEnded(committed.summary.at);
      for (const row of committed.minutes) feed.topic('minutes').put(String(row.minute), row);
      for (const minute of committed.forgottenMinutes) feed.topic('minutes').drop(String(minute));
      for (const row of committed.messages) message(row);
      dropMessages();
      alerts.take(committed.alerts ?? [], committed.devices, committed.summary.at);
      if (committed.logins) feed.topic('logins').put('logins', { at: committed.summary.at });
      for (const row of [committed.health, ...(committed.others ?? [])])
        if (row !== undefined) feed.topic('health').put(row.collector, shownHealth(row));
    },
  };
}

const byEnd = (a: SessionRow, b: SessionRow): number => (a.end ?? 0) - (b.end ?? 0);

/** Puts all rows of a topic and drops those that are gone. Returns the keys there are now. */
function putAll<Row>(
  topic: { put(key: string, row: Row): void; drop(key: string): void },
  before: ReadonlySet<string>,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): Set<string> {
  const keys = new Set(rows.map(keyOf));
  for (const key of before) if (!keys.has(key)) topic.drop(key);
  for (const row of rows) topic.put(keyOf(row), row);
  return keys;
}
