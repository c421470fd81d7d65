import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Sharded } from '../../../server/domain/sharded.ts';

const rows = (count: number) => Array.from({ length: count }, (_, n) => [String(n), { n }] as const);
const sorted = (all: Iterable<{ readonly n: number }>) => [...all].map(({ n }) => n).sort((one, other) => one - other);

test('it is what a map is, small or large, while it grows past a size and shrinks again', () => {
  const key = fc.nat(4000).map(String);
  const turn = fc.record({ put: fc.array(key, { maxLength: 40 }), drop: fc.array(key, { maxLength: 40 }) });
  fc.assert(
    fc.property(fc.constantFrom(0, 20, 2040, 3000), fc.array(turn, { maxLength: 8 }), (size, turns) => {
      const truth = new Map(rows(size));
      let held = Sharded.of(truth);
      for (const { put, drop } of turns) {
        const before = new Map(truth);
        for (const gone of drop) truth.delete(gone);
        const news = put.map((name) => [name, { n: Number(name) }] as const);
        for (const [name, row] of news) truth.set(name, row);
        const next = held.with(news, drop);
        assert.deepEqual(sorted(new Map(held).values()), sorted(before.values()), 'what it was made from is as it was');
        const changed = [...truth].filter(([name, row]) => before.get(name) !== row).map(([, row]) => row);
        assert.deepEqual(sorted(next.missingIn(held)), sorted(changed));
        const stale = [...before].filter(([name, row]) => truth.get(name) !== row).map(([, row]) => row);
        assert.deepEqual(sorted(held.missingIn(next)), sorted(stale));
        held = next;
      }
      assert.equal(held.size, truth.size);
      assert.deepEqual(new Map(held), truth);
      assert.deepEqual(sorted(held.values()), sorted(truth.values()));
      for (const name of ['0', '17', '3999', 'none']) {
        assert.equal(held.get(name), truth.get(name));
        assert.equal(held.has(name), truth.has(name));
      }
    }),
    { numRuns: 60 },
  );
});

test('a small one keeps the order of its rows', () => {
  const held = Sharded.of(rows(100)).with([['new', { n: -1 }]], ['50']);
  assert.deepEqual([...held.keys()], [...rows(100).map(([name]) => name), 'new'].filter((name) => name !== '50')); // prettier-ignore
});
