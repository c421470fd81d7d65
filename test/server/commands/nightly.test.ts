import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test, type TestContext } from 'node:test';

import type { Backup } from '../../../server/commands/backup.ts';
import { makeIfDue, startNightly } from '../../../server/commands/nightly.ts';
import type { HealthRow } from '../../../server/domain/feed.ts';
import { createLog } from '../../../server/log.ts';

const manifest = { format: 1, at: '', schema: 1, keys: [], files: [] } as const;
const local = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tw-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function make(path: string): Promise<Backup> {
  mkdirSync(path, { recursive: true });
  return Promise.resolve({ path, manifest });
}

test('each night has one backup, made at the first chance after two, and the oldest go', async (t) => {
  const folder = join(scratch(t), 'backups');
  const at = async (now: number): Promise<boolean> =>
    (await makeIfDue({ folder, keep: 2, make, now: () => now })) !== undefined;
  assert.equal(await at(local(1, 15)), true, 'none was there');
  assert.equal(await at(local(1, 23)), false);
  assert.equal(await at(local(2, 1, 59)), false);
  assert.equal(await at(local(2, 2, 10)), true);
  assert.equal(await at(local(3, 1)), false);
  mkdirSync(join(folder, 'backup-20200101T000000Z'));
  assert.equal(await at(local(5, 9)), true, 'the machine was off at night');
  const names = readdirSync(folder).sort();
  assert.equal(names.length, 3);
  assert.equal(names[0], 'backup-20200101T000000Z', 'one that a person made stays');
  assert.deepEqual(
    names.slice(1),
    [local(2, 2, 10), local(5, 9)].map((one) => `nightly-${new Date(one).toISOString().replace(/\.000|[-:]/g, '')}`),
  );
});

test('that no backup can be made is told until one is made', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const folder = scratch(t);
  const rows: HealthRow[] = [];
  const logged: string[] = [];
  const said = new EventEmitter();
  const first = once(said, 'row');
  const nightly = startNightly({
    ...{ folder, keep: 1, now: () => local(1, 3), log: createLog('info', (line) => logged.push(line)) },
    onHealth: (row) => {
      rows.push(row);
      said.emit('row');
    },
    make: (path) => (rows.length === 0 ? Promise.reject(new Error(`${basename(path)}: the disk is full`)) : make(path)),
  });
  await first;
  assert.match(nightly.health()?.warnings.join() ?? '', /no backup could be made .*the disk is full/);
  assert.match(logged.join(''), /no backup could be made/);
  // What was told of is not over before the turn is.
  await new Promise((done) => setImmediate(done));
  const second = once(said, 'row');
  t.mock.timers.tick(15 * 60_000);
  await second;
  await nightly.stop();
  assert.deepEqual(nightly.health()?.warnings, []);
  assert.equal(readdirSync(folder).length, 1);
});
