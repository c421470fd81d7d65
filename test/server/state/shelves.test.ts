import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { Shelves } from '../../../server/state/shelves.ts';
import { Told } from '../../../server/state/told.ts';

interface Thing {
  readonly id: number;
  readonly start: number;
}

const newestFirst = (a: Thing, b: Thing): number => b.start - a.start || b.id - a.id;

test('things stand in their order on their shelves, whatever of them changes', () => {
  const step = fc.record({ id: fc.nat(9), key: fc.constantFrom('a', 'b'), start: fc.nat(5), gone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const shelves = new Shelves<Thing>(newestFirst);
      const known = new Map<string, Thing>();
      for (const { id, key, start, gone } of steps) {
        const was = known.get(`${key} ${id}`);
        if (gone && was !== undefined) {
          shelves.take(key, was);
          known.delete(`${key} ${id}`);
        } else {
          shelves.put(key, was, { id, start });
          known.set(`${key} ${id}`, { id, start });
        }
        for (const shelf of ['a', 'b']) {
          const there = [...known].filter(([place]) => place.startsWith(shelf)).map(([, thing]) => thing);
          assert.deepEqual(shelves.of(shelf), there.sort(newestFirst));
        }
      }
    }),
  );
});

test('a message ID that has told of a thing is known once, in the order of the first', () => {
  const told = new Told();
  for (const id of [722051, 113039, 722051]) told.add(1, id);
  told.add(2, 113019);
  assert.deepEqual(told.of(1), [722051, 113039]);
  assert.deepEqual([told.has(1, 113039), told.has(1, 113019), told.has(3, 113019)], [true, false, false]);
  told.forget(1);
  assert.deepEqual([told.of(1), told.of(2)], [[], [113019]]);
});
