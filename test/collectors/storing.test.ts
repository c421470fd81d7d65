import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Intake } from '../../collectors/syslog/intake.ts';
import { Unstored } from '../../collectors/syslog/unstored.ts';
import { unpacked } from '../../server/domain/packed.ts';
import { MINUTE, MOST_IDS } from '../../server/domain/unstored.ts';

const ASA = '10.10.10.2';
const AT = Math.floor(1_795_000_000_000 / MINUTE) * MINUTE;
const CLAIM = '%ASA-6-113012: AAA user authentication Successful : local database : user = marty';
const BUILT = '%ASA-6-302013: Built inbound TCP connection 1 for outside:192.0.2.1/1 to inside:10.0.0.1/443';
/** Of a class of the VPN, and in no row of the tables. */
const UNREAD = '%ASA-6-716999: something new';
const MISFIT = '%ASA-6-113015: AAA user authentication Rejected in a new way';

function intake(storing: string | undefined, queueBytes = 1e6): Intake {
  const admission = { known: [ASA], room: 0, ...(storing !== undefined && { storing: { [ASA]: storing } }) };
  return new Intake({ admission, firstMessage: 1, queueBytes, now: () => AT });
}

/** Which lines are stored, and which message IDs are counted. */
function told(one: Intake) {
  const { rows, unstored = [], bySource, unknown } = one.load();
  const stored = unpacked(rows).map(([, , , , , , line]) => line);
  return { stored, unstored, bySource: { ...bySource }, unknown: unknown?.map(({ messageId }) => messageId) };
}

test('without a setting what is of no VPN is counted by ID and minute, and heard all the same', () => {
  const one = intake(undefined);
  for (const line of [BUILT, CLAIM, UNREAD, BUILT, MISFIT, 'no syslog of an ASA']) one.receive(line, ASA);
  const { stored, unstored, bySource, unknown } = told(one);
  assert.equal(stored.length, 4);
  assert.ok(!stored.includes(BUILT));
  assert.deepEqual(unstored, [{ from: ASA, minute: AT, messageId: 302_013, count: 2 }]);
  assert.deepEqual(bySource, { [ASA]: 6 });
  assert.deepEqual(unknown, [716_999, 113_015, null]);
});

test('a list stores what is in it; what makes a claim, or does not fit, is stored whatever is set', () => {
  for (const [storing, kept] of [
    ['all', [BUILT, CLAIM, UNREAD, MISFIT]],
    ['302013', [BUILT, CLAIM, MISFIT]],
    ['302', [BUILT, CLAIM, MISFIT]],
    ['vpn,302013', [BUILT, CLAIM, UNREAD, MISFIT]],
    ['106023', [CLAIM, MISFIT]],
  ] as const) {
    const one = intake(storing);
    for (const line of [BUILT, CLAIM, UNREAD, MISFIT]) one.receive(line, ASA);
    assert.deepEqual(told(one).stored, kept, storing);
  }
});

test('what is counted waits until its batch is stored: what comes meanwhile is in the next', () => {
  const one = intake(undefined);
  one.receive(BUILT, ASA);
  assert.deepEqual([one.counts('now').queued, one.counts('now').buckets['counted']], [1, 0]);
  const { unstored } = told(one);
  one.receive(BUILT, ASA);
  assert.deepEqual(told(one).unstored, unstored);
  assert.deepEqual(unstored, [{ from: ASA, minute: AT, messageId: 302_013, count: 1 }]);
  assert.deepEqual([one.counts('stored').queued, one.counts('stored').buckets['counted']], [1, 1]);
  one.stored();
  assert.deepEqual([one.counts('now').queued, one.counts('now').buckets['counted']], [1, 1]);
  assert.deepEqual(told(one).unstored, unstored);
  assert.deepEqual([one.counts('stored').queued, one.counts('stored').buckets['counted']], [0, 2]);
});

test('what is counted takes no room: a full queue does not lose it', () => {
  const one = intake(undefined, 1_000);
  for (let n = 0; n < 9; n += 1) one.receive(CLAIM, ASA);
  one.receive(BUILT, ASA);
  const { buckets, senders } = one.counts('stored');
  assert.ok((buckets['overflow'] ?? 0) > 0);
  one.load();
  assert.equal(one.counts('stored').buckets['counted'], 1);
  assert.equal(senders.length, 1);
});

test('a setting that changes holds from the next message on; one that nobody can read stores all', () => {
  const one = intake('all');
  one.receive(BUILT, ASA);
  one.admit({ known: [ASA], room: 0 });
  one.receive(BUILT, ASA);
  one.admit({ known: [ASA], room: 0, storing: { [ASA]: 'no such' } });
  one.receive(BUILT, ASA);
  const { stored, unstored } = told(one);
  assert.deepEqual([stored.length, unstored[0]?.count], [2, 1]);
});

test('counts are by minute, and of more IDs than there is room for together', () => {
  const counts = new Unstored();
  for (let id = 100_000; id < 100_000 + MOST_IDS + 5; id += 1) counts.add(ASA, id, AT);
  counts.add('192.0.2.9', 302_013, AT);
  counts.add(ASA, 302_013, AT + MINUTE);
  const loaded = counts.load();
  assert.equal(loaded.messages, MOST_IDS + 7);
  assert.equal(loaded.counts.length, MOST_IDS + 3);
  assert.deepEqual(loaded.counts.filter(({ messageId }) => messageId === null), [
    { from: ASA, minute: AT, messageId: null, count: 5 },
    { from: '192.0.2.9', minute: AT, messageId: null, count: 1 },
  ]); // prettier-ignore
  assert.deepEqual(loaded.counts.at(-1), { from: ASA, minute: AT + MINUTE, messageId: 302_013, count: 1 });
});

test('a device of whose messages none is stored still tells the time', () => {
  const one = intake(undefined);
  one.receive('<166>Nov 23 2026 07:00:00 asa-hq-01 : ' + BUILT, ASA);
  assert.deepEqual(one.load().clocks, [{ from: ASA, at: AT, stamp: 'Nov 23 2026 07:00:00', origin: 'asa-hq-01' }]);
});
