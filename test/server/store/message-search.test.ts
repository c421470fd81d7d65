import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import { Intake } from '../../../collectors/syslog/intake.ts';
import { Packer, packRows } from '../../../collectors/syslog/packer.ts';
import type { Store } from '../../../server/store/store.ts';
import { MOST_LINES } from '../../../server/store/message-search.ts';
import type { MessageQuery } from '../../../server/store/message-reads.ts';
import { NOON, scratchStore } from './scratch.ts';

const FIRST = NOON * 1000;

function kept(lines: readonly string[], from = 0): readonly StoredMessage[] {
  return lines.map((line, n) => [FIRST + from + n, NOON, '10.10.10.2', 113_019, 4, 'claim', line]);
}

test('a text is found in any case, and no character of it means anything else', async (t) => {
  const store = await scratchStore(t);
  const lines = [
    '100% sure',
    '1000 sure',
    'sure_thing',
    'surething',
    'a \\ b',
    `O'Brien "x" <b>bold</b>`,
    'behind a NUL \0 stands Xauth',
    'Müller and MÜLLER',
    'turned \u202eround',
    'IPSec: *any*',
  ];
  await store.keep(packRows(kept(lines)));
  const found = async (text: string) =>
    (await store.reads.messages({ limit: 20, text })).messages.map(([id]) => id - FIRST).reverse();
  for (const [text, expected] of [
    ['100%', [0]],
    ['SURE', [0, 1, 2, 3]],
    ['sure_', [2]],
    ['\\', [4]],
    [`o'brien "X" <B>`, [5]],
    ['xauth', [6]],
    ['müller', [7]],
    ['MÜLLER AND', [7]],
    ['mÜLLER', [7]],
    ['müLLer und', []],
    ['\u202eROUND', [8]],
    ['*ANY*', [9]],
    ['%', [0]],
    ['_', [2]],
    [' ', [0, 1, 4, 5, 6, 7, 8, 9]],
  ] as const)
    assert.deepEqual(await found(text), expected, JSON.stringify(text));
});

test('a user is found as a whole name in any case, not within a longer one', async (t) => {
  const store = await scratchStore(t);
  const lines = [
    'Username = marty, IP = 1',
    'Username = MARTY, IP = 1',
    'User <HILL\\marty>',
    'user = marty@hill.example',
    'for marty.',
    'marty',
    'Username = martyn, IP',
    'Username = marty.mcfly, IP',
    'Username = smarty, IP',
    'Username = doc-marty, IP',
    'a NUL \0marty',
    'user = [x]*? : it',
    'user = Jörg, IP',
    'user = x-hash~8-11, IP',
  ];
  await store.keep(packRows(kept(lines)));
  const found = async (...user: readonly string[]) =>
    (await store.reads.messages({ limit: 20, user })).messages.map(([id]) => id - FIRST).reverse();
  assert.deepEqual(await found('Marty'), [0, 1, 2, 3, 4, 5, 10]);
  assert.deepEqual(await found('marty', 'X-Hash~8-11'), [0, 1, 2, 3, 4, 5, 10, 13]);
  assert.deepEqual(await found('[x]*?'), [11]);
  assert.deepEqual(await found('JÖRG'), [12]);
  assert.deepEqual(await found('m*y'), []);
  assert.deepEqual(await found('m_rty'), []);
});

test('a search looks at so many lines at most, tells how far back it came, and goes on from there', async (t) => {
  const store = await scratchStore(t);
  const count = MOST_LINES + 50_000;
  for (let from = 0; from < count; from += 25_000)
    await store.keep(
      packRows(
        kept(
          Array.from({ length: 25_000 }, (_, n) => `line ${from + n}.`),
          from,
        ),
      ),
    );
  const ask = (query: Partial<MessageQuery>) => store.reads.messages({ limit: 10, text: 'line 7.', ...query });
  // A slow machine looks at fewer at once, and needs more questions.
  let page = await ask({});
  let lines = 0;
  for (; page.next !== null; page = await ask({ cursor: page.next })) {
    const { looked = { lines: 0, back: 0, skipped: 0 } } = page;
    assert.ok(looked.lines > 0 && looked.lines <= MOST_LINES);
    lines += looked.lines;
    assert.deepEqual(page.messages, []);
    assert.equal(Number(page.next), FIRST + count - lines);
    assert.equal(looked.back, Math.floor((FIRST + count - lines) / 1000));
  }
  assert.ok(lines > 0);
  assert.equal(lines + (page.looked?.lines ?? 0), count);
  assert.deepEqual(
    page.messages.map(([id]) => id - FIRST),
    [7],
  );
  const one = await ask({ text: 'line', limit: 3 });
  assert.deepEqual([one.messages.length, one.looked?.lines, one.next], [3, 3, String(FIRST + count - 3)]);
});

test('what came since is told newest first, with how many more are like that', async (t) => {
  const store = await scratchStore(t);
  const { newest: nothing } = await store.reads.messages({ limit: 5 });
  assert.equal(nothing, '0');
  await store.keep(packRows(kept(['old one', 'other'])));
  const before = await store.reads.messages({ limit: 5, text: 'one' });
  assert.equal(before.newest, String(FIRST + 1));
  await store.keep(packRows(kept(['one', 'other', 'one', 'one'], 2)));
  const since = await store.reads.messages({ limit: 2, text: 'one', after: before.newest ?? '' });
  assert.deepEqual(
    since.messages.map(([id]) => id - FIRST),
    [5, 4],
  );
  assert.deepEqual(
    [since.next, since.newest, since.looked],
    [String(FIRST + 4), String(FIRST + 5), { lines: 4, back: NOON, skipped: 1 }],
  );
  const rest = await store.reads.messages({
    limit: 2,
    text: 'one',
    after: before.newest ?? '',
    cursor: since.next ?? '',
  });
  assert.deepEqual([rest.messages.map(([id]) => id - FIRST), rest.next], [[2], null]);
  const none = await store.reads.messages({ limit: 2, after: since.newest ?? '' });
  assert.deepEqual([none.messages, none.next, none.looked], [[], null, { lines: 0, back: null, skipped: 0 }]);
});

/** Lines as the receiver keeps them, one of 113019 in each hundred of 302013. */
async function keepRead(store: Store, count: number): Promise<void> {
  let at = NOON;
  const intake = new Intake({ ...{ admission: { known: ['10.10.10.2'], room: 0, storing: { '10.10.10.2': 'all' } }, firstMessage: 1 }, queueBytes: 1e9, now: () => at }); // prettier-ignore
  for (let n = 0; n < count; n += 1) {
    at = NOON + n * 1000;
    intake.receive(n % 100 === 0 ? ended(n % 300 === 0 ? 'marty' : 'HILL\\einstein', n) : `%ASA-6-302013: Built inbound for martyn ${n}`, '10.10.10.2'); // prettier-ignore
    if (n % 37 === 0 || n === count - 1) {
      await store.keep(intake.load().rows);
      intake.stored();
    }
  }
}

const ended = (user: string, n: number) =>
  `<164>Nov 23 2026 12:00:00 asa : %ASA-4-113019: Group = g, Username = ${user}, IP = 192.0.2.${n / 100}, Session disconnected. Session Type: IPsec, Duration: 0h:00m:01s, Bytes xmt: 1, Bytes rcv: 2, Reason: User Requested`;

test('words lead to a message ID, a user and an address, through all segments and pages, as if each line were looked at', async (t) => {
  const store = await scratchStore(t);
  await keepRead(store, 2000);
  const seconds = async (query: Partial<MessageQuery>): Promise<readonly number[]> => {
    const found: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await store.reads.messages({ limit: 3, ...query, ...(cursor !== undefined && { cursor }) });
      found.push(...page.messages.map(([id]) => (id / 1000 - NOON) / 1000));
      cursor = page.next;
    }
    return found;
  };
  const all = Array.from({ length: 20 }, (_, n) => (19 - n) * 100);
  assert.deepEqual(await seconds({ messageId: 113019 }), all);
  assert.deepEqual(await seconds({ user: ['marty'] }), all.filter((n) => n % 300 === 0)); // prettier-ignore
  assert.deepEqual(await seconds({ user: ['einstein'], since: NOON + 500_000 }), all.filter((n) => n % 300 !== 0 && n >= 500)); // prettier-ignore
  assert.deepEqual(await seconds({ address: '192.0.2.1' }), [100]);
  assert.deepEqual(await seconds({ user: ['marty'], messageId: 302013 }), []);
  const { messages, looked } = await store.reads.messages({ limit: 500, user: ['marty'] });
  assert.deepEqual([messages.length, looked?.lines], [7, 2000 - 20 + 7]);
  const some = await store.reads.messagesWith({ messageIds: [113019], after: (NOON + 400_000) * 1000, before: NOON + 900_000, limit: 3 }); // prettier-ignore
  assert.deepEqual(
    some.map(([id]) => (id / 1000 - NOON) / 1000),
    [500, 600, 700],
  );
});

test('what was brought later stands among what arrived, in order and on the right page', async (t) => {
  const store = await scratchStore(t);
  await keepRead(store, 300);
  const past = (second: number): StoredMessage => [(NOON + second * 1000) * 1000 + 600, NOON + second * 1000, '192.0.2.9', 113019, 4, 'claim', 'of marty']; // prettier-ignore
  for (const seconds of [[250, 50], [150, 5, 299]]) await store.keep(packRows(seconds.map(past), new Packer({ past: true }))); // prettier-ignore
  const found: number[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await store.reads.messages({ limit: 2, messageId: 113019, ...(cursor !== undefined && { cursor }) });
    found.push(...page.messages.map(([id]) => Math.floor(id / 1000 - NOON) / 1000));
    if (page.next === null) break;
    cursor = page.next;
  }
  assert.deepEqual(found, [299, 250, 200, 150, 100, 50, 5, 0]);
  const query = { messageIds: [113019], after: 0, before: NOON + 200_000, limit: 9 };
  assert.deepEqual(
    (await store.reads.messagesWith(query)).map(([id]) => Math.floor(id / 1000 - NOON) / 1000),
    [0, 5, 50, 100, 150],
  );
});
