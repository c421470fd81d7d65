import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tamperings } from './tamper.ts';

test('of 10,000 rows of the audit log each is missed, and seen to be changed or moved, in every way', () => {
  const { tried, unseen } = tamperings(10_000, 1);
  process.stdout.write(`FIGURES ${JSON.stringify({ rows: 10_000, tried, unseen: unseen.length })}\n`);
  assert.deepEqual(unseen.slice(0, 10), []);
  assert.ok(tried > 120_000, `${tried} tries`);
});
