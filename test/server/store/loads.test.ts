import assert from 'node:assert/strict';
import { test } from 'node:test';
import { censusOf } from '../../../server/domain/census.ts';
import type { Meter } from '../../../server/domain/meter.ts';
import type { Session } from '../../../server/domain/session.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const MINUTE = 60_000;
const been = { publicIp: '198.51.100.7', user: 'marty', startIs: 'seen', from: {}, seenAt: NOON } as const;
const tunnel = { id: 'ike', kind: 'ike', openedAt: NOON - 40 * MINUTE } as const;
let id = 0;
const live = (device: number, ago: number, given: Partial<Session> = {}): Session => ({
  ...{ ...been, id: ++id, device, protocol: 'ikev1', state: 'active', start: NOON - ago * MINUTE, tunnels: [] },
  ...given,
});
const over = (device: number, ago: number, end: number, given: Partial<Session> = {}): Session =>
  live(device, ago, { state: 'ended', end: NOON - end * MINUTE, endIs: 'reported', bytesTx: 10, bytesRx: 3, ...given });
const minute = (ago: number) => ({
  minute: NOON - ago * MINUTE,
  active: 0,
  opened: 0,
  ended: 0,
  bytesTx: 0,
  bytesRx: 0,
});

test('how it was at a moment is told of those who were there then, on these devices alone', async (t) => {
  const store = await scratchStore(t);
  const at = NOON - 15 * MINUTE;
  const sessions = [
    live(1, 40, { tunnels: [tunnel], encryption: 'IKEv1: (1)3DES', hashing: 'IKEv1: (1)SHA1', dhGroup: '2' }),
    live(1, 5, { encryption: 'IKEv1: (1)3DES' }),
    over(1, 30, 10, { user: 'biff', protocol: 'anyconnect', tunnels: [{ ...tunnel, closedAt: NOON - 20 * MINUTE }] }),
    over(1, 30, 20),
    live(2, 40, { user: 'doc' }),
  ];
  const tried = { publicIp: '198.51.100.7', stage: 'xauth', outcome: 'failed', device: 1 } as const;
  const attempts = [17, 31, 2].map((ago, place) => ({ ...tried, id: 90 + place, start: NOON - ago * MINUTE, seenAt: NOON - ago * MINUTE })); // prettier-ignore
  await store.commit(setOf({ sessions, attempts }));
  assert.equal(await store.reads.figuresThen([1], at), undefined, 'nobody watched then');
  const pool = (name: string) => ({ name, first: '172.16.1.1', last: '172.16.1.9' });
  await store.configureDevice(1, { pools: [pool('vpnpool'), pool('older')], chains: [] });
  const use = (ago: number, used: number | null, name = 'vpnpool') => ({ device: 1, pool: name, minute: NOON - ago * MINUTE, size: 9, used, most: used }); // prettier-ignore
  const rows = [use(30, 2), use(16, 3), use(5, 7), use(90, 4, 'older')];
  await store.commit(setOf({ minutes: [minute(60)], poolMinutes: { rows, isNewHour: false } }));
  const [device] = await store.devices();
  assert.deepEqual(await store.reads.figuresThen([1], at), {
    census: { ...censusOf([]), '3DES': 1, 'SHA-1': 1, 'group 2': 1, 'encryption unknown': 1, 'hash unknown': 1 },
    pools: [{ device: device?.name, pool: 'vpnpool', used: 3 }],
    ...{ at, sessions: 2, byProtocol: { ikev1: 1, anyconnect: 1 }, users: 2, tunnels: { ike: 1, ipsec: 0 } },
    ...{ failed15m: 1, refused15m: 0 },
  });
  await store.addGap({ from: at - 1, to: at + 1 });
  assert.equal(await store.reads.figuresThen([1], at), undefined);
});

test('minutes of some devices are reckoned from their sessions', async (t) => {
  const store = await scratchStore(t);
  const sessions = [live(1, 40), live(1, 10), over(1, 30, 5), over(1, 50, 45), live(2, 10)];
  await store.commit(setOf({ sessions, minutes: [minute(60)] }));
  const [from, to] = [NOON - 20 * MINUTE, NOON];
  const { minutes } = await store.reads.minutes({ from, to, step: 5 * MINUTE, devices: [1] });
  const steps = minutes.map((row) => [(row.minute - NOON) / MINUTE, row.active, row.opened, row.ended, row.bytesTx]);
  assert.deepEqual(steps, [
    [-25, 2, 0, 0, 0],
    [-10, 3, 1, 0, 0],
    [-5, 2, 0, 1, 10],
  ]);
  assert.deepEqual((await store.reads.minutes({ from, to, step: MINUTE, devices: [] })).minutes.map(({ active }) => active), [0]); // prettier-ignore
});

test('what running sessions have counted leaves out those that nobody listed lately', async (t) => {
  const store = await scratchStore(t);
  const sessions = [live(1, 40), live(1, 40), live(1, 40), over(1, 40, 1), live(1, 1)];
  const [one, two, old, ended] = sessions;
  const meter = ({ id: session, device } = live(1, 1), listedAt: number, bytesTx: number): Meter => ({
    ...{ session, device, listing: 'ikev1', listedAt, carried: {} },
    latest: { at: listedAt, bytesTx, bytesRx: 1 },
  });
  const meters = [meter(one, NOON, 100), meter(two, NOON - MINUTE, 20), meter(old, NOON - 30 * MINUTE, 5000), meter(ended, NOON, 7)]; // prettier-ignore
  const total = { sessions: 2, bytesTx: 120, bytesRx: 2, rateTx: 8, rateRx: 16, at: NOON };
  const unit = { device: 1, at: NOON, facts: {}, totals: { ikev1: total, 'lan-to-lan': { ...total, rateTx: 99 } } };
  const none = { peersOf: [], peers: [], pools: [], straysOf: [], strays: [], counts: [], listings: [], texts: [] };
  await store.commit({ ...setOf({ sessions }), polls: { ...none, units: [unit], meters } });
  const polled = {
    device: 1,
    startedAt: NOON,
    finishedAt: NOON,
    rosters: [],
    failures: [],
    facts: { connections: 12 },
  };
  await store.putPoll(polled);
  const sample = { metric: 'connections', instance: '', kind: 'gauge', value: '13', at: NOON } as const;
  await store.putPoll({ ...polled, by: 'snmp', facts: {}, samples: [sample, { ...sample, metric: 'ike.tunnels' }] });
  assert.deepEqual(await store.reads.loads(), [
    {
      ...{ device: 1, facts: { connections: 12 }, samples: [sample] },
      running: { sessions: 2, tx: 120, rx: 2, at: NOON - MINUTE, rateTx: 8, rateRx: 16, ratedAt: NOON },
    },
  ]);
});
