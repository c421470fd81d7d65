import assert from 'node:assert/strict';

import { flood } from './flood.ts';
import { kinds, outcomeOf } from './kinds.ts';

// A long part: labelled days, of which some see 200,000 rejections; what pages on them, what pages needlessly, and what is missed.
const REJECTIONS = 200_000;
const figures: Record<string, unknown> = {};
const failed: string[] = [];
let [guesses, misses, needless] = [0, 0, 0];
for (const [kind, day] of Object.entries(kinds(REJECTIONS))) {
  const many = kind.startsWith('spray') ? 2 : kind.startsWith('guess') ? 30 : 10;
  const { longest, wrong, ...outcome } = outcomeOf(
    day,
    Array.from({ length: many }, (_, n) => 100 + n),
  );
  figures[kind] = outcome;
  if (kind.startsWith('guess')) guesses += outcome.days;
  misses += outcome.missed + outcome.unnoted;
  needless += outcome.needless;
  failed.push(...wrong.map((one) => `${kind}: ${one}`));
  console.log(`${kind}: ${JSON.stringify({ ...outcome, longest })}`);
}
const { took, memory } = flood({ users: 50_000, sources: 65_000, failures: REJECTIONS, seed: 1 });
const at = (part: number): number => Math.round((took[Math.floor(part * took.length)] ?? 0) * 10) / 10;
const turnOf1000 = { median: at(0.5), p95: at(0.95), longest: at(1 - 1 / took.length), bodies: memory.size };
console.log(failed.join('\n'));
console.log(`FIGURES ${JSON.stringify({ guesses, misses, needless, days: figures, turnOf1000 })}`);
assert.equal(misses, 0);
assert.equal(needless, 0);
assert.ok(guesses >= 200);
