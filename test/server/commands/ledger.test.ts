import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveControl } from '../../../server/commands/control.ts';
import { withDatabase } from '../../../server/commands/database.ts';
import { ledger } from '../../../server/commands/ledger.ts';
import { readConfig, socketPath } from '../../../server/config.ts';
import type { HealthRow } from '../../../server/domain/feed.ts';
import type { DaySize } from '../../../server/domain/day-size.ts';
import { ledgerOf } from '../../../server/domain/ledger.ts';
import { scratch } from '../store/scratch.ts';

const syslog: HealthRow = {
  collector: 'syslog',
  buckets: { stored: 5, refused: 0, overflow: 2, kernelDropped: 1 },
  notes: { udp: 8 },
  outcomes: { claim: 5, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
  receiveBuffer: { effective: null, wanted: 0 },
  ...{ queuedBytes: 300, queued: 1, warnings: [] },
  senders: [
    { from: '10.10.10.2', received: 7, stored: 4, counted: 0, refused: 0, lost: 2, queued: 1 },
    { from: null, received: 1, stored: 1, counted: 0, refused: 0, lost: 0, queued: 0 },
  ],
};

const polls: HealthRow = {
  ...{ ...syslog, collector: 'show', senders: [], queued: 1 },
  buckets: { complete: 7, failed: 2, skipped: 0 },
  notes: { due: 10 },
};

test('the ledger of the running server is printed, in words and as JSON, and tells whether it adds up', async (t) => {
  const path = await scratch(t);
  const config = readConfig({ DATABASE: path });
  await withDatabase(config, () => Promise.resolve());
  await assert.rejects(
    ledger(config, false, () => undefined),
    /no server is running with it/,
  );
  let row = syslog;
  let size: DaySize | null = null;
  const stop = await serveControl(socketPath(path), {
    'day-size': () => Promise.resolve(size),
    ledger: () => Promise.resolve(ledgerOf([row, polls], () => 'HV\u001b[2J')),
  });
  const printed = async (asJson: boolean) => {
    const lines: string[] = [];
    const adds = await ledger(config, asJson, (line) => void lines.push(line));
    return { adds, lines };
  };
  try {
    assert.deepEqual(await printed(false), {
      adds: true,
      lines: [
        'syslog: 9 sent as far as is known, of which 8 were received',
        '             5  stored',
        '             2  lost: no room in the queue',
        '             1  dropped by the kernel',
        '             1  wait to be stored',
        '             0  residual',
        'by sender:',
        '  HV\\u{1b}[2J (10.10.10.2): 7 received, 4 stored, 2 lost, 1 queued, residual 0',
        '  all others: 1 received, 1 stored, residual 0',
        'show: 10 polls were due',
        '             7  answered',
        '             2  not answered',
        '             1  under way',
        '             0  residual',
        'everything is accounted for',
      ],
    });
    size = { day: '2026-11-23', messages: 1000, bytes: 215_000, index: 87_400, line: 190 };
    const told = (await printed(false)).lines.at(-2);
    assert.equal(
      told,
      '2026-11-23: 1000 messages of 190 bytes each, stored in 215 bytes each, and 87 of the index for searches',
    );
    size = null;
    row = { ...syslog, notes: { udp: 9 } };
    const { adds, lines } = await printed(false);
    assert.deepEqual([adds, lines.at(-1)], [false, 'NOT everything is accounted for: this is a fault of ours']);
    const json = await printed(true);
    assert.equal(json.adds, false);
    assert.deepEqual(
      JSON.parse(json.lines.join()),
      ledgerOf([row, polls], () => 'HV\u001b[2J'),
    );
  } finally {
    await stop();
  }
});
