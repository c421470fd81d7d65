import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import fc from 'fast-check';

import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { Between } from '../../../server/domain/message-filter.ts';
import { packRows } from '../../../collectors/syslog/packer.ts';
import { bytesOf } from '../../../server/domain/packed.ts';
import { dayOf, idsOf } from '../../../server/store/day.ts';
import { openDays } from '../../../server/store/days.ts';
import { openStore } from '../../../server/store/open.ts';
import { BadCursor } from '../../../server/store/reads.ts';
import { text } from './arbitrary.ts';
import { NOON, scratch, scratchStore, setOf } from './scratch.ts';

const MIDNIGHT = Date.UTC(2026, 10, 24);

function row(id: number, line = `line ${id}`): StoredMessage {
  return [id, Math.floor(id / 1000), '192.0.2.1', 113019, 4, 'claim', line];
}

const isBetween = (value: number | null, { first, last }: Between) => value !== null && value >= first && value <= last;

/** Rows one millisecond apart. */
function rows(from: number, count: number): readonly StoredMessage[] {
  return Array.from({ length: count }, (_, n) => row((from + n) * 1000));
}

test('an id tells its day, and a day its ids', () => {
  assert.equal(dayOf(MIDNIGHT * 1000 - 1), '2026-11-23');
  assert.equal(dayOf(MIDNIGHT * 1000), '2026-11-24');
  assert.deepEqual(idsOf('2026-11-23'), { first: (MIDNIGHT - 86_400_000) * 1000, past: MIDNIGHT * 1000 });
});

test('a line of any characters is read as it came, from any sender', async (t) => {
  const store = await scratchStore(t);
  let id = NOON * 1000;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), async (lines) => {
      const first = id;
      const kept = lines.map(([from, line]): StoredMessage => [(id += 1000), NOON, from, null, null, 'foreign', line]);
      await store.keep(packRows(kept));
      assert.deepEqual(await store.messagesAfter(first, 10), kept);
    }),
    { numRuns: 200 },
  );
});

test('the first line of a sender and its last trap are found across midnight, and nothing from before the span', async (t) => {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => MIDNIGHT });
  t.after(() => store.close());
  const trap = (at: number, from: string): StoredMessage => [
    at * 1000 + 7,
    at,
    from,
    null,
    3,
    'noted',
    'trap linkDown 1.3 ',
  ];
  const noise: StoredMessage = [
    (MIDNIGHT - 4000) * 1000 + 1,
    MIDNIGHT - 4000,
    '192.0.2.1',
    null,
    null,
    'foreign',
    'hello',
  ];
  const old = row((MIDNIGHT - 9000) * 1000);
  const traps = [trap(MIDNIGHT - 3000, '192.0.2.1'), trap(MIDNIGHT + 3000, '192.0.2.1'), trap(MIDNIGHT - 2000, '192.0.2.2')] as const; // prettier-ignore
  await store.keep(packRows([old, noise, ...traps, row((MIDNIGHT + 1000) * 1000)]));
  const since = MIDNIGHT - 5000;
  const { reads } = store;
  const from = ['192.0.2.1'];
  assert.deepEqual(await reads.first({ from, since, lines: true }), noise);
  assert.deepEqual((await reads.first({ from, since, outcome: 'claim' }))?.[1], MIDNIGHT + 1000);
  assert.deepEqual(await reads.first({ from, since, trap: 'any' }), traps[0]);
  assert.equal(await reads.first({ from: ['192.0.2.2'], since, lines: true }), undefined);
  const { traps: last } = await reads.sources(since);
  assert.deepEqual([...last].sort(), [['192.0.2.1', MIDNIGHT + 3000], ['192.0.2.2', MIDNIGHT - 2000]]); // prettier-ignore
  assert.deepEqual([...(await reads.sources(MIDNIGHT + 3001)).traps], []);
});

test('a batch that crosses midnight is kept in two days and read in order', async (t) => {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  const kept = rows(MIDNIGHT - 3, 6);
  await store.keep(packRows(kept));
  await store.keep(packRows(kept));
  const files = readdirSync(`${path}.messages`).filter((name) => name.endsWith('.db'));
  assert.deepEqual(files, ['2026-11-23.db', '2026-11-24.db']);
  assert.deepEqual(await store.messagesAfter(0, 100), kept);
  assert.deepEqual(await store.messagesAfter(kept[1]?.[0] ?? 0, 3), kept.slice(2, 5));
  assert.equal((await store.load(NOON, 0)).lastMessageId, kept.at(-1)?.[0]);
});

test('rows in any order, of any days, are each in the day of their id', async (t) => {
  const store = await scratchStore(t);
  const kept = [MIDNIGHT + 5, MIDNIGHT - 5, MIDNIGHT + 86_400_000, MIDNIGHT].map((ms) => row(ms * 1000));
  await store.keep(packRows(kept));
  assert.deepEqual(
    await store.messagesAfter(0, 100),
    [...kept].sort((a, b) => a[0] - b[0]),
  );
});

test('rows kept twice are there once, and as they were the first time', async (t) => {
  const store = await scratchStore(t);
  await store.keep(packRows([row(NOON * 1000, 'first')]));
  await store.keep(packRows([row(NOON * 1000, 'second'), row(NOON * 1000 + 1, 'new')]));
  assert.deepEqual(
    (await store.messagesAfter(0, 10)).map((one) => one[6]),
    ['first', 'new'],
  );
});

test('a batch with a row that is not whole is refused whole, not kept without it', async (t) => {
  const store = await scratchStore(t);
  const [good] = packRows([row(NOON * 1000)]);
  assert.ok(good !== undefined);
  const lines = JSON.parse(new TextDecoder().decode(good.lines)) as readonly unknown[];
  for (const bad of [
    { lines: bytesOf([[NOON * 1000, null, 'l']]) },
    { lines: bytesOf([...lines, [NOON * 1000 + 1, 1]]) },
    { lines: bytesOf([...lines, [NOON * 1000 + 1, 1.5, 'l']]) },
    { shapes: bytesOf([[1, '192.0.2.1', 1, 1, 'claim', '', '']]) },
    { words: bytesOf([['#1']]) },
  ]) {
    await assert.rejects(store.keep([{ ...good, ...bad }]), /NOT NULL|REAL/);
  }
  const encoder = new TextEncoder();
  for (const text of ['', '[1]', '[[]]', '[[1,2,"x"]'])
    await assert.rejects(store.keep([{ ...good, lines: encoder.encode(text) }]), text);
  await store.keep([]);
  assert.deepEqual(await store.messagesAfter(0, 10), []);
});

test('a store that was closed goes on in the same days', async (t) => {
  const path = await scratch(t);
  const first = await openStore({ path, now: () => NOON });
  await first.keep(packRows(rows(MIDNIGHT - 2, 4)));
  await first.close();
  const second = await openStore({ path, now: () => NOON });
  t.after(() => second.close());
  await second.keep(packRows(rows(MIDNIGHT - 2, 8)));
  assert.deepEqual(await second.messagesAfter(0, 100), rows(MIDNIGHT - 2, 8));
});

test('days that expire are gone with their logs, later ones stay', async (t) => {
  const folder = `${await scratch(t)}.messages`;
  const days = openDays(folder);
  t.after(() => days.close());
  for (const ms of [MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + 86_400_000]) await days.keep(packRows([row(ms * 1000)]));
  for (const gone of ['2026-11-23', '2026-11-24', undefined]) assert.equal(await days.expire('2026-11-25'), gone);
  assert.deepEqual(days.list(), ['2026-11-25']);
  await days.sweep();
  assert.ok(readdirSync(folder).every((name) => name.startsWith('2026-11-25')));
  assert.equal(await days.expire('2026-11-26'), '2026-11-25');
  // As after a crash: whoever comes next does it.
  await openDays(folder).sweep();
  assert.deepEqual(readdirSync(folder), []);
});

test('a day that cannot be deleted stays listed, keeps no other from going, and goes when it can', async (t) => {
  const folder = `${await scratch(t)}.messages`;
  const days = openDays(folder);
  t.after(() => days.close());
  for (const ms of [MIDNIGHT - 1, MIDNIGHT, MIDNIGHT + 86_400_000]) await days.keep(packRows([row(ms * 1000)]));
  mkdirSync(`${days.path('2026-11-23')}.gone`);
  assert.equal(await days.expire('2026-11-25'), '2026-11-24');
  await assert.rejects(days.expire('2026-11-25'), /2026-11-23/);
  assert.deepEqual(days.list(), ['2026-11-23', '2026-11-25']);
  assert.ok(existsSync(days.path('2026-11-23')), 'it is whole');
  rmdirSync(`${days.path('2026-11-23')}.gone`);
  assert.equal(await days.expire('2026-11-25'), '2026-11-23');
  assert.ok(!existsSync(days.path('2026-11-23')));
});

test('pages of messages, put together, are what one who looked at each would choose', async (t) => {
  const store = await scratchStore(t);
  const outcomes = ['claim', 'noted', 'misfit', 'foreign', 'unlisted'] as const;
  const kept = Array.from({ length: 60 }, (_, n): StoredMessage => {
    const at = MIDNIGHT - 30 + n;
    return [
      at * 1000 + n,
      at,
      `192.0.2.${n % 3}`,
      n % 4 === 0 ? null : n % 4,
      n % 3 === 0 ? null : n % 8,
      outcomes[n % 5] ?? 'claim',
      `line ${n}`,
    ];
  });
  await store.keep(packRows(kept));
  const time = fc.integer({ min: MIDNIGHT - 31, max: MIDNIGHT + 31 });
  const query = fc.record(
    {
      from: fc.uniqueArray(fc.constantFrom<string>('192.0.2.0', '192.0.2.1', 'nobody')),
      messageId: fc.integer({ min: 1, max: 4 }),
      messageIds: fc.constantFrom({ first: 1, last: 2 }, { first: 3, last: 9 }),
      severities: fc.constantFrom({ first: 0, last: 3 }, { first: 4, last: 4 }),
      outcome: fc.constantFrom(...outcomes),
      text: fc.constantFrom('LINE 1', 'e_1', '5'),
      after: fc.integer({ min: 0, max: 59 }).map((n) => String(kept[n]?.[0])),
      since: time,
      until: time,
      limit: fc.integer({ min: 1, max: 20 }),
    },
    { requiredKeys: ['limit'] },
  );
  await fc.assert(
    fc.asyncProperty(query, async (asked) => {
      const expected = kept.filter(
        ([id, at, from, messageId, severity, outcome, line]) =>
          (asked.from?.includes(from) ?? true) &&
          (asked.messageId === undefined || messageId === asked.messageId) &&
          (asked.messageIds === undefined || isBetween(messageId, asked.messageIds)) &&
          (asked.severities === undefined || isBetween(severity, asked.severities)) &&
          (asked.outcome === undefined || outcome === asked.outcome) &&
          (asked.text === undefined || line.includes(asked.text.toLowerCase())) &&
          id > Number(asked.after ?? 0) &&
          at >= (asked.since ?? 0) &&
          at < (asked.until ?? Infinity),
      );
      const found: StoredMessage[] = [];
      let cursor: string | null = null;
      do {
        const page = await store.reads.messages({ ...asked, ...(cursor === null ? {} : { cursor }) });
        assert.ok(page.messages.length <= asked.limit);
        assert.equal(page.newest, String(kept.at(-1)?.[0]));
        found.push(...page.messages);
        cursor = page.next;
      } while (cursor !== null);
      assert.deepEqual(found, expected.reverse());
    }),
    { numRuns: 100 },
  );
});

test('traps are found together, and by name or OID, but no line of syslog that looks like one', async (t) => {
  const store = await scratchStore(t);
  const stop = 'trap cipSecTunnelStop 1.3.6.1.4.1.9.9.171.2.0.8 v2c community=known';
  const other = 'trap 1.3.6.1.4.1.9.9.9999.0.1 v2c community=known 1.3.6="x"';
  const rest = ['10.10.10.2', null, null] as const;
  const kept: readonly StoredMessage[] = [
    [NOON * 1000, NOON, ...rest, 'claim', stop],
    [NOON * 1000 + 1, NOON, ...rest, 'unlisted', other],
    [NOON * 1000 + 2, NOON, ...rest, 'foreign', stop],
    [NOON * 1000 + 3, NOON, '10.10.10.2', 113_019, 4, 'misfit', `%ASA-4-113019: ${stop}`],
  ];
  await store.keep(packRows(kept));
  const found = async (trap: string) =>
    (await store.reads.messages({ limit: 10, trap })).messages.map(([id]) => id - NOON * 1000);
  assert.deepEqual(await found('any'), [1, 0]);
  assert.deepEqual(await found('cipSecTunnelStop'), [0]);
  assert.deepEqual(await found('1.3.6.1.4.1.9.9.9999.0.1'), [1]);
  assert.deepEqual(await found('1.3.6'), []);
});

test('a cursor of another make is refused', async (t) => {
  const store = await scratchStore(t);
  for (const cursor of ['', 'x', '-1', '1.5', '1e3', '99999999999999999', "1' OR 1"]) {
    await assert.rejects(store.reads.messages({ limit: 1, cursor }), BadCursor, cursor);
  }
});

test('a day in whose making the process died is one without messages, and is made at the next try', async (t) => {
  const path = await scratch(t);
  mkdirSync(`${path}.messages`);
  writeFileSync(join(`${path}.messages`, '2026-11-23.db'), '');
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  assert.equal((await store.load(NOON, 0)).lastMessageId, 0);
  assert.deepEqual((await store.reads.messages({ limit: 10 })).messages, []);
  await store.keep(packRows(rows(NOON, 2)));
  assert.deepEqual(await store.messagesAfter(0, 10), rows(NOON, 2));
});

test('a time beyond every exact id bounds nothing', async (t) => {
  const store = await scratchStore(t);
  await store.keep(packRows(rows(NOON, 2)));
  const read = async (times: object) => (await store.reads.messages({ limit: 10, ...times })).messages.length;
  assert.equal(await read({ until: 8.64e15 }), 2);
  assert.equal(await read({ since: 8.64e15 }), 0);
});

test('an id that was given is not given again when its day is gone', async (t) => {
  const store = await scratchStore(t);
  const mark = { name: 'syslog', epoch: 1, seq: 1, lastMessage: NOON * 1000 };
  await store.commit(setOf({ collector: mark }));
  assert.equal((await store.load(NOON, 0)).lastMessageId, NOON * 1000);
});
