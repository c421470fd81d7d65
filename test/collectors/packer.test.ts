import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { Intake } from '../../collectors/syslog/intake.ts';
import { Packer, packRows } from '../../collectors/syslog/packer.ts';
import type { StoredMessage } from '../../server/domain/batch.ts';
import { jsonOf, unpacked, type Packed } from '../../server/domain/packed.ts';
import { NOON, scratchStore } from '../server/store/scratch.ts';

const MIDNIGHT = Date.UTC(2026, 10, 24);
const ASA = '10.10.10.2';

function intake(now: () => number): Intake {
  return new Intake({
    admission: { known: [ASA], room: 0, storing: { [ASA]: 'all' } },
    firstMessage: 1,
    queueBytes: 1e9,
    now,
  });
}

/** Where each word leads, as ids behind the segment. */
function wordsOf(parts: readonly Packed[]): Readonly<Record<string, string>> {
  return Object.fromEntries(parts.flatMap(({ words }) => jsonOf(words) as [string, string][]));
}

/** A row that is a line. */
const lineOf = (line: string): StoredMessage => [NOON * 1000, NOON, ASA, 113019, 4, 'claim', line];

const stamp = fc.constantFrom('Nov 23 2026 07:00:00', 'Nov  3 2026 07:00:01', 'Nov 23 07:00:00', '2026-11-23T07:00:00Z', ''); // prettier-ignore
const before = fc.constantFrom('<166>', '', '<14>Nov 23 06:59:59 relay ', '<14>1 2026-11-23T07:00:00Z relay - - - - ');
const after = fc.constantFrom(' asa-hq-01 : %ASA-6-113012: ', ': %ASA-6-113012: ', ' UTC: %ASA-4-113019: ', ' %ASA-6-302013 ', ' '); // prettier-ignore
const text = fc.oneof(
  fc.constantFrom('AAA user authentication Successful : local database : user = marty', 'é\0x', '"\\\u007f\u0001', ''),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

test('any line, whatever its header, is stored and read as it came', async (t) => {
  const store = await scratchStore(t);
  let at = NOON;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(before, stamp, after, text), { minLength: 1, maxLength: 6 }), async (told) => {
      const one = intake(() => at);
      at += 1000;
      const lines = told.map((parts) => parts.join('')).filter((line) => line.trim() !== '');
      for (const line of lines) one.receive(`${line}\n`, ASA);
      const { rows } = one.load();
      assert.deepEqual(
        unpacked(rows).map((row) => row[6]),
        lines,
      );
      await store.keep(rows);
      const stored = await store.messagesAfter(at * 1000 - 1, 100);
      assert.deepEqual(stored, unpacked(rows));
    }),
    { numRuns: 300 },
  );
});

test('headers that differ in their stamps alone are stored once', () => {
  const one = intake(() => NOON);
  for (const second of ['00', '01', '02'])
    one.receive(`<166>Nov 23 2026 07:00:${second} asa01 : %ASA-6-113012: ${'x'.repeat(9)}`, ASA);
  const [part] = one.load().rows;
  assert.equal((jsonOf(part?.shapes ?? new Uint8Array()) as unknown[]).length, 1);
});

test('a message leads by its ID, its user and its addresses; one of which nobody has read whom it names, by a mark', () => {
  const one = intake(() => NOON);
  one.receive('<164>%ASA-4-113019: Group = g, Username = HILL\\Marty, IP = 192.0.2.7, Session disconnected. Session Type: IPsec, Duration: 0h:00m:01s, Bytes xmt: 1, Bytes rcv: 2, Reason: User Requested', ASA); // prettier-ignore
  one.receive('%ASA-6-302013: Built inbound TCP connection', ASA);
  one.receive('%ASA-6-113012: other words', ASA);
  assert.deepEqual(wordsOf(one.load().rows), {
    ...{ '#113019': '0,', '=marty': '0,', '@192.0.2.7': '0,' },
    ...{ '#302013': '1,', '#113012': '2,', '!misfit': '2,', '?': '1,2,' },
  });
});

test('what crosses midnight is packed by days, and small batches share a segment', () => {
  const row = (id: number): StoredMessage => [id, Math.floor(id / 1000), ASA, 1, 6, 'noted', `line ${id}`];
  const packer = new Packer();
  const first = packRows([row(MIDNIGHT * 1000 - 2), row(MIDNIGHT * 1000 - 1), row(MIDNIGHT * 1000 + 5)], packer);
  assert.deepEqual(
    first.map(({ place, first: id }) => [id, place.start]),
    [
      [MIDNIGHT * 1000 - 2, MIDNIGHT * 1000 - 2],
      [MIDNIGHT * 1000 + 5, MIDNIGHT * 1000 + 5],
    ],
  );
  const next = packRows([row(MIDNIGHT * 1000 + 900)], packer);
  assert.deepEqual([next[0]?.place.start, wordsOf(next)['#1']], [MIDNIGHT * 1000 + 5, '895,']);
});

test('half of a surrogate pair is refused, for SQLite would store other text; an escape that only looks like it is not', async (t) => {
  const store = await scratchStore(t);
  assert.throws(() => packRows([lineOf('cut \ud83d')]), TypeError);
  assert.throws(() => packRows([lineOf('\\\\\udc00')]), TypeError);
  assert.deepEqual(await store.messagesAfter(0, 10), []);
  const kept = [lineOf('the text \\ud83d, \\\\udfff and 😀')];
  await store.keep(packRows(kept));
  assert.deepEqual(await store.messagesAfter(0, 10), kept);
});
