import type { Estate, Seen } from '../domain/alert/observer.ts';
import type { DeviceRow } from '../domain/feed.ts';

/** What was seen with all its times turned into those of the alert clock, which differ only where somebody has set the system's. */
export function seenAt(seen: Seen, of: (time: number) => number): Seen {
  return {
    ...seen,
    claims: seen.claims.map((one) => ({ ...one, at: of(one.at) })),
    events: seen.events.map((one) => ({ ...one, at: of(one.at) })),
    attempts: seen.attempts.map((one) => ({ ...one, start: of(one.start), seenAt: of(one.seenAt) })),
    sessions: seen.sessions.map((one) => ({
      ...one,
      start: of(one.start),
      seenAt: of(one.seenAt),
      ...(one.end !== undefined && { end: of(one.end) }),
    })),
    estate: estateAt(seen.estate, of),
  };
}

function estateAt(estate: Estate, of: (time: number) => number): Estate {
  const { certificates } = estate;
  return {
    ...estate,
    devices: estate.devices.map((one) => deviceAt(one, of)),
    chains: estate.chains.map((one) => ({ ...one, at: one.at === null ? null : of(one.at) })),
    aaa: estate.aaa.map((one) => ({
      ...one,
      at: of(one.at),
      ...(one.silentSince !== undefined && { silentSince: of(one.silentSince) }),
    })),
    aaaListed: estate.aaaListed.map((one) => ({ ...one, at: of(one.at) })),
    polls: estate.polls.map((one) => ({
      ...one,
      since: of(one.since),
      ...(one.lastOk !== undefined && { lastOk: of(one.lastOk) }),
    })),
    ...(certificates !== undefined && { certificates: certificates.map((one) => ({ ...one, end: of(one.end) })) }),
  };
}

function deviceAt(device: DeviceRow, of: (time: number) => number): DeviceRow {
  const { heartbeat, lastMessageAt } = device;
  const { at, polled } = heartbeat;
  return {
    ...device,
    lastMessageAt: lastMessageAt === null ? null : of(lastMessageAt),
    heartbeat: {
      ...heartbeat,
      at: at === null ? null : of(at),
      ...(polled !== undefined && { polled: { ...polled, at: of(polled.at) } }),
    },
  };
}
