import { buildApp, type ApiDeps } from '../../../server/api/app.ts';
import type { CommittedView, Health } from '../../../server/api/committed.ts';
import { reader } from '../../../server/commands/line-reading.ts';
import type { Attempt } from '../../../server/domain/attempt.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { ChainRow, DeviceRow, HealthRow, PoolRow, Summary } from '../../../server/domain/feed.ts';
import type { Session } from '../../../server/domain/session.ts';
import type { DeviceTally } from '../../../server/domain/unknown.ts';
import type { Verdict } from '../../../server/domain/verdict.ts';
import type { MessageQuery } from '../../../server/store/message-reads.ts';
import {
  BadCursor,
  type AttemptQuery,
  type HiddenSum,
  type MinutesQuery,
  type Reads,
  type SessionQuery,
  type VerdictQuery,
} from '../../../server/store/reads.ts';
import { anAdmin, doorsOf } from './doors.ts';
import { noAlerts, quietDesk } from './quiet.ts';
import { mark, oneOf, polledReads } from './polled.ts';
import { partReads } from './part.ts';
import { tallyReads } from './tally-reads.ts';
import { unstoredReads } from './unstored-reads.ts';
import { userReads } from './user-reads.ts';

/** When everything here happened. */
export const AT = 1_763_920_000_000;

const derived: PoolRow = {
  ...{ device: 'hill-valley', name: 'vpnpool', first: '172.16.1.100', last: '172.16.1.199', size: 100 },
  ...{ used: 2, utilization: 0.02, tunnelGroups: ['hillvalleyvpn'], changedAt: AT },
};
export const pool: PoolRow = {
  ...derived,
  polled: { used: 3, held: 2, free: 95, utilization: 0.05, at: AT, leaked: ['172.16.1.150'] },
};
/** A pool that messages name while no configuration was read. */
export const unread: PoolRow = {
  ...derived,
  ...{ name: 'elsewhere', first: null, last: null, size: null, utilization: null, tunnelGroups: [], changedAt: null },
};

export const devices: readonly [DeviceRow, DeviceRow] = [
  {
    id: 1,
    name: 'hill-valley',
    state: 'adopted',
    addresses: ['10.10.10.2'],
    sessions: 2,
    lastMessageAt: AT,
    messages: 7,
    heartbeat: { by: 'poll', interval: 60_000, at: AT, loss: { sent: 7, received: 6, since: AT, at: AT } },
    place: { site: 'Hill Valley', tags: ['lab', 'old'] },
    ...{ storing: 'vpn', hiddenNames: 3 },
  },
  {
    ...{ id: 2, name: '192.0.2.9', state: 'pending', addresses: ['192.0.2.9'] },
    ...{ sessions: 0, lastMessageAt: null, messages: 0, storing: 'vpn', hiddenNames: 0 },
    heartbeat: { by: 'learned', interval: 200_000, at: null },
  },
];

export const live: Session = {
  id: AT * 1000 + 1,
  device: 1,
  user: 'marty',
  publicIp: '203.0.113.7',
  assignedIp: '172.16.1.100',
  protocol: 'ikev1',
  state: 'active',
  start: AT,
  startIs: 'seen',
  seenAt: AT + 5,
  tunnelGroup: 'hillvalleyvpn',
  clientType: 'WinNT',
  clientVersion: '5.0.07.0440',
  tunnels: [
    { id: 'ike', kind: 'ike', openedAt: AT },
    { id: '0xABC', kind: 'ipsec', openedAt: AT, closedAt: AT + 4, inboundSpi: '0xABC', outboundSpi: '0xDEF' },
  ],
  from: { tunnelGroup: { source: 'syslog', at: AT }, assignedIp: { source: 'syslog', at: AT } },
};
export const ended: Session = {
  ...live,
  id: AT * 1000 + 2,
  user: '<img src=x onerror=alert(1)>',
  state: 'ended',
  groupPolicy: 'staff',
  sessionType: 'IPsec',
  startIs: 'inferred',
  end: AT + 60_000,
  endIs: 'reported',
  endReason: 'User Requested',
  seconds: 60,
  bytesTx: 4_294_967_296_123,
  bytesRx: 240,
  closingAt: AT + 59_000,
  closingReason: 'User Requested',
  from: { ...live.from, bytes: { source: 'syslog', at: AT + 60_000 } },
};

export const attempt: Attempt = {
  id: AT * 1000 + 3,
  device: 1,
  publicIp: '203.0.113.7',
  start: AT,
  seenAt: AT + 5,
  stage: 'xauth',
  outcome: 'failed',
  cause: 'xauth.bad_password',
  sure: 'told',
  hint: 'xauth.rejected',
  refused: true,
  session: live.id,
  user: '<img src=x onerror=alert(1)>',
  tunnelGroup: 'hillvalleyvpn',
  groupPolicy: 'staff',
  aaaServer: 'LOCAL',
  clientType: 'WinNT',
  clientVersion: '5.0.07.0440',
  detail: 'MSG3',
};
/** One of which little is known yet. */
export const begun: Attempt = {
  id: AT * 1000 + 9,
  device: 9,
  publicIp: '203.0.113.8',
  start: AT,
  seenAt: AT,
  stage: 'phase1',
  outcome: 'open',
};
export const verdict: Verdict = {
  id: AT * 1000 + 5,
  device: 1,
  at: AT,
  service: 'unattributed',
  cause: 'xauth.locked',
  reason: 'User was locked out',
  user: 'biff',
  aaaServer: '10.10.10.50',
  publicIp: '203.0.113.9',
  tunnelGroup: 'hillvalleyvpn',
  attempt: attempt.id,
};

export const message: StoredMessage = [
  AT * 1000 + 3,
  AT,
  '10.10.10.2',
  113019,
  4,
  'claim',
  '<164>%ASA-4-113019: Group = hillvalleyvpn, Username = marty, ...',
];
export const foreign: StoredMessage = [AT * 1000 + 4, AT, '198.51.100.1', null, null, 'foreign', 'hello \u001b[31m'];

export const unlisted: DeviceTally = {
  ...{ device: 1, messageId: 999_001, outcome: 'unlisted', count: 7, first: AT - 5, last: AT },
  sample: '<166>%ASA-6-999001: what nobody knows',
};

export const hidden: HiddenSum = { device: 1, told: 'address', publicIp: '203.0.113.9', count: 3, tries: 2, last: AT };

export const summary: Summary = {
  at: AT,
  sessions: { total: 2, byProtocol: { ikev1: 1, ikev2: 0, anyconnect: 1, clientless: 0, unknown: 0 } },
  tunnels: { ike: 1, ipsec: 2, parent: 1, ssl: 1, dtls: 0 },
  users: 2,
  pools: [pool, unread],
  bytes: { tx: 1000, rx: 200, sessions: 3 },
  failed15m: 2,
  rejected15m: 4,
  refused15m: 5,
  lastMessageAt: AT,
};

const udp: HealthRow = {
  collector: 'syslog-udp',
  buckets: { stored: 7, kernelDropped: 0, tooLong: 1 },
  outcomes: { claim: 4, noted: 1, unlisted: 1, misfit: 0, foreign: 1 },
  receiveBuffer: { effective: 8_388_608, wanted: 8_388_608 },
  queuedBytes: 12,
  warnings: ['raise net.core.rmem_max'],
};
export const health: Health = {
  at: AT,
  status: 'warning',
  collectors: [udp],
  gaps: [{ from: AT - 9000, to: AT - 1000 }],
};

export const chain: ChainRow = {
  ...{ device: 'hill-valley', tunnelGroup: 'hillvalleyvpn', pools: ['vpnpool'], size: 100, used: 5, held: 2 },
  ...{ utilization: 0.05, source: 'polled', at: AT },
};

/** The committed state of a lab with one device. */
export const book: CommittedView = {
  summary: () => summary,
  pools: () => [pool, unread],
  chains: () => [chain],
  aaaMarks: () => [mark],
  devices: () => devices,
  minutes: () => [{ minute: AT, active: 2, opened: 2, ended: 1, bytesTx: 1000, bytesRx: 200 }],
  sessions: () => [
    { device: 'hill-valley', protocol: 'ikev1', state: 'active', user: 'marty', tunnels: live.tunnels },
    { device: 'hill-valley', protocol: 'anyconnect', state: 'active', user: 'marty', tunnels: [] },
    { device: 'hill-valley', protocol: 'ikev1', state: 'ended', user: 'biff', tunnels: live.tunnels },
  ],
  deviceByName: (name) => devices.find((device) => device.name === name),
  deviceName: (id) => devices.find((device) => device.id === id)?.name,
  deviceNameOf: (address) => devices.find((device) => device.addresses.includes(address))?.name,
  bytesOf: () => undefined,
  poolOf: (device, address) => (device === 1 && address.startsWith('172.16.1.') ? 'vpnpool' : undefined),
};

type Asked = MinutesQuery | SessionQuery | AttemptQuery | VerdictQuery | MessageQuery;

/** A store that holds these sessions and messages, pages them, and tells what it was asked. */
export function fakeReads(
  sessions: readonly Session[] = [ended, live],
  messages: readonly StoredMessage[] = [foreign, message],
): { readonly reads: Reads; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const page = <Row>(
    rows: readonly Row[],
    query: Exclude<Asked, MinutesQuery>,
  ): { rows: readonly Row[]; next: string | null } => {
    asked.push(query);
    const from = query.cursor === undefined ? 0 : Number(/^after-(\d+)$/.exec(query.cursor)?.[1]);
    if (Number.isNaN(from)) throw new BadCursor('no cursor of ours');
    const to = from + query.limit;
    return { rows: rows.slice(from, to), next: to < rows.length ? `after-${to}` : null };
  };
  const reads: Reads = {
    unknown: () => Promise.resolve([unlisted, { ...unlisted, device: 9, messageId: null, outcome: 'others' }]),
    ...{ ...polledReads, ...userReads, ...tallyReads(() => undefined), ...partReads((query) => asked.push(query)), ...noAlerts, ...unstoredReads }, // prettier-ignore
    hidden: () => Promise.resolve([hidden, { ...hidden, device: 9, told: 'untold', publicIp: null }]),
    sessions(query) {
      return new Promise((resolve) => {
        const { rows, next } = page(sessions, query);
        resolve({ sessions: rows, next });
      });
    },
    session(id) {
      const session = sessions.find((one) => one.id === id);
      return Promise.resolve(
        session && { session, evidence: [message], events: [], counts: [], listings: [], texts: [] },
      );
    },
    attempts(query) {
      return new Promise((resolve) => {
        const { rows, next } = page([begun, attempt], query);
        resolve({ attempts: rows, next });
      });
    },
    attempt: (id) => Promise.resolve(id === attempt.id ? { attempt, evidence: [message] } : undefined),
    verdicts(query) {
      return new Promise((resolve) => {
        const { rows, next } = page([verdict], query);
        resolve({ verdicts: rows, next });
      });
    },
    ...oneOf(messages),
    messages(query) {
      return new Promise((resolve) => {
        const { rows, next } = page(messages, query);
        resolve({ messages: rows, next });
      });
    },
  };
  return { reads, asked };
}

/** What the server needs, faked but for what the test brings. */
export function deps(own: Partial<ApiDeps> = {}): ApiDeps {
  return {
    reads: fakeReads().reads,
    book,
    health: () => health,
    log: { error: () => undefined },
    version: '0.0.0-test',
    reader,
    webRoot: undefined,
    alerting: quietDesk,
    doors: doorsOf(anAdmin),
    ...own,
  };
}

/** Asks the server for a path, without a socket. */
export async function get(path: string, own: Partial<ApiDeps> = {}, headers: Record<string, string> = {}) {
  const app = await buildApp(deps(own));
  const answer = await app.inject({ url: path, headers });
  await app.close();
  return answer;
}
