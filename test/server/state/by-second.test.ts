import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { BySecond } from '../../../server/state/by-second.ts';

test('what came up to a second is found, in order of seconds, whatever comes and goes', () => {
  const step = fc.record({ id: fc.nat(9), at: fc.integer({ min: -3_000, max: 9_999 }), asked: fc.nat(12_000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const book = new BySecond();
      const known = new Map<number, number>();
      const secondOf = (at: number): number => Math.floor(at / 1000);
      for (const { id, at, asked } of steps) {
        const was = known.get(id);
        if (was === undefined) {
          book.add(id, at);
          known.set(id, at);
        } else {
          book.remove(id, was);
          known.delete(id);
        }
        const found = book.until(asked);
        const seconds = found.map((one) => secondOf(known.get(one) ?? NaN));
        assert.deepEqual(
          seconds,
          seconds.toSorted((a, b) => a - b),
        );
        const there = [...known].filter(([, when]) => secondOf(when) <= secondOf(asked)).map(([one]) => one);
        assert.deepEqual(found.toSorted((a, b) => a - b), there.sort((a, b) => a - b)); // prettier-ignore
      }
    }),
  );
});

test('two hundred thousand of one second are found', () => {
  const book = new BySecond();
  for (let id = 0; id < 200_000; id += 1) book.add(id, 500);
  assert.equal(book.until(0).length, 200_000);
});
