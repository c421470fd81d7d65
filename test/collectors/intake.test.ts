import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { StoredMessage } from '../../server/domain/batch.ts';
import { Intake, type IntakeOptions } from '../../collectors/syslog/intake.ts';
import { unpacked } from '../../server/domain/packed.ts';

const ACCEPTED = '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty';
const AT = 1_795_000_000_000;

function intake(options: Partial<IntakeOptions> = {}): Intake {
  const admission = { known: ['10.10.10.2'], room: 1, storing: { '10.10.10.2': 'all' } };
  return new Intake({ admission, firstMessage: 1, queueBytes: 1_000_000, now: () => AT, ...options });
}

function rowsOf(one: Intake): readonly StoredMessage[] {
  return unpacked(one.load().rows);
}

/** Stores one batch. */
function store(one: Intake): void {
  one.load();
  one.stored();
}

test('a datagram becomes a row, with its id, arrival, sender, header and outcome', () => {
  const one = intake();
  one.receive(`${ACCEPTED}\n`, '10.10.10.2');
  assert.deepEqual(rowsOf(one), [[AT * 1000, AT, '10.10.10.2', 113012, 6, 'claim', ACCEPTED]]);
  const { claims, bySource, latest, messages, lastMessage } = one.load();
  const claim = { kind: 'aaa.accepted', user: 'marty' };
  assert.deepEqual(claims, [
    { message: AT * 1000, at: AT, from: '10.10.10.2', source: 'syslog', messageId: 113012, claim },
  ]);
  assert.deepEqual({ ...bySource }, { '10.10.10.2': 1 });
  assert.deepEqual([messages, lastMessage], [1, AT * 1000]);
  assert.deepEqual(latest, [
    {
      id: AT * 1000,
      at: AT,
      device: null,
      from: '10.10.10.2',
      messageId: 113012,
      severity: 6,
      outcome: 'claim',
      text: ACCEPTED,
    },
  ]);
});

test('a batch counts what of it is not understood, with the line as it is stored', () => {
  const one = intake();
  const refused = '%ASA-6-113015: AAA user authentication Rejected in a new way : user = Sommer2026!';
  for (const line of [ACCEPTED, '%ASA-6-999001: x', refused]) one.receive(line, '10.10.10.2');
  const [, , stored] = rowsOf(one);
  const told = { from: '10.10.10.2', count: 1, first: AT, last: AT };
  assert.deepEqual(one.load().unknown, [
    { ...told, messageId: 999_001, outcome: 'unlisted', sample: '%ASA-6-999001: x' },
    { ...told, messageId: 113_015, outcome: 'misfit', sample: stored?.[6] },
  ]);
});

test("a sender's clock is looked at once a second at most, and not in lines without a tag", () => {
  let at = AT;
  const one = intake({ now: () => at });
  const told = (pause: number, line: string, from = '10.10.10.2'): void => {
    at += pause;
    one.receive(line, from);
  };
  told(0, 'Nov 23 2026 21:05:06 this is no ASA');
  told(0, '<166>Nov 23 2026 21:05:07: %ASA-6-999001: x');
  told(1, '<166>Nov 23 2026 21:05:07: %ASA-6-999001: y');
  told(1, '<166>%ASA-6-999001: x', '10.10.10.3');
  told(997, '<166>Nov 23 2026 21:05:08: %ASA-6-999001: z');
  told(1, '<166>:Nov 23 21:05:08 CET: %ASA-6-999001: z');
  told(-5000, ACCEPTED);
  const looks = [
    { from: '10.10.10.2', at: AT, stamp: 'Nov 23 2026 21:05:07' },
    { from: '10.10.10.3', at: AT + 2, stamp: null },
    { from: '10.10.10.2', at: AT + 1000, stamp: 'Nov 23 21:05:08 CET' },
    { from: '10.10.10.2', at: AT - 4000, stamp: null },
  ];
  assert.deepEqual(one.load().clocks, looks);
  assert.deepEqual(one.load().clocks, looks, 'until they are stored');
  one.stored();
  assert.deepEqual(one.load().clocks, []);
});

test('ids rise even when the clock stands or steps back, and begin behind those of the last start', () => {
  const clock = [AT, AT, AT - 5000, AT + 1];
  const one = intake({ firstMessage: AT * 1000 + 7, now: () => clock.shift() ?? AT });
  for (let i = 0; i < 4; i += 1) one.receive(ACCEPTED, '10.10.10.2');
  assert.deepEqual(
    rowsOf(one).map(([id]) => id - AT * 1000),
    [7, 8, 9, 1000],
  );
});

test('one CRLF, LF or NUL at the end of a datagram is none of its text', () => {
  const one = intake();
  for (const end of ['\n', '\r\n', '\0', '']) one.receive(`%ASA-6-302013: x${end}`, '10.10.10.2');
  one.receive('%ASA-6-302013: x\n\n', '10.10.10.2');
  assert.deepEqual(
    rowsOf(one).map((row) => row[6]),
    [...Array<string>(4).fill('%ASA-6-302013: x'), '%ASA-6-302013: x\n'],
  );
});

test('a datagram that is too long is cut at 8192 bytes, between characters, stored and noted', () => {
  const one = intake();
  one.receive(`${'x'.repeat(8191)}é`, '10.10.10.2');
  one.receive('x'.repeat(8192), '10.10.10.2');
  assert.deepEqual(
    rowsOf(one).map((row) => row[6].length),
    [8191, 8192],
  );
  assert.equal(one.counts('now').notes['cut'], 1);
  assert.equal(one.counts('stored').buckets['stored'], 2);
});

test('an unknown sender is let in while there is room, and what it sent makes no room for the next', () => {
  const one = intake();
  for (const from of ['192.0.2.1', '192.0.2.2', '192.0.2.1', '10.10.10.2']) one.receive(ACCEPTED, from);
  assert.deepEqual(
    rowsOf(one).map((row) => row[2]),
    ['192.0.2.1', '192.0.2.1', '10.10.10.2'],
  );
  assert.equal(one.counts('now').buckets['refused'], 1);
  assert.match(one.warnings.join(), /1 messages of unknown senders were refused, the last from 192\.0\.2\.2/);
});

test('room that the main thread gives does not count those let in since: they take it first', () => {
  const one = intake({ admission: { known: [], room: 2 } });
  one.receive(ACCEPTED, '192.0.2.1');
  one.receive(ACCEPTED, '192.0.2.2');
  one.admit({ known: ['192.0.2.1'], room: 1 }); // 192.0.2.2 is on its way to become a device, and has this place
  one.receive(ACCEPTED, '192.0.2.3');
  assert.equal(one.counts('now').buckets['refused'], 1);
  one.admit({ known: ['192.0.2.1', '192.0.2.2'], room: 1 });
  one.receive(ACCEPTED, '192.0.2.3');
  assert.equal(one.counts('now').buckets['refused'], 1);
});

test('an empty datagram takes no place of a sender', () => {
  const one = intake();
  for (const text of ['', '\n', '\r\n', ' \0', '\0']) one.receive(text, '192.0.2.1');
  one.receive(ACCEPTED, '192.0.2.2');
  assert.equal(one.counts('now').buckets['empty'], 5);
  assert.equal(one.counts('now').buckets['refused'], 0);
});

test('an IPv4 sender that comes over IPv6 is the same sender, and a link-local one has no interface', () => {
  const one = intake({ admission: { known: ['10.10.10.2', 'fe80::1', '2001:db8::2'], room: 0 } });
  for (const from of ['::ffff:10.10.10.2', 'fe80::1%eth0', '2001:db8::2']) one.receive(ACCEPTED, from);
  assert.deepEqual(
    rowsOf(one).map((row) => row[2]),
    ['10.10.10.2', 'fe80::1', '2001:db8::2'],
  );
});

test('what does not fit into the queue is counted as overflow, and fits again when some of it is stored', () => {
  const one = intake({ queueBytes: 1000 });
  for (let i = 0; i < 5; i += 1) one.receive(ACCEPTED, '10.10.10.2');
  const held = one.load().messages;
  assert.ok(held > 0 && held < 5);
  assert.equal(one.counts('now').buckets['overflow'], 5 - held);
  assert.ok(one.counts('now').queuedBytes <= 1000);
  one.stored();
  assert.equal(one.counts('now').queuedBytes, 0);
  one.receive(ACCEPTED, '10.10.10.2');
  assert.equal(one.load().messages, 1);
});

test('a batch holds at most 20,000 messages and 8 MiB, and 2,000 that claim something until 20,000 wait', () => {
  const many = intake({ queueBytes: 1e9 });
  for (let i = 0; i < 45_001; i += 1) many.receive(i % 2 === 0 ? ACCEPTED : '%ASA-6-302013: x', '10.10.10.2');
  const sizes: number[] = [];
  const ids: number[] = [];
  while (many.waiting > 0) {
    const { messages, rows, latest } = many.load();
    sizes.push(messages);
    ids.push(...unpacked(rows).map(([id]) => id));
    const claims = unpacked(rows).filter(([, , , messageId]) => messageId === 113_012);
    assert.deepEqual(
      latest.map(({ id }) => id),
      claims.slice(-100).map(([id]) => id),
    );
    many.stored();
  }
  assert.deepEqual(sizes, [4000, 4000, 4000, 4000, 4000, 20_000, 5001]);
  assert.equal(new Set(ids).size, 45_001);
  assert.deepEqual(
    ids,
    ids.toSorted((one, other) => one - other),
  );
  const large = intake({ queueBytes: 1e9 });
  for (let i = 0; i < 1500; i += 1) large.receive('y'.repeat(8000), '10.10.10.2');
  const [rows] = large.load().rows;
  assert.ok(rows !== undefined && rows.lines.length <= 8 * 1024 * 1024);
});

test('each datagram ends in exactly one bucket, and each stored one has one outcome', () => {
  const text = fc.constantFrom(
    ACCEPTED,
    '',
    '\n',
    'no tag',
    '%ASA-6-302013: x',
    '%ASA-6-113012: other words',
    '%ASA-6-113009: x',
    'z'.repeat(9000),
  );
  const sender = fc.constantFrom('10.10.10.2', '192.0.2.1', '192.0.2.2', '2001:db8::2');
  fc.assert(
    fc.property(fc.array(fc.tuple(text, sender)), fc.array(fc.nat(30)), (sent, takes) => {
      const one = intake({ queueBytes: 20_000 });
      for (const [line, from] of sent) {
        one.receive(line, from);
        const take = takes.shift() ?? 30;
        if (take < 3) store(one);
      }
      store(one);
      const { buckets, outcomes, queuedBytes } = one.counts('now');
      const sum = (counts: Readonly<Record<string, number>>): number =>
        Object.values(counts).reduce((a, b) => a + b, 0);
      assert.equal(sum(buckets), sent.length);
      assert.equal(sum(outcomes), buckets['stored']);
      assert.equal(queuedBytes, 0);
    }),
  );
});

test('kernel drops are told in words, and a reading that misses our sockets takes none back', () => {
  const one = intake();
  one.kernelDropped(7);
  one.kernelDropped(0);
  assert.equal(one.counts('now').buckets['kernelDropped'], 7);
  assert.deepEqual(one.warnings, ['7 messages were lost because they came faster than they could be read']);
});
