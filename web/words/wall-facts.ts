import type { AaaRow } from '../../server/domain/aaa.ts';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import type { ChainRow, DeviceRow, Summary } from '../../server/domain/feed.ts';
import type { PollRhythm, SessionLimit, Usual } from '../../server/domain/usual.ts';
import { freshest, freshness, NO_SIGN, silent, type Freshness, type Sign } from './freshness.ts';

/** What `/api/wall` tells. */
export interface WallTold {
  readonly usual: Usual;
  readonly limit: SessionLimit;
  readonly polls: readonly PollRhythm[];
}

/** All that a wall is made from; what is asked for beside the feed is absent until it has come. */
export interface WallFacts {
  readonly summary: Summary;
  readonly devices: readonly DeviceRow[];
  /** Warnings of the collectors, in words. */
  readonly warnings: readonly string[];
  readonly told?: WallTold | undefined;
  readonly chains?: readonly ChainRow[] | undefined;
  readonly aaa?: readonly AaaRow[] | undefined;
  /** Open ones and those that ended a short while ago. */
  readonly alerts?: readonly AlertRow[] | undefined;
  /** Whether whom an alert is about may hang there. */
  readonly mayName?: boolean;
}

/** How often `show aaa-server` is asked, in milliseconds, unless the device is polled less often. */
const AAA_INTERVAL = 300_000;

/** Whether a person has tagged the head-end `maintenance`: what it does, or does not, is expected. */
export function isMaintained({ place }: DeviceRow): boolean {
  return place?.tags.some((tag) => tag.toLowerCase() === 'maintenance') ?? false;
}

/** The head-ends that are to be seen: adopted, and not in maintenance. */
export function watched(devices: readonly DeviceRow[]): readonly DeviceRow[] {
  return devices.filter((device) => device.state === 'adopted' && !isMaintained(device));
}

/** Those of them of which nothing is known now. */
export function unseen(devices: readonly DeviceRow[], now: number): readonly DeviceRow[] {
  return watched(devices).filter((device) => silent(device.heartbeat, now));
}

/** Milliseconds between two polls of the device, or of the slowest; what is not polled any more is late as if it were. */
export function pollInterval(told: WallTold | undefined, device?: string): number {
  const every = (told?.polls ?? [])
    .filter((poll) => device === undefined || poll.device === device)
    .map(({ everySeconds }) => (everySeconds ?? 0) * 1000);
  return Math.max(NO_SIGN.interval, ...every);
}

/** How far the use of a chain can be believed: as polled by its poll, as derived by its head-end's messages. */
export function chainFreshness(chain: ChainRow, facts: WallFacts, now: number): Freshness {
  return freshness(chainSign(chain, facts, now), now);
}

/** The last sign of what tells the use of a chain. */
export function chainSign({ device: name, source, at }: ChainRow, { devices, told }: WallFacts, now: number): Sign {
  if (source === 'polled') return { at, interval: pollInterval(told, name) };
  const device = devices.find((one) => one.name === name);
  return freshest(device?.heartbeat ?? NO_SIGN, now);
}

/** How far the state of an AAA server can be believed. */
export function aaaFreshness(
  row: AaaRow,
  { devices, told }: Pick<WallFacts, 'devices' | 'told'>,
  now: number,
): Freshness {
  // What was told holds on until it is told otherwise, as long as the head-end is heard.
  const device = devices.find(({ name }) => name === row.device);
  const heard = freshness(device?.heartbeat ?? NO_SIGN, now);
  if (row.source === 'syslog' || isOld(heard)) return heard;
  return freshness({ at: row.at, interval: Math.max(AAA_INTERVAL, pollInterval(told, row.device)) }, now);
}

/** Whether it is not to be taken for what is true now. */
export function isOld(fresh: Freshness): boolean {
  return fresh === 'stale' || fresh === 'unknown';
}
