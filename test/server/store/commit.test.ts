import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { Event } from '../../../server/domain/event.ts';
import type { Lease } from '../../../server/domain/pool.ts';
import type { Session } from '../../../server/domain/session.ts';
import type { Store, StoredEvent } from '../../../server/store/store.ts';
import { attempt, event, eventKinds, eventOf, integer, session, text } from './arbitrary.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const opened: Event = {
  ...{ kind: 'session.opened', device: 1, at: NOON, source: 'syslog', evidence: [NOON * 1000], session: NOON * 1000 },
  ...{ user: 'marty', publicIp: '198.51.100.7', protocol: 'ikev1', start: NOON, startIs: 'seen', facts: {} },
};

const marty: Session = {
  ...{ id: NOON * 1000, device: 1, user: 'marty', publicIp: '198.51.100.7', protocol: 'ikev1', state: 'active' },
  ...{ start: NOON, startIs: 'seen', seenAt: NOON, tunnels: [], from: {} },
};

async function allEvents(store: Store): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = [];
  for (;;) {
    const page = await store.eventsAfter(all.at(-1)?.seq ?? 0, 7);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

for (const kind of eventKinds) {
  test(`an event ${kind} is read as it was written`, async (t) => {
    const store = await scratchStore(t);
    let written = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(eventOf(kind), { minLength: 1, maxLength: 5 }), async (events) => {
        const before = written;
        await store.commit(setOf({ events }));
        written += events.length;
        const expected = events.map((one, index) => ({ seq: before + index + 1, event: one }));
        assert.deepEqual(await store.eventsAfter(before, 10), expected);
      }),
      { numRuns: 30 },
    );
  });
}

test('a session is read as it was written, with all or none of what it may know', async (t) => {
  const store = await scratchStore(t);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(session, { selector: ({ id }) => id, minLength: 1, maxLength: 5 }),
      async (sessions) => {
        await store.commit(setOf({ sessions }));
        for (const one of sessions) assert.deepEqual((await store.reads.session(one.id))?.session, one);
      },
    ),
    { numRuns: 150 },
  );
});

test('a session that is written again has only its new fields', async (t) => {
  const store = await scratchStore(t);
  const full: Session = { ...marty, assignedIp: '172.16.1.100', closingAt: NOON, closingReason: 'Idle Timeout' };
  await store.commit(setOf({ sessions: [full] }));
  await store.commit(setOf({ sessions: [marty] }));
  assert.deepEqual((await store.reads.session(marty.id))?.session, marty);
});

test('what was committed is what is loaded', async (t) => {
  const store = await scratchStore(t);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(session, { selector: ({ id }) => id, maxLength: 5 }),
      fc.uniqueArray(attempt, { selector: ({ id }) => id, maxLength: 5 }),
      fc.uniqueArray(fc.record({ device: fc.constantFrom(1, 2), address: text, at: integer }), {
        selector: (lease) => JSON.stringify([lease.device, lease.address]),
        maxLength: 5,
      }),
      fc.array(event, { maxLength: 5 }),
      async (sessions, attempts, put, events) => {
        await store.rebuild(async (write) =>
          write({ sessions, attempts, verdicts: [], leases: { put, drop: [] }, minutes: [] }),
        );
        await store.commit(setOf({ events, seen: [{ device: 2, lastMessageAt: 5, messages: events.length }] }));
        const loaded = await store.load(NOON, NOON - 3_600_000);
        const kept = sessions.filter(({ state, end = -1 }) => state === 'active' || end >= NOON - 3_600_000);
        assert.deepEqual(byId(loaded.sessions), byId(kept));
        const late = attempts.filter(({ outcome, start }) => outcome === 'open' || start >= NOON - 70_000);
        assert.deepEqual(byId(loaded.attempts), byId(late), 'open ones, and those that late lines may still tell of');
        assert.deepEqual(byText(loaded.leases), byText(put));
        assert.deepEqual(loaded.seen, [{ device: 2, lastMessageAt: 5, messages: events.length }]);
        assert.equal(loaded.heartbeat, NOON);
      },
    ),
    { numRuns: 60 },
  );
});

const byId = <T extends { readonly id: number }>(rows: readonly T[]): readonly T[] =>
  [...rows].sort((a, b) => a.id - b.id);
const byText = (leases: readonly Lease[]): readonly string[] =>
  leases.map(({ device, address, at }) => JSON.stringify([device, address, at])).sort();

test('what is too old for the state is not loaded', async (t) => {
  const store = await scratchStore(t);
  const at = (ago: number): number => NOON - ago;
  const minute = { active: 1, opened: 1, ended: 0, bytesTx: 5, bytesRx: 6 };
  const refused = (when: number): Event => ({
    ...{ kind: 'address.refused', device: 1, at: when, source: 'syslog', evidence: [] },
  });
  const failed = { device: 1, publicIp: '198.51.100.7', stage: 'xauth', outcome: 'failed' } as const;
  await store.commit(
    setOf({
      events: [refused(at(16 * 60_000)), refused(at(14 * 60_000)), opened],
      minutes: [
        { ...minute, minute: at(25 * 3_600_000) },
        { ...minute, minute: at(60_000) },
      ],
      attempts: [
        { ...failed, id: 1, start: at(17 * 60_000), seenAt: at(14 * 60_000) },
        { ...failed, id: 2, start: at(16 * 60_000), seenAt: at(15 * 60_000 - 1) },
        { ...failed, id: 3, start: at(15 * 60_000), seenAt: at(1), outcome: 'succeeded' },
      ],
    }),
  );
  await store.addGap({ from: at(26 * 3_600_000), to: at(25 * 3_600_000) });
  await store.addGap({ from: at(25 * 3_600_000), to: at(1) });
  const loaded = await store.load(NOON, NOON);
  assert.deepEqual(loaded.events15m, [
    { kind: 'address.refused', at: at(14 * 60_000) },
    { kind: 'attempt.ended', at: at(15 * 60_000 - 1) },
  ]);
  assert.deepEqual(loaded.minutes, [{ ...minute, minute: at(60_000) }]);
  assert.deepEqual(loaded.gaps, [{ from: at(25 * 3_600_000), to: at(1) }]);
});

test('a lease that is dropped is gone, and one put in the same set stays', async (t) => {
  const store = await scratchStore(t);
  const lease = { device: 1, address: '172.16.1.100', at: NOON };
  await store.commit(setOf({ leases: { put: [lease, { ...lease, address: '172.16.1.101' }], drop: [] } }));
  await store.commit(setOf({ leases: { put: [lease], drop: [lease, { device: 1, address: '172.16.1.101' }] } }));
  assert.deepEqual((await store.load(NOON, NOON)).leases, [lease]);
});

test('a set that fails leaves nothing, and may be written once its fault is gone', async (t) => {
  const store = await scratchStore(t);
  const mark = { name: 'syslog', epoch: 1, seq: 1, lastMessage: 5 };
  const set = setOf({
    events: [opened],
    sessions: [marty],
    collector: mark,
    seen: [{ device: 1, lastMessageAt: 1, messages: 1 }],
  });
  // In the order of writing the last thing before the mark fails: a device that is not there.
  const wrong = { ...set, seen: [...set.seen, { device: 99, lastMessageAt: 1, messages: 1 }] };
  await assert.rejects(store.commit(wrong), /FOREIGN KEY/);
  const after = await store.load(NOON, 0);
  assert.deepEqual(
    [after.sessions, after.collectors, after.seen, after.heartbeat, await store.eventsAfter(0, 9)],
    [[], [], [], null, []],
  );
  await store.commit(set);
  assert.deepEqual(await allEvents(store), [{ seq: 1, event: opened }]);
  assert.deepEqual((await store.load(NOON, 0)).collectors, [mark]);
});

test('a value that SQLite would change is refused with the whole set', async (t) => {
  const store = await scratchStore(t);
  for (const wrong of [{ user: 'half \ud83d pair' }, { bytesTx: 2 ** 53 }, { seconds: 1.5 }, { start: NaN }]) {
    await assert.rejects(store.commit(setOf({ events: [opened], sessions: [{ ...marty, ...wrong }] })), TypeError);
  }
  assert.deepEqual(await allEvents(store), []);
});

test('the same set of a collector, or an older one, changes nothing', async (t) => {
  const store = await scratchStore(t);
  const set = (epoch: number, seq: number, at: number): ReturnType<typeof setOf> =>
    setOf({ events: [opened], at, collector: { name: 'syslog', epoch, seq, lastMessage: 0 } });
  await store.commit(set(2, 5, 10));
  for (const [epoch, seq] of [
    [2, 5],
    [2, 4],
    [1, 9],
  ] as const)
    await store.commit(set(epoch, seq, 99));
  assert.equal((await allEvents(store)).length, 1);
  assert.equal((await store.load(NOON, 0)).heartbeat, 10);
  await store.commit(set(2, 6, 11));
  await store.commit(set(3, 1, 12));
  await store.commit({ ...set(3, 1, 13), collector: { name: 'traps', epoch: 1, seq: 1, lastMessage: 0 } });
  assert.equal((await allEvents(store)).length, 4);
});

test('sets asked for at once are written one after another, in order', async (t) => {
  const store = await scratchStore(t);
  const sets = Array.from({ length: 50 }, (_, n) => setOf({ events: [{ ...opened, at: n }], at: n }));
  await Promise.all(sets.map((set) => store.commit(set)));
  assert.deepEqual(
    (await allEvents(store)).map(({ event: one }) => one.at),
    sets.map(({ at }) => at),
  );
});

test('a rebuild is seen whole or not at all, and reads events while it writes', async (t) => {
  const store = await scratchStore(t);
  await store.commit(setOf({ events: [opened], sessions: [marty] }));
  const none = { sessions: [], attempts: [], verdicts: [], leases: { put: [], drop: [] }, minutes: [] };
  const anew = { ...marty, id: 7, user: 'docbrown' };
  const ids = async (): Promise<readonly number[]> =>
    (await store.reads.sessions({ limit: 10 })).sessions.map(({ id }) => id);

  const failing = store.rebuild(async (put) => {
    await put({ ...none, sessions: [anew] });
    throw new Error('fill failed');
  });
  await assert.rejects(failing, /fill failed/);
  assert.deepEqual(await ids(), [marty.id]);

  await store.rebuild(async (put) => {
    assert.equal((await store.eventsAfter(0, 10)).length, 1);
    await put({ ...none, sessions: [anew] });
    assert.deepEqual(await ids(), [marty.id]);
  });
  assert.deepEqual(await ids(), [7]);
});
