import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '../../../server/api/metrics.ts';
import type { Ledger } from '../../../server/domain/ledger.ts';
import { AT, book, get, health } from './stage.ts';

const counts = { counted: 0, refused: 0, lost: 0, queued: 1 };
const [udp] = health.collectors;
const told = (stored: number) => ({
  ...health,
  collectors: [
    {
      ...(udp ?? assert.fail()),
      collector: 'syslog',
      buckets: { stored, overflow: 2, kernelDropped: 3 },
      notes: { udp: 13 },
      queued: 2,
      senders: [
        { from: '10.10.10.2', received: 9, stored: 8, ...counts },
        { from: '203.0.113.66', received: 1, stored: 0, ...counts },
        { from: null, received: 3, stored: 1, ...counts, lost: 2, queued: 0 },
      ],
    },
    { ...(udp ?? assert.fail()), collector: 'show', buckets: { complete: 5, failed: 1 }, notes: { due: 7 }, queued: 1 },
  ],
});

test('the ledger tells where everything went, by collector and by sender, each by the name of its device', async () => {
  const { at, lines, total, senders, polls } = (await get('/api/ledger', { health: () => told(9) })).json<Ledger & { at: number }>(); // prettier-ignore
  assert.equal(at, AT);
  const line = {
    sent: 16,
    received: 13,
    buckets: { stored: 9, overflow: 2, kernelDropped: 3 },
    queued: 2,
    residual: 0,
  };
  assert.deepEqual(polls, [{ collector: 'show', due: 7, buckets: { complete: 5, failed: 1 }, queued: 1, residual: 0 }]);
  assert.deepEqual([lines, total], [[{ collector: 'syslog', ...line }], { collector: 'all', ...line }]);
  assert.deepEqual(
    senders.map(({ from, device, received, residual }) => [from, device, received, residual]),
    [
      [null, null, 3, 0],
      ['10.10.10.2', 'hill-valley', 9, 0],
      ['203.0.113.66', null, 1, 0],
    ],
  );
});

test('health and the live feed carry no senders: a thousand of them each second are nothing for a wall', async () => {
  const body = (await get('/api/health', { health: () => told(9) })).body;
  assert.ok(!body.includes('203.0.113.66') && !body.includes('senders'));
});

test('the figures have the buckets, what is queued and the residual, and senders by device alone', async () => {
  const read = async (stored: number): Promise<ReadonlySet<string>> => {
    const text = await createMetrics({ book, health: () => told(stored) }).metrics();
    assert.ok(!text.includes('203.0.113.66'), 'no address that somebody may have forged');
    return new Set(text.split('\n').filter((line) => /^tunnelwatch_(ledger|source|polls)/.test(line)));
  };
  const lines = await read(9);
  for (const line of [
    'tunnelwatch_ledger{collector="syslog",bucket="stored"} 9',
    'tunnelwatch_ledger{collector="syslog",bucket="kernelDropped"} 3',
    'tunnelwatch_ledger{collector="syslog",bucket="queued"} 2',
    'tunnelwatch_ledger_sent_total{collector="syslog"} 16',
    'tunnelwatch_ledger_residual{collector="syslog"} 0',
    'tunnelwatch_ledger_residual{collector="all"} 0',
    'tunnelwatch_ledger{collector="show",bucket="failed"} 1',
    'tunnelwatch_ledger{collector="show",bucket="queued"} 1',
    'tunnelwatch_ledger_residual{collector="show"} 0',
    'tunnelwatch_polls_due_total{collector="show"} 7',
    'tunnelwatch_source_messages_total{device="hill-valley",end="stored"} 8',
    'tunnelwatch_source_messages_total{device="others",end="received"} 4',
    'tunnelwatch_source_messages_total{device="others",end="lost"} 2',
  ])
    assert.ok(lines.has(line), `${line}\nis not in\n${[...lines].join('\n')}`);
  assert.ok((await read(8)).has('tunnelwatch_ledger_residual{collector="syslog"} 1'));
});
