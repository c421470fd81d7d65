import assert from 'node:assert/strict';
import { test } from 'node:test';

import { cachedZone, nearOf, nearYear, Placing } from '../../../collectors/archive/placing.ts';

const utc = (...parts: readonly [number, number, number, number?, number?, number?]): number => Date.UTC(...parts);
const zone = (name: string) => {
  const found = cachedZone(name);
  assert.ok(found !== undefined);
  return found;
};

test('a stamp without a year is of the last year in which it can be, as of when the file was written', () => {
  const written = utc(2026, 0, 10);
  const rows = [
    ['Jan  9 23:00:00', utc(2026, 0, 9, 23)],
    ['Jan 10 12:00:00', utc(2026, 0, 10, 12)],
    ['Jan 12 00:00:00', utc(2025, 0, 12)],
    ['Jun 15 08:00:00', utc(2025, 5, 15, 8)],
    ['Dec 31 23:59:59', utc(2025, 11, 31, 23, 59, 59)],
  ] as const;
  for (const [stamp, at] of rows) assert.equal(new Placing(zone('UTC'), nearOf(written)).place(stamp), at, stamp);
});

test('a year that is told holds from its first day to its last, and New Year is passed from there', () => {
  const placing = new Placing(zone('UTC'), nearYear(2024));
  assert.equal(placing.place('Dec 31 23:59:59'), utc(2024, 11, 31, 23, 59, 59));
  assert.equal(placing.place('Jan  1 00:00:01'), utc(2025, 0, 1, 0, 0, 1));
  assert.equal(new Placing(zone('UTC'), nearYear(2024)).place('Jan  1 00:00:01'), utc(2024, 0, 1, 0, 0, 1));
  assert.equal(new Placing(zone('UTC'), nearYear(2024)).place('Feb 29 12:00:00'), utc(2024, 1, 29, 12));
});

test('an offset in the stamp holds, and else the zone; of an hour that is there twice the lines go on from those before', () => {
  const placing = new Placing(zone('Europe/Paris'), utc(2026, 6, 1));
  assert.equal(placing.place('2026-10-25T02:30:00+02:00'), utc(2026, 9, 25, 0, 30));
  assert.equal(placing.place('2026-10-25T00:40:00Z'), utc(2026, 9, 25, 0, 40));
  const local = new Placing(zone('Europe/Paris'), utc(2026, 6, 1));
  const told = ['Oct 25 2026 01:59:00', 'Oct 25 2026 02:20:00', 'Oct 25 2026 02:59:00', 'Oct 25 2026 02:10:00', 'Oct 25 2026 02:50:00', 'Oct 25 2026 03:00:00']; // prettier-ignore
  const minutes = told.map((stamp) => ((local.place(stamp) ?? 0) - utc(2026, 9, 24, 23, 59)) / 60_000);
  assert.deepEqual(minutes, [0, 21, 60, 71, 111, 121]);
  assert.equal(new Placing(zone('UTC+05:30'), utc(2026, 0, 1)).place('Nov 23 2026 05:30:00'), utc(2026, 10, 23));
});

test('a clock that nobody has set tells no time', () => {
  const placing = new Placing(zone('UTC'), utc(2026, 0, 1));
  for (const stamp of ['Jan  1 1993 00:00:07', 'Jan 01 2003 00:00:00', 'Foo 31 2026 00:00:00', 'Feb 30 2026 00:00:00'])
    assert.equal(placing.place(stamp), undefined, stamp);
});
