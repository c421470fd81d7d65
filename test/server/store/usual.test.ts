import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attempt } from '../../../server/domain/attempt.ts';
import type { Session } from '../../../server/domain/session.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;

const minute = (at: number, active: number) => ({ minute: at, active, opened: 0, ended: 0, bytesTx: 0, bytesRx: 0 });

let id = 0;
/** One that failed, by default five minutes before noon of so many days ago. */
const failed = (days: number, given: Partial<Attempt> = {}): Attempt => {
  const at = NOON - days * DAY - 5 * MINUTE;
  const publicIp = '198.51.100.7';
  return { id: ++id, device: 1, publicIp, start: at, seenAt: at, stage: 'xauth', outcome: 'failed', ...given };
};

test('sessions are held against the same time last week, as the minute before it left them', async (t) => {
  const store = await scratchStore(t);
  assert.equal((await store.reads.usual(NOON)).sessionsLastWeek, null);
  await store.commit(setOf({ minutes: [minute(NOON - WEEK - 40 * MINUTE, 12), minute(NOON - WEEK + MINUTE, 13)] }));
  assert.equal((await store.reads.usual(NOON)).sessionsLastWeek, 12);
  await store.addGap({ from: NOON - WEEK - MINUTE, to: NOON - WEEK + MINUTE });
  assert.equal((await store.reads.usual(NOON)).sessionsLastWeek, null, 'nobody watched then');
});

test('failed logins are held against the median of the same quarter of an hour, without the days that nobody watched', async (t) => {
  const store = await scratchStore(t);
  const attempts = [1, 1, 1, 2, 3, 3].map((days) => failed(days));
  const others = [failed(2, { start: NOON - 2 * DAY - 20 * MINUTE, seenAt: NOON - 2 * DAY - 16 * MINUTE })];
  await store.commit(setOf({ attempts: [...attempts, ...others, failed(2, { outcome: 'succeeded' })] }));
  assert.deepEqual((await store.reads.usual(NOON)).failed, { usual: null, days: 0 }, 'nothing tells since when');
  await store.commit(setOf({ minutes: [minute(NOON - 3 * DAY - 30 * MINUTE, 1)] }));
  assert.deepEqual((await store.reads.usual(NOON)).failed, { usual: 2, days: 3 });
  await store.addGap({ from: NOON - 2 * DAY - 10 * MINUTE, to: NOON - 2 * DAY - 9 * MINUTE });
  assert.deepEqual((await store.reads.usual(NOON)).failed, { usual: 2.5, days: 2 });
});

test('an address that tries five names in vain is told by its number of names alone', async (t) => {
  const store = await scratchStore(t);
  const of = (users: number, publicIp: string) =>
    Array.from({ length: users }, (_, n) => failed(0, { user: `u${n}`, publicIp }));
  const old = Array.from({ length: 9 }, (_, n) => failed(0.5, { user: `u${n}`, publicIp: '203.0.113.9' }));
  await store.commit(setOf({ attempts: [...of(4, '203.0.113.4'), ...of(5, '203.0.113.5'), ...of(6, '203.0.113.6'), ...old] })); // prettier-ignore
  assert.deepEqual((await store.reads.usual(NOON)).sprays, { sources: 2, names: 6 });
});

test('a device that was polled is told with its rhythm, its limit and its AAA servers', async (t) => {
  const store = await scratchStore(t);
  const aaa = { at: NOON - 5, servers: [{ group: 'LOCAL', protocol: 'Local database' }] };
  const polled = { device: 1, startedAt: NOON - 9, finishedAt: NOON, rosters: [], failures: [] };
  await store.putPoll({ ...polled, facts: { aaa, sessionLimit: 750 } });
  const most = { metric: 'sessions.most', instance: '', kind: 'gauge', value: '250', at: NOON } as const;
  await store.putPoll({ ...polled, device: 2, by: 'snmp', facts: {}, samples: [most] });
  const how = { transport: 'ssh', host: '192.0.2.1', port: 22, user: 'monitor', legacy: false } as const;
  await store.putPolling({ device: 1, ...how, everySeconds: 60 });
  assert.deepEqual(await store.reads.polls(), [
    { device: 1, by: 'show', at: NOON, whole: true, everySeconds: 60, aaa, sessionLimit: 750 },
    { device: 2, by: 'snmp', at: NOON, whole: true, everySeconds: null, sessionLimit: 250 },
  ]);
});

test('why logins failed just now is told by how often, the most frequent first', async (t) => {
  const store = await scratchStore(t);
  const causes = ['cert', 'xauth.rejected', 'xauth.rejected'] as const;
  await store.commit(setOf({ attempts: [...causes.map((cause) => failed(0, { cause })), failed(0), failed(1, { cause: 'cert' })] })); // prettier-ignore
  assert.deepEqual((await store.reads.usual(NOON)).causes, [
    { cause: 'xauth.rejected', failed: 2 },
    { cause: 'cert', failed: 1 },
    { cause: 'unknown', failed: 1 },
  ]);
});

test('of some devices what is usual is reckoned from what happened there alone', async (t) => {
  const store = await scratchStore(t);
  const session = (n: number, given: Partial<Session>): Session => ({
    ...{ id: n, device: 1, user: 'marty', publicIp: '198.51.100.7', protocol: 'ikev1', state: 'ended' },
    ...{ start: NOON - WEEK - MINUTE, startIs: 'seen', seenAt: NOON - WEEK, tunnels: [], from: {} },
    ...{ end: NOON - WEEK + MINUTE, endIs: 'reported' },
    ...given,
  });
  const spray = Array.from({ length: 5 }, (_, n) => failed(0, { device: 2, user: `u${n}`, cause: 'cert' }));
  await store.commit(
    setOf({
      minutes: [minute(NOON - WEEK - DAY, 12)],
      sessions: [session(1, {}), session(2, { end: NOON - WEEK - 1 }), session(3, { device: 2 })],
      attempts: [...spray, failed(1), failed(1, { device: 2 }), failed(0, { cause: 'unknown' })],
    }),
  );
  const here = await store.reads.usual(NOON, [1]);
  assert.equal(here.sessionsLastWeek, 1);
  assert.deepEqual(
    [here.failed, here.sprays],
    [
      { usual: 0, days: 7 },
      { sources: 0, names: 0 },
    ],
  );
  assert.deepEqual(here.causes, [{ cause: 'unknown', failed: 1 }]);
  const both = await store.reads.usual(NOON, [1, 2]);
  assert.deepEqual([both.sessionsLastWeek, both.sprays], [2, { sources: 1, names: 5 }]);
  const nowhere = await store.reads.usual(NOON, []);
  assert.deepEqual([nowhere.sessionsLastWeek, nowhere.causes], [0, []]);
});
