import type { Alert } from '../domain/alert/alert.ts';
import type { Device } from '../domain/device.ts';
import type { MessageRow } from '../domain/feed.ts';
import type { Reads } from '../store/reads.ts';

/** Stored messages that are looked through, and rows that are shown. */
const READ = 500;
const SHOWN = 100;

/** The latest messages that the tables know, the oldest first: what the live view shows until new ones come. */
export async function latestMessages(reads: Reads, devices: readonly Device[]): Promise<readonly MessageRow[]> {
  const names = new Map(devices.flatMap(({ name, addresses }) => addresses.map((address) => [address, name] as const)));
  const { messages } = await reads.messages({ limit: READ });
  return messages
    .map(([id, at, from, messageId, severity, outcome, text]): MessageRow => {
      return { id, at, device: names.get(from) ?? null, from, messageId, severity, outcome, text };
    })
    .filter(({ outcome }) => outcome === 'claim' || outcome === 'noted')
    .slice(0, SHOWN)
    .reverse();
}

/** How far back alerts that are over are shown live, in milliseconds, and how many. */
const ENDED_FOR = 60 * 60_000;
const MOST_ALERTS = 1000;

/** The alerts that ended within the hour before `now`. */
export async function endedAlerts(reads: Reads, now: number): Promise<readonly Alert[]> {
  const query = { state: 'ended', thereFrom: now - ENDED_FOR, limit: MOST_ALERTS } as const;
  return (await reads.alerts(query)).alerts;
}
