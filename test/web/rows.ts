import type { ChainRow, DeviceRow, PoolRow, SessionRow, Summary } from '../../server/domain/feed.ts';

/** A fixed instant that the rows of these tests are told by. */
export const now = Date.UTC(2026, 2, 3, 14, 6, 29);

/** An active IKEv1 session; what a test is about is given. */
export function session(given: Partial<SessionRow> = {}): SessionRow {
  return {
    id: 1,
    user: 'marty',
    publicIp: '198.51.100.7',
    protocol: 'ikev1',
    state: 'active',
    start: now - 3_600_000,
    startIs: 'seen',
    seenAt: now - 3_500_000,
    device: 'HV-ASA',
    tunnels: [],
    from: {},
    ...given,
  };
}

/** A pool of 100 addresses with so many used. */
export function pool(used: number, given: Partial<PoolRow> = {}): PoolRow {
  const first = '172.16.1.100';
  const last = '172.16.1.199';
  return {
    device: 'HV-ASA',
    name: 'vpnpool',
    first,
    last,
    size: 100,
    used,
    utilization: used / 100,
    tunnelGroups: ['hillvalleyvpn'],
    changedAt: now,
    ...given,
  };
}

/** The pools of a connection profile; its figures are those of the pools. */
export function chain(pools: readonly string[], given: Partial<ChainRow> = {}): ChainRow {
  const figures = { size: null, used: 0, held: null, utilization: null, source: 'derived', at: null } as const;
  return { device: 'HV-ASA', tunnelGroup: 'hillvalleyvpn', pools, ...figures, ...given };
}

/** An adopted device that was heard a second ago. */
export function device(given: Partial<DeviceRow> = {}): DeviceRow {
  return {
    id: 1,
    name: 'HV-ASA',
    state: 'adopted',
    addresses: ['10.10.10.2'],
    sessions: 12,
    lastMessageAt: now - 1000,
    messages: 400,
    heartbeat: {
      by: 'sent',
      interval: 60_000,
      at: given.lastMessageAt === undefined ? now - 1000 : given.lastMessageAt,
    },
    storing: 'vpn',
    hiddenNames: 0,
    ...given,
  };
}

/** A summary of 12 sessions. */
export function summary(given: Partial<Summary> = {}): Summary {
  return {
    at: now,
    sessions: { total: 12, byProtocol: { ikev1: 12, ikev2: 0, anyconnect: 0, clientless: 0, unknown: 0 } },
    tunnels: { ike: 12, ipsec: 12, parent: 0, ssl: 0, dtls: 0 },
    users: 11,
    pools: [],
    bytes: { tx: 0, rx: 0, sessions: 0 },
    failed15m: 0,
    rejected15m: 0,
    refused15m: 0,
    lastMessageAt: now - 1000,
    ...given,
  };
}
