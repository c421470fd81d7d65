import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import fc from 'fast-check';

import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { Event } from '../../../server/domain/event.ts';
import type { Session } from '../../../server/domain/session.ts';
import { BadCursor, type SessionQuery } from '../../../server/store/reads.ts';
import type { Store } from '../../../server/store/store.ts';
import { fold } from '../../../server/domain/name.ts';
import { packRows } from '../../../collectors/syslog/packer.ts';
import { agree, everyPage } from './every-page.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const users = [
  'marty',
  'Marty McFly',
  'MARTIN',
  'mart%',
  'mart_',
  '__proto__',
  "O'Brien",
  '',
  'a\0b',
  'ÉMILE',
  '😀',
  'x'.repeat(10_000),
];

function sessionOf(n: number): Session {
  const user = users[n % users.length] ?? '';
  const ended = n % 3 !== 0;
  return {
    // Those that only a poll has shown have ids below 0.
    ...{
      id: n % 5 === 1 ? -n : NOON * 1000 + n,
      device: 1 + (n % 2),
      user,
      publicIp: `198.51.100.${n % 5}`,
      protocol: n % 4 === 0 ? 'ikev2' : 'ikev1',
    },
    // Starts that are equal, so that the order falls to the id.
    ...{ state: ended ? 'ended' : 'active', start: NOON + Math.floor(n / 4), startIs: 'seen', seenAt: NOON },
    ...(ended && { end: NOON + n, endReason: 'User Requested', endIs: 'reported' }),
    ...(n % 7 !== 0 && { assignedIp: `172.16.1.${n % 6}` }),
    ...{ tunnels: [], from: {} },
  };
}

const sessions = Array.from({ length: 200 }, (_, n) => sessionOf(n));

async function filled(test: TestContext): Promise<Store> {
  const store = await scratchStore(test);
  await store.commit(setOf({ sessions }));
  return store;
}

const found = (store: Store, query: SessionQuery): Promise<readonly Session[]> =>
  everyPage(query.limit, async (from) => {
    const { sessions: rows, next } = await store.reads.sessions({ ...query, ...from });
    return { rows, next };
  });

function chosen({ q, ...query }: SessionQuery): readonly Session[] {
  const matches = (one: Session): boolean =>
    (query.user === undefined || one.user === query.user) &&
    (query.device === undefined || one.device === query.device) &&
    (query.devices?.includes(one.device) ?? true) &&
    (query.protocol === undefined || one.protocol === query.protocol) &&
    (query.thereFrom === undefined || (one.end ?? Infinity) >= query.thereFrom) &&
    (query.publicIp === undefined || one.publicIp === query.publicIp) &&
    (query.assignedIp === undefined || one.assignedIp === query.assignedIp) &&
    (query.state === undefined || one.state === query.state) &&
    one.start >= (query.from ?? 0) &&
    one.start < (query.to ?? Infinity) &&
    (q === undefined || fold(one.user).startsWith(fold(q)) || one.publicIp === q || one.assignedIp === q);
  return sessions.filter(matches).sort((a, b) => b.start - a.start || b.id - a.id);
}

test('pages of sessions, put together, are what one who looked at each would choose, newest start first', async (t) => {
  const store = await filled(t);
  const fields = {
    user: fc.constantFrom(...users, 'nobody'),
    device: fc.constantFrom(1, 2, 3),
    devices: fc.constantFrom([], [2], [1, 2]),
    protocol: fc.constantFrom('ikev1', 'ikev2'),
    thereFrom: fc.integer({ min: NOON - 1, max: NOON + 201 }),
    publicIp: fc.constantFrom('198.51.100.1', '192.0.2.9'),
    assignedIp: fc.constantFrom('172.16.1.1', '192.0.2.9'),
    q: fc.constantFrom(
      'mart',
      'MARTY',
      'Mart%',
      '_',
      '',
      'é',
      '__proto__',
      'a\0',
      'a',
      '198.51.100.3',
      '172.16.1.2',
      'o\u2019b',
      '😀',
      'xx',
    ),
    state: fc.constantFrom('active', 'ended'),
  };
  await agree<SessionQuery, Session>(fields, (asked) => found(store, asked), chosen, 300);
});

test('the beginning of a name that very many have finds all of theirs', async (t) => {
  const store = await scratchStore(t);
  const crowd = Array.from({ length: 300 }, (_, n) => ({ ...sessionOf(n), user: `user${n}` }));
  await store.commit(setOf({ sessions: crowd }));
  assert.equal((await found(store, { q: 'USER', limit: 70 })).length, 300);
  assert.equal((await found(store, { q: 'user29', limit: 70 })).length, 11);
});

test('a cursor of another make is refused', async (t) => {
  const store = await filled(t);
  for (const cursor of ['', 'x', '1', '1.', '1.x', '1.2.3', '1.99999999999999999', "1.1' OR 1"]) {
    await assert.rejects(store.reads.sessions({ limit: 1, cursor }), BadCursor, cursor);
  }
});

test('a session is shown with the messages that are evidence of its events, once each and in order of receipt', async (t) => {
  const store = await scratchStore(t);
  const id = NOON * 1000;
  const message = (n: number): StoredMessage => [id + n, NOON, '192.0.2.1', 113019, 4, 'claim', `line ${n}`];
  await store.keep(packRows([0, 1, 2, 3, 4, 5].map(message)));
  const around = { device: 1, at: NOON, source: 'syslog' } as const;
  const events: readonly Event[] = [
    { ...around, kind: 'session.learned', session: id, facts: {}, evidence: [id + 4, id] },
    { ...around, kind: 'session.learned', session: id + 1, facts: {}, evidence: [id + 1] },
    { ...around, kind: 'address.assigned', address: '172.16.1.100', session: id, evidence: [id + 2] },
    { ...around, kind: 'address.freed', address: '172.16.1.100', evidence: [id + 3] },
    // Its evidence is of a day that has expired.
    { ...around, kind: 'session.closing', session: id, reason: 'Idle Timeout', evidence: [5, id + 4] },
  ];
  await store.commit(setOf({ events, sessions: [sessionOf(0)] }));
  const told = await store.reads.session(id);
  assert.deepEqual([told?.session, told?.evidence], [sessionOf(0), [0, 2, 4].map(message)]);
  assert.deepEqual(told?.events.map(({ kind }) => kind), ['session.learned', 'session.closing']); // prettier-ignore
  assert.deepEqual([told.counts, told.listings], [[], []], 'no poll has told of it');
  assert.equal(await store.reads.session(id + 1), undefined);
});
