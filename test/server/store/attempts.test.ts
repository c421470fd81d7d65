import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { Attempt } from '../../../server/domain/attempt.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { Event } from '../../../server/domain/event.ts';
import { packRows } from '../../../collectors/syslog/packer.ts';
import type { Service, Verdict } from '../../../server/domain/verdict.ts';
import { BadCursor, type AttemptQuery, type VerdictQuery } from '../../../server/store/reads.ts';
import type { Store } from '../../../server/store/store.ts';
import { agree, everyPage } from './every-page.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const users = ['marty', 'MARTY', '~Jx3kQ0aPz1LmNo9w~8-11', "O'Brien", '', undefined];
const outcomes = ['failed', 'succeeded', 'open', 'abandoned'] as const;
const causes = ['xauth.bad_password', 'cert', undefined] as const;
const ID = NOON * 1000;

function attemptOf(n: number): Attempt {
  const user = users[n % users.length];
  const cause = causes[n % causes.length];
  return {
    ...{ id: ID + n, device: 1 + (n % 2), publicIp: `198.51.100.${n % 5}`, stage: n % 7 === 0 ? 'phase1' : 'xauth' },
    // Starts that are equal, so that the order falls to the id.
    ...{ start: NOON + Math.floor(n / 4), seenAt: NOON, outcome: outcomes[n % outcomes.length] ?? 'open' },
    ...(user !== undefined && { user }),
    ...(cause !== undefined && { cause }),
    ...(n % 4 === 0 && { tunnelGroup: 'hillvalleyvpn' }),
  };
}

const attempts = Array.from({ length: 200 }, (_, n) => attemptOf(n));

const found = (store: Store, query: AttemptQuery): Promise<readonly Attempt[]> =>
  everyPage(query.limit, async (from) => {
    const { attempts: rows, next } = await store.reads.attempts({ ...query, ...from });
    return { rows, next };
  });

function chosen(query: AttemptQuery): readonly Attempt[] {
  const names = query.user === undefined ? undefined : [query.user, ...(query.orUser ?? [])];
  const matches = (one: Attempt): boolean =>
    (names === undefined || (one.user !== undefined && names.includes(one.user))) &&
    (query.device === undefined || one.device === query.device) &&
    (query.devices?.includes(one.device) ?? true) &&
    (query.publicIp === undefined || one.publicIp === query.publicIp) &&
    (query.outcome === undefined || one.outcome === query.outcome) &&
    (query.cause === undefined || one.cause === query.cause) &&
    (query.stage === undefined || one.stage === query.stage) &&
    (query.tunnelGroup === undefined || one.tunnelGroup === query.tunnelGroup) &&
    one.start >= (query.from ?? 0) &&
    one.start < (query.to ?? Infinity);
  return attempts.filter(matches).sort((a, b) => b.start - a.start || b.id - a.id);
}

test('pages of attempts, put together, are what one who looked at each would choose, newest start first', async (t) => {
  const store = await scratchStore(t);
  await store.commit(setOf({ attempts }));
  const fields = {
    user: fc.constantFrom('marty', "O'Brien", '', 'nobody'),
    orUser: fc.constant(['~Jx3kQ0aPz1LmNo9w~8-11']),
    device: fc.constantFrom(1, 2, 3),
    devices: fc.constantFrom([], [2], [1, 2]),
    publicIp: fc.constantFrom('198.51.100.1', '192.0.2.9'),
    outcome: fc.constantFrom(...outcomes, 'dismissed'),
    cause: fc.constantFrom('xauth.bad_password', 'cert', 'unknown'),
    stage: fc.constantFrom('phase1', 'xauth', 'address'),
    tunnelGroup: fc.constantFrom('hillvalleyvpn', 'other'),
  };
  await agree<AttemptQuery, Attempt>(fields, (asked) => found(store, asked), chosen, 200);
});

test('an attempt is shown with the messages of its events and of its verdicts, once each and in order of receipt', async (t) => {
  const store = await scratchStore(t);
  const message = (n: number): StoredMessage => [ID + n, NOON, '192.0.2.1', 713167, 3, 'claim', `line ${n}`];
  await store.keep(packRows([0, 1, 2, 3, 4, 5].map(message)));
  const around = { device: 1, at: NOON, source: 'syslog' } as const;
  const facts = { cause: 'xauth.bad_password', reason: 'Invalid password', user: 'marty' } as const;
  const told = { publicIp: '198.51.100.0', stage: 'xauth', facts: { user: 'marty' } } as const;
  const events: readonly Event[] = [
    { ...around, kind: 'attempt.advanced', attempt: ID, ...told, evidence: [ID] },
    { ...around, kind: 'attempt.advanced', attempt: ID + 1, ...told, evidence: [ID + 1] },
    { ...around, kind: 'login.rejected', verdict: ID + 2, facts, evidence: [ID + 2] },
    { ...around, kind: 'login.rejected', verdict: ID + 3, facts, evidence: [ID + 3] },
    // Part of it is of a day that has expired.
    { ...around, kind: 'attempt.ended', attempt: ID, ...told, outcome: 'failed', evidence: [5, ID + 4] },
    { ...around, kind: 'verdict.attributed', verdict: ID + 2, service: 'vpn', attempt: ID, evidence: [ID + 4] },
  ];
  const verdicts: readonly Verdict[] = [
    { id: ID + 2, device: 1, at: NOON, ...facts, service: 'vpn', attempt: ID },
    { id: ID + 3, device: 1, at: NOON, ...facts, service: 'unknown' },
  ];
  await store.commit(setOf({ events, attempts: [attemptOf(0)], verdicts }));
  assert.deepEqual(await store.reads.attempt(ID), { attempt: attemptOf(0), evidence: [0, 2, 4].map(message) });
  assert.equal(await store.reads.attempt(ID + 1), undefined);
});

test('verdicts of one service come newest first, page by page', async (t) => {
  const store = await scratchStore(t);
  const services: readonly Service[] = ['unattributed', 'management', 'vpn', 'unknown'];
  const verdicts = Array.from({ length: 40 }, (_, n): Verdict => {
    const service = services[n % services.length] ?? 'unknown';
    return { id: ID + n, device: 1, at: NOON + n, cause: 'xauth.rejected', reason: 'x', user: 'marty', service };
  });
  await store.commit(setOf({ verdicts }));
  for (const service of [...services, undefined]) {
    const all = await everyPage(3, async (from) => {
      const page = await store.reads.verdicts({ ...(service && { service }), limit: 3, ...from });
      return { rows: page.verdicts, next: page.next };
    });
    assert.deepEqual(all, verdicts.filter((one) => service === undefined || one.service === service).reverse());
  }
});

test('verdicts are found by user, device, address and cause', async (t) => {
  const store = await scratchStore(t);
  const blank = { device: 1, at: NOON, cause: 'xauth.rejected', reason: 'x', service: 'unattributed' } as const;
  const verdicts: readonly Verdict[] = [
    { ...blank, id: ID, user: 'marty', publicIp: '198.51.100.7' },
    { ...blank, id: ID + 1, user: '~hash~8-11', device: 2 },
    { ...blank, id: ID + 2, cause: 'aaa.unreachable' },
    { ...blank, id: ID + 3, user: 'marty', service: 'vpn' },
  ];
  await store.commit(setOf({ verdicts }));
  const ids = async (asked: Omit<VerdictQuery, 'limit'>) =>
    (await store.reads.verdicts({ ...asked, limit: 10 })).verdicts.map(({ id }) => id - ID);
  assert.deepEqual(await ids({ user: 'marty' }), [3, 0]);
  assert.deepEqual(await ids({ user: 'marty', orUser: ['~hash~8-11'], service: 'unattributed' }), [1, 0]);
  assert.deepEqual(await ids({ user: 'nobody' }), []);
  assert.deepEqual(await ids({ device: 2 }), [1]);
  assert.deepEqual(await ids({ publicIp: '198.51.100.7' }), [0]);
  assert.deepEqual(await ids({ cause: 'aaa.unreachable' }), [2]);
  assert.deepEqual(await ids({ devices: [1], from: NOON, to: NOON + 1 }), [3, 2, 0]);
  assert.deepEqual([await ids({ devices: [] }), await ids({ from: NOON + 1 }), await ids({ to: NOON })], [[], [], []]);
});

test('a cursor of another make is refused for attempts and verdicts', async (t) => {
  const store = await scratchStore(t);
  for (const cursor of ['', 'x', '1.', '1.2.3', '1.99999999999999999', "1.1' OR 1"]) {
    await assert.rejects(store.reads.attempts({ limit: 1, cursor }), BadCursor, cursor);
    await assert.rejects(store.reads.verdicts({ limit: 1, cursor }), BadCursor, cursor);
  }
});
