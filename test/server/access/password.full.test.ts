import assert from 'node:assert/strict';
import { randomBytes, scrypt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { createPasswords } from '../../../server/access/password.ts';

// What a long part measures goes into its last line.
const figures: Record<string, number> = {};

/** Milliseconds that a read of a small file took, from asking to having. */
async function readingTime(): Promise<number> {
  const from = performance.now();
  await readFile(new URL(import.meta.url));
  return performance.now() - from;
}

/** The longest of the reads that are made, one after another, until the work is done. */
async function longestReading(work: Promise<unknown>): Promise<number> {
  const state = { isDone: false };
  const ended = work.finally(() => (state.isDone = true));
  let longest = 0;
  while (!state.isDone) {
    longest = Math.max(longest, await readingTime());
    await new Promise(setImmediate);
  }
  await ended;
  return longest;
}

/** Welch's t of two samples. */
function welch(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const spread = (values: readonly number[]): number => {
    const middle = mean(values);
    return values.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (values.length - 1) / values.length;
  };
  return (mean(a) - mean(b)) / Math.sqrt(spread(a) + spread(b));
}

/** Times of tries of a wrong password, of an account that is there and of one that is not, in an order of chance. */
async function times(logN: number, samples: number): Promise<{ readonly t: number; readonly mean: number }> {
  const passwords = createPasswords({ logN });
  const stored = await passwords.hash('the right password');
  const known: number[] = [];
  const unknown: number[] = [];
  for (let i = 0; i < samples + 20; i += 1) {
    const isKnown = (randomBytes(1)[0] ?? 0) < 128;
    const from = performance.now();
    assert.equal(await passwords.verify('a wrong password', isKnown ? stored : undefined), false);
    // The first ones start the thread and warm it.
    if (i >= 20) (isKnown ? known : unknown).push(performance.now() - from);
  }
  await passwords.stop();
  return { t: welch(known, unknown), mean: known.reduce((sum, one) => sum + one, 0) / known.length };
}

test('eight passwords at once hold up no file, as they would in the pool that the database needs', async () => {
  const cost = { N: 131_072, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
  const inPool = (): Promise<unknown> =>
    new Promise((done, fail) =>
      scrypt('a wrong password', randomBytes(16), 32, cost, (fault, key) => (fault ? fail(fault) : done(key))),
    );
  const pooled = await longestReading(Promise.all(Array.from({ length: 8 }, inPool)));
  const passwords = createPasswords();
  const own = await longestReading(
    Promise.all(Array.from({ length: 8 }, () => passwords.verify('a wrong password', undefined))),
  );
  await passwords.stop();
  Object.assign(figures, { longestReadMs: Math.round(own), longestReadInPoolMs: Math.round(pooled) });
  assert.ok(own < pooled / 4, `${own} ms against ${pooled} ms in the pool`);
});

test('nobody can tell by the time whether an account is there: |t| < 4.5 of 2,000 tries, and of fewer at full cost', async () => {
  const cheap = await times(12, 2_000);
  const full = await times(17, 200);
  Object.assign(figures, { t: cheap.t, meanMs: cheap.mean, tAtFullCost: full.t, meanMsAtFullCost: full.mean });
  assert.ok(Math.abs(cheap.t) < 4.5, `t = ${cheap.t}`);
  assert.ok(Math.abs(full.t) < 4.5, `t = ${full.t} at full cost`);
});

test.after(() => process.stdout.write(`FIGURES ${JSON.stringify(figures)}\n`));
