import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Outcome } from '../../../server/domain/feed.ts';
import { LONGEST_SAMPLE, MOST_OIDS, MOST_TALLIES, tally, type Counted } from '../../../server/domain/unknown.ts';

const lineOf = ({ messageId, at }: Counted): string => `${messageId} at ${at}`;
const unlisted = (at: number, messageId = 999_001, from = '10.10.10.2') =>
  ({ at, from, messageId, outcome: 'unlisted' }) as const;

test('what is not understood is counted by sender, message ID and outcome, with the last line and the first and last time', () => {
  const messages: readonly Counted[] = [
    unlisted(1),
    { at: 2, from: '10.10.10.2', messageId: 113019, outcome: 'claim' },
    { at: 3, from: '10.10.10.2', messageId: 713906, outcome: 'noted' },
    { at: 4, from: '10.10.10.2', messageId: 113019, outcome: 'misfit' },
    { at: 5, from: '10.10.10.2', messageId: null, outcome: 'foreign' },
    unlisted(6, 999_001, '10.10.10.3'),
    unlisted(7),
  ];
  const told = { from: '10.10.10.2', count: 1 };
  assert.deepEqual(tally(messages, lineOf), [
    { ...told, messageId: 999_001, outcome: 'unlisted', count: 2, first: 1, last: 7, sample: '999001 at 7' },
    { ...told, messageId: 113_019, outcome: 'misfit', first: 4, last: 4, sample: '113019 at 4' },
    { ...told, messageId: null, outcome: 'foreign', first: 5, last: 5, sample: 'null at 5' },
    {
      ...{ ...told, from: '10.10.10.3', messageId: 999_001, outcome: 'unlisted' },
      ...{ first: 6, last: 6, sample: '999001 at 6' },
    },
  ]);
});

test('a sender that makes up message IDs has the rest of them counted together, and what is known already by itself', () => {
  const made = Array.from({ length: MOST_TALLIES + 5 }, (_, n) => unlisted(n, n));
  const tallies = tally([...made, unlisted(5000, 0)], lineOf);
  assert.equal(tallies.length, MOST_TALLIES + 1);
  assert.deepEqual([tallies[0]?.count, tallies[0]?.last], [2, 5000]);
  const { messageId, outcome, count, first, last } = tallies.at(-1) ?? assert.fail();
  assert.deepEqual([messageId, outcome, count, first, last], [null, 'others', 5, 1000, 1004]);
});

const trap = (at: number, oid = '1.3.6.1.4.1.9.9.9999.0.1') =>
  ({ at, from: '10.10.10.2', messageId: null, oid, outcome: 'unlisted' }) as const;

test('traps are counted by OID, and a sender that makes up OIDs leaves room for message IDs', () => {
  const made = Array.from({ length: MOST_OIDS + 3 }, (_, n) => trap(n, `1.3.${n}`));
  const tallies = tally([...made, trap(900, '1.3.0'), unlisted(901)], lineOf);
  assert.equal(tallies.length, MOST_OIDS + 2);
  const told = tallies.map(({ messageId, oid, outcome, count }) => [messageId, oid, outcome, count]);
  assert.deepEqual(told[0], [null, '1.3.0', 'unlisted', 2]);
  assert.deepEqual(told.slice(-2), [
    [null, undefined, 'others', 3],
    [999_001, undefined, 'unlisted', 1],
  ]);
});

test('a sample is cut between characters', () => {
  const [one] = tally([unlisted(1)], () => `x${'😀'.repeat(LONGEST_SAMPLE)}`);
  assert.equal(one?.sample, `x${'😀'.repeat(LONGEST_SAMPLE / 2 - 1)}`);
});

test('every message that is not understood is in one count', () => {
  const message = fc.record({
    at: fc.nat(),
    from: fc.constantFrom('192.0.2.1', '::1', '__proto__'),
    messageId: fc.option(fc.integer({ min: 0, max: 1500 })),
    outcome: fc.constantFrom<Outcome>('claim', 'noted', 'unlisted', 'misfit', 'foreign'),
  });
  fc.assert(
    fc.property(fc.array(message, { size: 'large' }), (messages) => {
      const counted = tally(messages, lineOf).reduce((sum, { count }) => sum + count, 0);
      assert.equal(counted, messages.filter(({ outcome }) => !['claim', 'noted'].includes(outcome)).length);
    }),
    { numRuns: 50 },
  );
});
