import type { AaaMark } from '../../../server/domain/aaa.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { Usual } from '../../../server/domain/usual.ts';
import type { DeviceLoad, DevicePoll, DeviceSnmp, PolledDevice } from '../../../server/store/polled-reads.ts';
import type { Reads } from '../../../server/store/reads.ts';

const AT = Date.UTC(2026, 10, 23, 12);

/** The first device is polled, and its last poll did not read all. */
export const poll = {
  polling: {
    ...{ device: 1, transport: 'ssh', host: '10.10.10.2', port: 22, user: 'monitor', legacy: true, everySeconds: 60 },
    fingerprint: `SHA256:${'A'.repeat(43)}`,
  },
  last: {
    ...{
      device: 1,
      startedAt: AT - 900,
      at: AT,
      facts: { version: '8.2(5)', cpu: [7, 6, 5], logged: { '10.10.10.9': 4711 } },
    },
    failures: [
      { at: 'show version', why: 'misfit', detail: 'line 2 is not known', transcript: 'a\nb', line: 2 },
      { at: 'show uauth', why: 'refused', detail: 'ERROR: % Invalid input' },
    ],
  },
} as const satisfies DevicePoll;

/** Its SNMP, which has shown an engine that nobody has accepted. */
export const snmp = {
  access: {
    ...{ device: 1, version: 'v3', user: 'nms', auth: 'sha256', priv: 'aes' },
    ...{ host: '10.10.10.2', port: 161, everySeconds: 60 },
  },
  engines: [{ device: 1, engineId: '80000009fe02', accepted: false, boots: 2, time: 30, at: AT }],
  last: {
    ...{ device: 1, startedAt: AT - 900, at: AT, facts: { version: '9.0(1)', uptime: 4711, connections: 12 } },
    failures: [{ at: 'sessions', why: 'deadline', detail: 'no answer within 5 s' }],
  },
  samples: [
    {
      ...{ metric: 'ipsec.in.octets', instance: '', kind: 'counter', bits: 64, value: '9007199254741993', at: AT },
      uptime: 4711,
      previous: { value: '9007199254740993', at: AT - 10_000, uptime: 4701 },
    },
  ],
} as const satisfies DeviceSnmp;

/** The same device among all, with what concerns the estate; its SNMP is not asked any more. */
const polls: readonly PolledDevice[] = [
  {
    ...{ device: 1, by: 'show', everySeconds: 60, at: AT, whole: false, sessionLimit: 750 },
    aaa: {
      at: 1_763_919_000_000,
      servers: [
        { group: 'RAD', protocol: 'radius', address: '172.16.1.20', status: 'active' },
        { group: 'RAD', protocol: 'radius', address: '172.16.1.21', status: 'active' },
        { group: 'LOCAL', protocol: 'Local database', status: 'active' },
      ],
    },
  },
  { device: 1, by: 'snmp', everySeconds: null, at: AT, whole: true, sessionLimit: 5000 },
];

/** Told by a message after the last listing. */
export const mark: AaaMark = { device: 1, server: '172.16.1.20', state: 'failed', at: 1_763_920_000_000 };

/** A Monday like others, but for two sources. */
export const usual: Usual = {
  sessionsLastWeek: 7,
  failed: { usual: 2.5, days: 6 },
  sprays: { sources: 2, names: 46 },
  causes: [{ cause: 'xauth.rejected', failed: 3 }],
};

/** What it carries; its agent was asked later than its command line. */
const loads: readonly DeviceLoad[] = [
  {
    device: 1,
    facts: {
      ...{ cpu: [7, 6, 5], memoryUsed: 100, memoryTotal: 400, connections: 12, sessionLimit: 750 },
      loadAt: { cpu: AT - 9, memory: AT - 9, connections: AT - 9, sessionLimit: AT - 9 },
      interfaces: { at: AT - 90_000, list: [{ name: 'outside', isUp: true, in: 1000, out: 2000 }] },
      platform: { licenses: { 'Other VPN Peers': '250', 'AnyConnect Premium Peers': '2' } },
    },
    samples: [{ metric: 'connections', instance: '', kind: 'gauge', value: '13', at: AT }],
    running: { sessions: 2, tx: 240, rx: 46_816, at: AT - 9, rateTx: 8, rateRx: 16, ratedAt: AT - 9 },
  },
];

/** Answers with these for the first device. */
export const polledReads: Pick<Reads, 'poll' | 'snmp' | 'configurations' | 'polls' | 'usual' | 'loads' | 'sources'> = {
  polls: () => Promise.resolve(polls),
  usual: () => Promise.resolve(usual),
  loads: () => Promise.resolve(loads),
  poll: (device) => Promise.resolve(device === 1 ? poll : {}),
  snmp: (device) => Promise.resolve(device === 1 ? snmp : { engines: [], samples: [] }),
  configurations: () => Promise.resolve([]),
  sources: () =>
    Promise.resolve({
      ...{ pollings: [poll.polling], shows: [poll.last], accesses: [snmp.access], snmps: [snmp.last] },
      ...{ engines: snmp.engines, traps: new Map([['10.10.10.2', AT - 2000]]) },
    }),
};

/** Finds one of these, the newest first as they are: by its id, or the oldest with an outcome or of all lines; there are no traps. */
export function oneOf(messages: readonly StoredMessage[]): Pick<Reads, 'message' | 'first'> {
  return {
    message: (id) => Promise.resolve(messages.find(([one]) => one === id)),
    first({ from = [], lines, outcome, since }) {
      const found = messages.filter(
        (one) => from.includes(one[2]) && one[1] >= since && (outcome === undefined || one[5] === outcome),
      );
      return Promise.resolve(lines === true || outcome !== undefined ? found.at(-1) : undefined);
    },
  };
}
