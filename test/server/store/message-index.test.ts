import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';

import fc from 'fast-check';

import { Intake } from '../../../collectors/syslog/intake.ts';
import { Packer, packRows } from '../../../collectors/syslog/packer.ts';
import { derived } from '../../../server/access/key.ts';
import { eraseUser } from '../../../server/commands/erasing.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { MessageQuery } from '../../../server/store/message-reads.ts';
import { openStore } from '../../../server/store/open.ts';
import { openReader } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { NOON, scratch } from './scratch.ts';

const LATER = NOON + 24 * 60 * 60_000;

/** A store whose messages of that day are all settled. */
async function storeOf(test: TestContext, now = () => LATER): Promise<{ readonly store: Store; readonly day: string }> {
  const path = await scratch(test);
  const store = await openStore({ path, now });
  test.after(() => store.close());
  return { store, day: `${path}.messages/2026-11-23` };
}

/** Takes in all that can be; tells how many lines that are. */
async function indexed(store: Store): Promise<number> {
  let lines = 0;
  for (let step = await store.index(); step !== undefined; step = await store.index()) lines += step.lines;
  return lines;
}

const users = [
  'marty',
  'HILL\\marty',
  'j.doe',
  'j.',
  'doc-brown',
  'ab',
  'x',
  '1985',
  'Jörg',
  '[x]*?',
  'a..b',
  'emmett',
];
const addresses = ['10.1.2.3', '10.1.2.30', '110.1.2.3', '2001:db8::1', '10.20.30.4', '198.51.100.7'];

/** What ASAs say of somebody, that some row reads or none, and what no ASA says. */
const wordings: readonly ((user: string, ip: string, n: number) => string)[] = [
  (user, ip, n) => `<164>Nov 23 2026 12:00:00 asa : %ASA-4-113019: Group = g, Username = ${user}, IP = ${ip}, Session disconnected. Session Type: IPsec, Duration: 0h:00m:0${n % 10}s, Bytes xmt: 1, Bytes rcv: 2, Reason: User Requested`, // prettier-ignore
  (user, ip, n) => `<166>Nov 23 2026 12:00:00 asa : %ASA-6-302013: Built inbound TCP connection ${n} for outside:${ip}/1 (${ip}/1)(LOCAL\\${user}) to inside:10.1.1.${n % 250}/443 (${user})`, // prettier-ignore
  (user, ip) => `<166>%ASA-6-605005: Login permitted from ${ip}/1 to management:10.0.0.1/ssh for user "${user}"`,
  (user, ip) => `no syslog at all: ${user}. and ${ip}. end ${user}..x ${ip}.4`,
  (user, ip, n) => `${n} behind a NUL \0${user} ${ip}`,
  (user, ip) => `ü${user}ü and MÜLLER ${ip}`,
  (user, ip) => `%ASA-5-111008: User '${user.toUpperCase()}' executed the 'show x' command from ${ip}-${ip}`,
];

/** Keeps lines as the receiver does, in batches that fill segments and blocks unevenly. */
async function keepRead(store: Store, lines: readonly string[], apart = 700): Promise<void> {
  let at = NOON;
  const intake = new Intake({ ...{ admission: { known: ['10.10.10.2'], room: 0, storing: { '10.10.10.2': 'all' } }, firstMessage: 1 }, queueBytes: 1e9, now: () => at }); // prettier-ignore
  for (const [n, line] of lines.entries()) {
    at = NOON + n * apart;
    intake.receive(line, '10.10.10.2');
    if (n % 41 !== 0 && n !== lines.length - 1) continue;
    await store.keep(intake.load().rows);
    intake.stored();
  }
}

/** The index of a day tells in which ten minutes each user and address is named. */
async function tellsNames(day: string): Promise<void> {
  const [words, index] = [await openReader(`${day}.db`), await openReader(`${day}.index`)];
  const named = await index.all(`SELECT word, buckets FROM named ORDER BY word`);
  const told = await words.all(`SELECT word, group_concat(bucket || ',', '') AS buckets
    FROM (SELECT DISTINCT word, bucket FROM word WHERE word >= '=' AND word NOT LIKE '?%' ORDER BY word, bucket) GROUP BY word ORDER BY word`); // prettier-ignore
  assert.deepEqual(named, told);
  assert.ok(named.length > 10 && named.some(({ buckets }) => String(buckets).split(',').length > 3));
  assert.deepEqual(await index.all('SELECT whole FROM named_upto'), [{ whole: 1 }]);
  await Promise.all([words.close(), index.close()]);
}

/** All that is found, page by page. */
async function allOf({ reads }: Store, query: Partial<MessageQuery>): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await reads.messages({ limit: 7, ...query, ...(cursor !== undefined && { cursor }) });
    assert.ok(page.messages.length <= (query.limit ?? 7));
    found.push(...page.messages);
    cursor = page.next;
  }
  return found;
}

test('with an index a search finds the same messages in the same order as without one', async (t) => {
  const lines = Array.from({ length: 600 }, (_, n) => {
    const of = <T>(all: readonly T[], by: number): T => all[Math.floor(n / by) % all.length] as T; // there are some
    return of(wordings, 1)(of(users, 3), of(addresses, 5), n);
  });
  const [{ store: slow }, { store: quick, day }] = [await storeOf(t), await storeOf(t)];
  // Nine times ten minutes, each with some of the names.
  const apart = 9000;
  for (const store of [slow, quick]) await keepRead(store, lines, apart);
  assert.equal(await indexed(quick), lines.length);
  await tellsNames(day);

  const part = fc.nat(lines.length - 1).chain((n) => {
    const line = lines[n] ?? '';
    return fc.tuple(fc.nat(line.length - 1), fc.integer({ min: 1, max: 20 })).map(([from, length]) => line.slice(from, from + length)); // prettier-ignore
  });
  const text = fc.oneof(part, part.map((one) => one.toUpperCase()), fc.constantFrom('mallory', '10.1.2.', '.1.2.3', '"', '\\', 'ß', '%', '\0')); // prettier-ignore
  const user = fc.uniqueArray(fc.constantFrom(...users, 'nobody', 'MARTY', 'jörg', '...'), { minLength: 1, maxLength: 3 }); // prettier-ignore
  const address = fc.constantFrom(...addresses, '10.1.2.4', '1.2.3.4');
  const time = fc.integer({ min: NOON, max: NOON + 600 * apart });
  const limit = fc.integer({ min: 20, max: 400 });
  const messageId = fc.constantFrom(113019, 302013, 999999);
  const outcome = fc.constantFrom('misfit', 'foreign', 'claim');
  const query = fc.oneof(
    fc.record({ text, limit }),
    fc.record({ user, limit }),
    fc.record({ address, limit }),
    fc.record({ text, user, address, messageId, outcome, since: time, until: time, limit }, { requiredKeys: ['limit'] }), // prettier-ignore
  );
  const seen = { found: 0 };
  await fc.assert(
    fc.asyncProperty(query, async (asked) => {
      const expected = await allOf(slow, asked);
      assert.deepEqual(await allOf(quick, asked), expected);
      seen.found += expected.length;
    }),
    { numRuns: 120, ignoreEqualValues: true },
  );
  assert.ok(seen.found > 2000, `${seen.found}`);
  // All that came but for what is newer than an id.
  const after = String((NOON + 300 * apart) * 1000);
  for (const one of [{ text: '10.1.2' }, { user: ['marty'] }]) {
    const newer = (store: Store) => store.reads.messages({ ...one, after, limit: 9 });
    const [{ looked: _, ...theirs }, { looked: __, ...ours }] = [await newer(slow), await newer(quick)];
    assert.deepEqual({ ...ours, newest: '' }, { ...theirs, newest: '' });
  }
});

test('an index leads to what is sought without looking at each line, and what has come since is looked at as before', async (t) => {
  let now = NOON + 2_900_000;
  const { store } = await storeOf(t, () => now);
  const chatter = Array.from(
    { length: 4000 },
    (_, n) => `%ASA-6-302013: Built ${n} for outside:203.0.113.${n % 200}/${n % 60_000}`,
  );
  chatter[1234] = `%ASA-6-302013: Built 1234 for outside:198.51.100.7/99 (198.51.100.7/99)(LOCAL\\marty)`;
  await keepRead(store, chatter);
  const lookedAt = async (query: Partial<MessageQuery>) => {
    const { messages, looked, next } = await store.reads.messages({ limit: 5, ...query });
    return [messages.length, next, (looked?.lines ?? Infinity) < 100 ? 'few' : looked?.lines];
  };
  const questions = [
    { text: '198.51.100.7' },
    { text: '51.100.7/' },
    { text: '8.51.100' },
    { address: '198.51.100.7' },
    { user: ['marty'] },
  ];
  for (const one of questions) assert.deepEqual(await lookedAt(one), [1, null, 4000]);
  assert.equal(await indexed(store), 4000);
  for (const one of questions) assert.deepEqual(await lookedAt(one), [1, null, 'few']);
  // Of the day that goes on only whole blocks are taken in, and nothing that came a moment ago.
  now = NOON + 4_000_000;
  await store.keep(packRows([[(NOON + 4_000_000) * 1000, NOON + 4_000_000, '192.0.2.9', null, null, 'foreign', 'of marty at 198.51.100.7/']])); // prettier-ignore
  assert.equal(await indexed(store), 0);
  for (const one of questions) assert.deepEqual(await lookedAt(one), [2, null, 'few']);
});

test('what is brought into a day later is found, for the index is made anew', async (t) => {
  let now = LATER;
  const { store, day } = await storeOf(t, () => now);
  await keepRead(
    store,
    Array.from({ length: 100 }, (_, n) => `line ${n} of emmett`),
  );
  assert.equal(await indexed(store), 100);
  const past: StoredMessage = [(NOON + 33_000) * 1000 + 600, NOON + 33_000, '192.0.2.9', null, null, 'foreign', 'brought by mallory']; // prettier-ignore
  await store.keep(packRows([past], new Packer({ past: true })));
  assert.ok(!existsSync(`${day}.index`));
  assert.deepEqual((await store.reads.messages({ limit: 5, text: 'mallory' })).messages, [past]);
  assert.equal(await indexed(store), 0, 'more may be brought');
  now += 120_000;
  assert.equal(await indexed(store), 101);
  assert.deepEqual((await store.reads.messages({ limit: 5, user: ['mallory'] })).messages, [past]);
});

test('an index does not outlive a name that is taken out of its lines', async (t) => {
  const { store, day } = await storeOf(t);
  await keepRead(store, Array.from({ length: 100 }, (_, n) => `${n} of ${n % 9 === 0 ? 'zorblatt' : 'emmett'}`)); // prettier-ignore
  await indexed(store);
  const key = derived(Buffer.alloc(32, 7));
  const parts = { store, key, now: () => LATER, inRecord: <T>(work: () => Promise<T>) => work() };
  const erasing = eraseUser(parts, { name: 'zorblatt', by: 'test', reason: 'request 17' });
  const { pseudonym, counts } = await erasing;
  assert.equal(counts.messages, 12);
  assert.ok(!existsSync(`${day}.index`));
  assert.equal(await indexed(store), 100);
  const found = async (query: Partial<MessageQuery>) => (await allOf(store, query)).length;
  for (const one of [{ text: 'zorblatt' }, { user: ['zorblatt'] }]) assert.equal(await found(one), 0);
  assert.equal(await found({ text: pseudonym }), 12);
});

test('an index that is damaged, or of another version, or of no day any more, is made anew or goes', async (t) => {
  const path = await scratch(t);
  const open = () => openStore({ path, now: () => LATER });
  const day = `${path}.messages/2026-11-23`;
  let store = await open();
  await keepRead(
    store,
    Array.from({ length: 100 }, (_, n) => `line ${n} of emmett`),
  );
  await indexed(store);
  for (const wrong of ['no database at all, but long enough to be taken for one'.repeat(100), '']) {
    await store.close();
    writeFileSync(`${day}.index`, wrong);
    store = await open();
    assert.equal((await store.reads.messages({ limit: 500, text: 'emmett' })).messages.length, 100);
    await store.close();
    writeFileSync(`${day}.index`, wrong);
    store = await open();
    // What comes is kept whatever is wrong with it.
    await store.keep(packRows([[(NOON + 1_000_000) * 1000, NOON, '192.0.2.9', null, null, 'foreign', 'of marty']]));
    assert.equal(await indexed(store), 101);
    assert.equal((await store.reads.messages({ limit: 500, text: 'emmett' })).messages.length, 100);
  }
  await store.purge('messages', { before: LATER + 86_400_000, most: 1, look: 1, after: 0 });
  assert.deepEqual([`${day}.index`, `${day}.index-wal`, `${day}.db`].filter(existsSync), []);
  await store.close();
});
