import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buckets, bucketWords, fateOf, isBalanced, ledgerOf } from '../../../server/domain/ledger.ts';
import type { HealthRow } from '../../../server/domain/feed.ts';
import type { SenderRow } from '../../../server/domain/sender-counts.ts';
import { PollReport } from '../../../collectors/poll-report.ts';
import { refusals } from '../../../collectors/snmp/refusals.ts';
import { TrapReceiver } from '../../../collectors/snmp/trap-receiver.ts';
import { Intake } from '../../../collectors/syslog/intake.ts';

function row(collector: string, more: Partial<HealthRow>): HealthRow {
  return {
    ...{ collector, buckets: {}, queuedBytes: 0, warnings: [] },
    outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
    receiveBuffer: { effective: null, wanted: 0 },
    ...more,
  };
}

const sender: SenderRow = { from: '10.10.10.2', received: 9, stored: 5, counted: 1, refused: 1, lost: 1, queued: 1 };
const syslog = row('syslog', {
  buckets: { stored: 6, counted: 1, refused: 1, overflow: 1, empty: 1, kernelDropped: 4 },
  notes: { udp: 7, tcp: 1, tls: 1, trap: 2, cut: 5, badFrames: 5 },
  queued: 1,
  senders: [sender],
});
const traps = row('traps', {
  buckets: { passed: 2, wrongCommunity: 3, kernelDropped: 1 },
  notes: { datagrams: 5, v1: 0, v2c: 2, v3: 0 },
});
const polls = row('show', { buckets: { complete: 7, failed: 1 }, notes: { due: 9 }, queued: 1 });
const deviceOf = (from: string) => (from === '10.10.10.2' ? 'hill-valley' : undefined);

test('what was sent is in the buckets or waits, by collector and all together, where what traps pass on counts once', () => {
  const ledger = ledgerOf([syslog, traps, polls], deviceOf);
  assert.deepEqual(
    ledger.lines.map(({ collector, sent, received, queued, residual }) => [
      collector,
      sent,
      received,
      queued,
      residual,
    ]),
    [
      ['syslog', 15, 11, 1, 0],
      ['traps', 6, 5, 0, 0],
    ],
  );
  const { buckets: all, ...total } = ledger.total;
  assert.deepEqual(total, { collector: 'all', sent: 19, received: 14, queued: 1, residual: 0 });
  const same = { stored: 6, counted: 1, refused: 1, overflow: 1, empty: 1 };
  assert.deepEqual(all, { ...same, kernelDropped: 5, wrongCommunity: 3 });
  assert.deepEqual(ledger.senders, [{ ...sender, device: 'hill-valley', residual: 0 }]);
  assert.ok(isBalanced(ledger));
});

test('each poll that was due is in a bucket or under way: one that is not is a residual, of the polls alone', () => {
  const of = (...rows: readonly HealthRow[]) => ledgerOf(rows, deviceOf);
  const { buckets: counts } = polls;
  assert.deepEqual(of(syslog, traps, polls).polls, [{ collector: 'show', due: 9, buckets: counts, queued: 1, residual: 0 }]); // prettier-ignore
  const lost = of(syslog, traps, { ...polls, notes: { due: 10 } });
  assert.deepEqual([lost.polls[0]?.residual, lost.total.residual, isBalanced(lost)], [1, 0, false]);
  assert.deepEqual(of(syslog, traps).polls, []);
});

test('one message that ends nowhere, in two buckets, on its way from traps to syslog or of one sender is a residual', () => {
  const residuals = (...rows: readonly HealthRow[]) => {
    const ledger = ledgerOf(rows, deviceOf);
    assert.equal(isBalanced(ledger), false);
    return [...ledger.lines, ledger.total, ...ledger.senders].map(({ residual }) => residual);
  };
  assert.deepEqual(residuals({ ...syslog, queued: 0 }, traps), [1, 0, 1, 0]);
  assert.deepEqual(residuals({ ...syslog, buckets: { ...syslog.buckets, stored: 7 } }, traps), [-1, 0, -1, 0]);
  const lostBetween = { ...syslog, notes: { ...syslog.notes, trap: 1 }, buckets: { ...syslog.buckets, stored: 5 } };
  assert.deepEqual(residuals(lostBetween, traps), [0, 0, 1, 0]);
  assert.deepEqual(residuals({ ...syslog, senders: [{ ...sender, received: 10 }] }, traps), [0, 0, 0, 1]);
});

test('senders with a residual stand first, then who lost something, then who sent most', () => {
  const of = (from: string | null, more: Partial<SenderRow>): SenderRow => ({
    ...{ from, received: 0, stored: 0, counted: 0, refused: 0, lost: 0, queued: 0 },
    ...more,
  });
  const senders = [
    of('a', { received: 5, stored: 5 }),
    of('b', { received: 9, stored: 9 }),
    of(null, { received: 2, lost: 2 }),
    of('c', { received: 1 }),
  ];
  const sorted = ledgerOf([{ ...syslog, senders }], deviceOf).senders;
  assert.deepEqual(sorted.map(({ from }) => from), ['c', null, 'b', 'a']); // prettier-ignore
});

test('each bucket of what collects is in the table; another one counts all the same, under its own name', () => {
  const intake = new Intake({ admission: { known: [], room: 0 }, firstMessage: 1, queueBytes: 1, now: () => 0 });
  const options = { intake, queueBytes: 1, accesses: [], informs: false, now: () => 0, ticks: () => 0 };
  const report = new PollReport('show', { take: () => Promise.resolve() }, 1, () => 0);
  const known = [intake.counts('now'), new TrapReceiver(options).counts(), report.health()].flatMap((one) =>
    Object.keys(one.buckets),
  );
  for (const bucket of [...known, ...Object.keys(refusals)]) assert.ok(Object.hasOwn(buckets, bucket), bucket);
  assert.deepEqual([bucketWords('toString'), fateOf('toString')], ['toString', 'refused']);
  const odd = row('syslog', { buckets: { stored: 1, lately: 2 }, notes: { udp: 3 } });
  assert.equal(ledgerOf([odd], deviceOf).total.residual, 0);
});
