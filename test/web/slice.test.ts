import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toward } from '../../web/parts/slice.ts';

/** The slices that are drawn one after another, until it is the wanted one. */
function way(from: readonly [number, number], to: readonly [number, number], seen: number): readonly string[] {
  let shown = { first: from[0], last: from[1] };
  const wanted = { first: to[0], last: to[1] };
  const drawn: string[] = [];
  while (shown.first !== wanted.first || shown.last !== wanted.last) {
    shown = toward(shown, wanted, seen);
    drawn.push(`${shown.first}-${shown.last}`);
    assert.ok(drawn.length < 10, drawn.join(' '));
  }
  return drawn;
}

test('after a leap the rows in view come first, 12 with a frame', () => {
  assert.deepEqual(way([0, 48], [500, 550], 512), ['512-524', '512-536', '512-548', '502-550', '500-550']);
  assert.deepEqual(way([500, 550], [0, 40], 0), ['0-12', '0-24', '0-36', '0-40']);
});

test('rows that stay in view are kept, those that leave it go at once', () => {
  assert.deepEqual(way([0, 48], [10, 58], 22), ['10-58']);
  assert.deepEqual(way([30, 78], [10, 58], 22), ['18-58', '10-58']);
  assert.deepEqual(way([0, 60], [0, 48], 0), ['0-48']);
});
