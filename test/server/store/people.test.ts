import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Attempt } from '../../../server/domain/attempt.ts';
import { bareName, fold } from '../../../server/domain/name.ts';
import type { Session } from '../../../server/domain/session.ts';
import { without } from '../../../server/domain/without.ts';
import type { Verdict } from '../../../server/domain/verdict.ts';
import { migrate, readMigrations } from '../../../server/store/migrate.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { BadCursor } from '../../../server/store/reads.ts';
import { NOON, scratch, scratchStore, setOf } from './scratch.ts';

const ID = NOON * 1000;
const TOKEN = '~Jx3kQ0aPz1LmNo9w~8-11';

const session = (n: number, given: Partial<Session> = {}): Session => ({
  ...{ id: ID + n, device: 1, user: 'marty', publicIp: '198.51.100.7', protocol: 'ikev1', state: 'ended' },
  ...{ start: NOON + n * 1000, startIs: 'seen', seenAt: NOON, tunnels: [], from: {} },
  ...(given.state === 'active' ? {} : { end: NOON + n * 1000 + 500, endIs: 'reported' }),
  ...given,
});
const attempt = (n: number, given: Partial<Attempt> = {}): Attempt => ({
  ...{ id: ID + n, device: 1, publicIp: '198.51.100.7', start: NOON + n * 1000, seenAt: NOON, stage: 'xauth' },
  ...{ outcome: 'failed', cause: 'xauth.bad_password', user: 'marty' },
  ...given,
});

const nameless = (n: number, given: Partial<Attempt> = {}): Attempt => without({ ...attempt(n), ...given }, ['user']);

const limit = { sessions: 100, attempts: 100 };
const record = (store: Store, name: string, hashes: readonly string[] = []) =>
  store.reads.user({ name, hashes, limit, namelessSince: NOON });
const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id - ID);

test('a person is found in every domain and way to write the name; who names a domain means that one', async (t) => {
  const store = await scratchStore(t);
  const names = ['marty', 'HILL\\Marty', 'MARTY', 'marty@hill.example', 'martha', 'LAB\\marty', TOKEN];
  await store.commit(setOf({ sessions: names.map((user, n) => session(n, { user, device: 1 + (n % 2) })) }));
  assert.deepEqual(ids((await record(store, 'marty')).sessions), [5, 3, 2, 1, 0]);
  assert.deepEqual(ids((await record(store, ' Marty@ ')).sessions), [5, 3, 2, 1, 0]);
  assert.deepEqual(ids((await record(store, 'hill\\marty')).sessions), [1]);
  assert.deepEqual(ids((await record(store, 'MARTY@HILL.example')).sessions), [3]);
  assert.deepEqual(ids((await record(store, 'marty', [TOKEN])).sessions), [6, 5, 3, 2, 1, 0]);
  assert.deepEqual((await record(store, 'mart')).writings, []);
  assert.deepEqual(new Set((await record(store, 'hill\\marty', [TOKEN])).writings), new Set(['HILL\\Marty', TOKEN]));
});

test('the record has the latest of everything, an active session however old, and tells whether there is more', async (t) => {
  const store = await scratchStore(t);
  const sessions = [session(0, { state: 'active' }), ...Array.from({ length: 9 }, (_, n) => session(n + 1))];
  const attempts = Array.from({ length: 9 }, (_, n) => attempt(n));
  const verdicts: readonly Verdict[] = [1, 2, 3, 4].map((n) => ({
    ...{ id: ID + n, device: 1, at: NOON, cause: 'xauth.rejected', reason: 'x' },
    ...{ user: n === 4 ? 'biff' : 'marty', service: n === 3 ? 'vpn' : 'unattributed' },
  }));
  await store.commit(setOf({ sessions, attempts, verdicts }));
  const query = { name: 'marty', hashes: [], namelessSince: NOON };
  const found = await store.reads.user({ ...query, limit: { sessions: 3, attempts: 2 } });
  assert.deepEqual(ids(found.sessions), [9, 8, 7, 0]);
  assert.deepEqual(ids(found.attempts), [8, 7]);
  assert.deepEqual(ids(found.rejected), [2, 1]);
  assert.deepEqual(found.inAll, { sessions: 10, attempts: 9 });
  const all = await record(store, 'marty');
  assert.deepEqual([all.next, all.inAll], [{ sessions: null, attempts: null }, found.inAll]);

  const pages = { sessions: [...ids(found.sessions.slice(0, 3))], attempts: [...ids(found.attempts)] };
  let { next } = found;
  while (next.sessions !== null || next.attempts !== null) {
    const page = await store.reads.earlier({ ...query, ...next, limit: { sessions: 3, attempts: 4 } });
    pages.sessions.push(...ids(page.sessions));
    pages.attempts.push(...ids(page.attempts));
    ({ next } = page);
  }
  assert.deepEqual(pages, { sessions: [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], attempts: [8, 7, 6, 5, 4, 3, 2, 1, 0] });
  await assert.rejects(
    store.reads.earlier({ ...query, sessions: 'x', attempts: null, limit: { sessions: 3, attempts: 4 } }),
    BadCursor,
  );
});

test('what came without a name from where the user comes from is told, and nothing else that has none', async (t) => {
  const store = await scratchStore(t);
  const attempts: readonly Attempt[] = [
    nameless(1, { cause: 'group.bad_psk' }),
    nameless(2, { publicIp: '198.51.100.8' }),
    nameless(3, { start: NOON - 1 }),
    attempt(4, { user: 'biff' }),
  ];
  await store.commit(setOf({ sessions: [session(0)], attempts }));
  assert.deepEqual(ids((await record(store, 'marty')).nameless), [1]);
});

test('who failed alike is counted once, by device, users apart from names that may be passwords', async (t) => {
  const store = await scratchStore(t);
  const attempts: readonly Attempt[] = [
    attempt(1),
    attempt(2, { user: 'biff' }),
    attempt(3, { user: 'biff' }),
    attempt(4, { user: 'doc', device: 2 }),
    attempt(5, { user: TOKEN, device: 2 }),
    nameless(6, { publicIp: '192.0.2.1' }),
    nameless(7, { publicIp: '192.0.2.1' }),
    attempt(8, { user: 'lorraine', cause: 'cert' }),
    attempt(9, { user: 'lorraine', outcome: 'succeeded' }),
    attempt(10, { user: 'lorraine' }),
  ];
  await store.commit(setOf({ attempts }));
  const span = { from: NOON, to: NOON + 10_000 };
  const counts = await store.reads.alike({ cause: 'xauth.bad_password', ...span, except: ['marty'] });
  assert.deepEqual(counts, [
    { device: 1, users: 1, strangers: 1 },
    { device: 2, users: 1, strangers: 1 },
  ]);
});

test('of some devices only what was seen there is told, counted and paged: who is known elsewhere only is nobody', async (t) => {
  const store = await scratchStore(t);
  const away = Array.from({ length: 40 }, (_, n) =>
    session(100 + n, { device: 2, user: n % 2 ? 'marty' : 'HILL\\marty' }),
  );
  const here = [session(0, { state: 'active' }), session(1), session(2), session(3, { device: 2, user: 'biff' })];
  const verdicts: readonly Verdict[] = [1, 2].map((n) => ({
    ...{ id: ID + n, device: n, at: NOON, cause: 'xauth.rejected', reason: 'x' },
    ...{ user: n === 1 ? 'zoe' : 'marty', service: 'unattributed' },
  }));
  await store.commit(
    setOf({
      sessions: [...away, ...here],
      attempts: [attempt(1), attempt(2), attempt(50, { device: 2 }), nameless(3), nameless(51, { device: 2 })],
      verdicts,
    }),
  );
  const query = { name: 'marty', hashes: [], namelessSince: NOON, devices: [1], limit: { sessions: 2, attempts: 1 } };
  const found = await store.reads.user(query);
  assert.deepEqual([found.writings, ids(found.sessions), ids(found.attempts)], [['marty'], [2, 1, 0], [2]]);
  assert.deepEqual([found.inAll, ids(found.rejected), ids(found.nameless)], [{ sessions: 3, attempts: 2 }, [], [3]]);
  const next = await store.reads.earlier({ ...query, ...found.next });
  assert.deepEqual([ids(next.sessions), ids(next.attempts), next.next], [[0], [1], { sessions: null, attempts: null }]);
  assert.deepEqual((await store.reads.user({ ...query, name: 'biff' })).writings, []);
  assert.equal((await store.reads.user({ ...query, name: 'biff', devices: [2] })).inAll.sessions, 1);
  const people = async (devices: readonly number[], q?: string) =>
    (await store.reads.people({ limit: 10, devices, ...(q !== undefined && { q }) })).map(({ name }) => name);
  assert.deepEqual([await people([1]), await people([1], 'b'), await people([1], 'm')], [['marty'], [], ['marty']]);
  assert.deepEqual(await people([1], 'z'), ['zoe']);
  assert.deepEqual([await people([]), await people([], 'm')], [[], []]);
  assert.deepEqual(new Set(await people([2])), new Set(['HILL\\marty', 'marty', 'biff']));
  const [marty] = await store.reads.people({ q: 'marty', limit: 1, devices: [1] });
  assert.deepEqual([marty?.session?.id, marty?.attempt?.id], [ID, ID + 2]);
  const span = { cause: 'xauth.bad_password', from: NOON, to: NOON + 60_000, except: [] } as const;
  assert.deepEqual(await store.reads.alike({ ...span, devices: [1] }), [{ device: 1, users: 1, strangers: 1 }]);
});

test('a list of users has the exact name first, then who is called so, and never what may be a password', async (t) => {
  const store = await scratchStore(t);
  const names = ['martha', 'marty', 'HILL\\marty', 'zoe', TOKEN];
  const sessions = names.map((user, n) => session(n, { user }));
  await store.commit(
    setOf({ sessions: [...sessions, session(9, { user: 'martha', state: 'active', start: NOON - 5 })] }),
  );
  const people = async (q?: string) =>
    (await store.reads.people({ ...(q !== undefined && { q }), limit: 10 })).map(({ name }) => name);
  assert.deepEqual(await people('marty'), ['marty', 'HILL\\marty']);
  assert.deepEqual(await people('hill\\MARTY'), ['HILL\\marty', 'marty']);
  assert.deepEqual(await people('mar'), ['HILL\\marty', 'martha', 'marty']);
  assert.deepEqual(await people(), ['zoe', 'HILL\\marty', 'marty', 'martha']);
  assert.deepEqual(await people('~'), []);
  const [martha] = await store.reads.people({ q: 'martha', limit: 10 });
  assert.equal(martha?.session?.id, ID + 9, 'an active session, not the latest');
});

test('an address is told with who had it in the span, who came from it, and who had it before and after', async (t) => {
  const store = await scratchStore(t);
  const address = '172.16.1.137';
  await store.commit(
    setOf({
      sessions: [
        session(0, { assignedIp: address }),
        session(10, { assignedIp: address, user: 'doc' }),
        session(10, { id: ID + 11, assignedIp: address, device: 2 }),
        session(20, { assignedIp: address, state: 'active' }),
        session(30, { assignedIp: '172.16.1.1', publicIp: address }),
      ],
    }),
  );
  await store.addGap({ from: NOON + 9000, to: NOON + 10_100 });
  const at = async (from: number, to = from + 1) => {
    const { held, cameFrom, before, after, gaps } = await store.reads.holders({
      ...{ address, from: NOON + from, to: NOON + to, limit: 10 },
    });
    const one = (session?: Session) => session && session.id - ID;
    return [ids(held), ids(cameFrom), one(before), one(after), gaps.length];
  };
  assert.deepEqual(await at(10_200), [[11, 10], [], 0, 20, 0]);
  assert.deepEqual(await at(10_000), [[11, 10], [], 0, 20, 1]);
  assert.deepEqual(await at(5000), [[], [], 0, 10, 0]);
  assert.deepEqual(await at(30_200), [[20], [30], 11, undefined, 0]);
  assert.deepEqual(await at(0, 60_000), [[20, 11, 10, 0], [30], undefined, undefined, 1]);
  const span = { address, from: NOON, to: NOON + 10_200, limit: 10, devices: [2] };
  const { held, cameFrom, before, after } = await store.reads.holders(span);
  assert.deepEqual([ids(held), cameFrom, before, after], [[11], [], undefined, undefined], 'of some devices alone');
});

test('the migration takes the domain from a name as the program does', async (t) => {
  const path = await scratch(t);
  const writer = await openWriter(path);
  t.after(() => writer.close());
  const migrations = readMigrations();
  const before = migrations.findIndex(({ name }) => name.endsWith('_users.sql'));
  await migrate(writer, migrations.slice(0, before));
  const letters = fc.constantFrom('a', 'B', '\\', '@', '.', ' ', 'é', 'ﬁ', '%', "'");
  const names = [...new Set(fc.sample(fc.string({ unit: letters, maxLength: 9 }), 2000))];
  for (const name of names) await writer.run('INSERT INTO user (name, folded) VALUES (?, ?)', [name, fold(name)]);
  await migrate(writer, migrations);
  const rows = await writer.all<{ name: string; bare: string }>('SELECT name, bare FROM user');
  assert.deepEqual(rows.map(({ bare }) => bare), rows.map(({ name }) => bareName(name))); // prettier-ignore
});
