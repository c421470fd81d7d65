import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';

import { packRows } from '../../../collectors/syslog/packer.ts';
import { openDays } from '../../../server/store/days.ts';
import { scratch } from './scratch.ts';

const MIDNIGHT = Date.UTC(2026, 10, 24);

test('of two days that are written to in turn both stay open, and a third closes the one that was not written to for longest', async (t) => {
  const folder = `${await scratch(t)}.messages`;
  const days = openDays(folder);
  t.after(() => days.close());
  const keep = (ms: number): Promise<void> =>
    days.keep(packRows([[ms * 1000, ms, '192.0.2.1', 113019, 4, 'claim', 'a line']]));
  // A log is there while its day is open, and is gone once it was closed.
  const open = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith('-wal')).sort(); // prettier-ignore
  for (const ms of [MIDNIGHT - 9, MIDNIGHT, MIDNIGHT - 8, MIDNIGHT + 1, MIDNIGHT - 7]) await keep(ms);
  assert.deepEqual(open(), ['2026-11-23.db-wal', '2026-11-24.db-wal']);
  await keep(MIDNIGHT + 86_400_000);
  assert.deepEqual(open(), ['2026-11-23.db-wal', '2026-11-25.db-wal']);
  assert.equal(days.writing(), '2026-11-25');
  assert.equal(await days.expire('2026-11-25'), '2026-11-23');
  await keep(MIDNIGHT + 2);
  await days.close();
  assert.deepEqual(open(), []);
  assert.deepEqual(days.list(), ['2026-11-24', '2026-11-25']);
});
