import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openStore } from '../../../server/store/open.ts';
import { openReader } from '../../../server/store/sqlite.ts';
import { told } from '../../../server/store/told.ts';
import { NOON, scratch } from './scratch.ts';

test('what was told is found by indexes, however many events the database holds', async (t) => {
  const path = await scratch(t);
  await (await openStore({ path, now: () => NOON })).close();
  const reader = await openReader(path);
  t.after(() => reader.close());
  const plan = await reader.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${told}`, [NOON, NOON]);
  const tables = plan.map(({ detail }) => detail).filter((detail) => /^(?:SCAN|SEARCH) [ase]\b/.test(detail));
  assert.equal(tables.length, 8);
  // All of a partial index is read: it holds no more than what is active, or open.
  const bounded = /^SEARCH [ase] USING |^SCAN [as] USING (?:COVERING )?INDEX (?:session_active|attempt_open)$/;
  assert.deepEqual(
    tables.filter((detail) => !bounded.test(detail)),
    [],
  );
});
