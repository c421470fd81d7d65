import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BySender } from '../../collectors/syslog/by-sender.ts';

const nothing = { stored: {}, counted: {} };
const none = { received: 0, stored: 0, counted: 0, refused: 0, lost: 0, queued: 0 };

test('the first 1,000 senders have counts of their own, the others and who was not let in share theirs', () => {
  const all = new BySender();
  for (let i = 0; i < 1_003; i += 1) all.of(`192.0.2.${i}`).received += 1;
  all.of(undefined).received += 4;
  all.of('192.0.2.7').received += 1;
  const rows = all.rows(nothing);
  assert.equal(rows.length, 1_001);
  assert.deepEqual(rows[7], { from: '192.0.2.7', ...none, received: 2 });
  assert.deepEqual(rows.at(-1), { from: null, ...none, received: 7 });
});

test('who was never let in takes no place of a sender, however many addresses are forged', () => {
  const all = new BySender();
  for (let i = 0; i < 5_000; i += 1) all.of(undefined).refused += 1;
  all.of('10.10.10.2').received += 1;
  assert.deepEqual(all.rows(nothing), [{ from: '10.10.10.2', ...none, received: 1 }]);
});

test('what is on its way is told as waiting until it is stored, of the others too', () => {
  const all = new BySender();
  for (let i = 0; i < 1_001; i += 1) {
    const tally = all.of(`192.0.2.${i}`);
    tally.received += 3;
    tally.queued += 3;
  }
  const underway = { stored: { '192.0.2.0': 1, '192.0.2.1000': 1 }, counted: { '192.0.2.0': 1 } };
  const told = (rows: ReturnType<BySender['rows']>) =>
    [rows[0], rows.at(-1)].map((row) => [row?.from, row?.stored, row?.counted, row?.queued]);
  assert.deepEqual(told(all.rows(nothing)), [['192.0.2.0', 0, 0, 3], [null, 0, 0, 3]]); // prettier-ignore
  const stored = [['192.0.2.0', 1, 1, 1], [null, 1, 0, 2]]; // prettier-ignore
  assert.deepEqual(told(all.rows(underway)), stored);
  all.committed(underway);
  assert.deepEqual(told(all.rows(nothing)), stored);
});
