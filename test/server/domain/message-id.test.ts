import assert from 'node:assert/strict';
import { test } from 'node:test';

import { importedId, isImported, nextArrived, slotOf, SLOTS } from '../../../server/domain/message-id.ts';

const AT = Date.UTC(2026, 10, 23, 7, 0, 0, 250);

test('what arrives never gets the id of something imported, however many come at once and wherever the clock steps', () => {
  let last = 0;
  const seen = new Set<number>();
  for (let n = 0; n < 3000; n += 1) {
    const id = nextArrived(last, n < 2000 ? AT : AT - 60_000);
    assert.ok(id > last && !isImported(id));
    seen.add((last = id));
  }
  assert.equal(seen.size, 3000);
  assert.equal(nextArrived(0, AT), AT * 1000);
});

test('the ids of a second rise, are of that second and of their millisecond, and are those of imports alone', () => {
  const second = Math.floor(AT / 1000);
  let last = 0;
  for (let slot = 0; slot < SLOTS; slot += 499) {
    const id = importedId(second, slot);
    assert.ok(id > last && isImported(id) && Math.floor(id / 1e6) === second);
    last = id;
  }
  assert.equal(Math.floor(importedId(second, slotOf(250)) / 1000), AT);
  assert.equal(Math.floor(importedId(second, SLOTS - 1) / 1e6), second);
  assert.equal(isImported(-7), false, 'an id that a listing gave');
});
