import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds, outcomeOf } from './kinds.ts';

const SEEDS = [1, 2];

for (const [kind, day] of Object.entries(kinds(2_000)))
  test(`labelled days: ${kind}`, () => {
    const { needless, missed, unnoted, wrong } = outcomeOf(day, SEEDS);
    assert.deepEqual({ needless, missed, unnoted, wrong }, { needless: 0, missed: 0, unnoted: 0, wrong: [] });
  });
