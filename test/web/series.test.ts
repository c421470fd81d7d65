import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fitting, series, ticks } from '../../web/series.ts';

const minute = 60_000;
const row = (at: number, active: number, opened = 1, ended = 0) => ({
  minute: at * minute,
  active,
  opened,
  ended,
  bytesTx: 0,
  bytesRx: 0,
});
const values = (drawn: ReturnType<typeof series>) => drawn.points.map((point) => point.active);

describe('sessions over time', () => {
  it('holds the last value through minutes in which nothing changed', () => {
    assert.deepEqual(values(series([row(0, 1), row(3, 2)], [], 0, 4 * minute)), [1, 1, 1, 2, 2]);
  });

  it('has no data before the first row, rather than zero', () => {
    const drawn = series([row(2, 1)], [], 0, 3 * minute);
    assert.deepEqual(values(drawn), [null, null, 1, 1]);
    assert.deepEqual(drawn.gaps, [{ from: 0, to: 2 * minute }]);
  });

  it('knows what was before the first row when that row tells', () => {
    assert.deepEqual(values(series([row(2, 5, 1, 2)], [], 0, 2 * minute)), [6, 6, 5]);
  });

  it('has no data in a gap, and the last value after it', () => {
    const drawn = series([row(0, 4)], [{ from: minute, to: 3 * minute }], 0, 4 * minute);
    assert.deepEqual(values(drawn), [4, null, null, 4, 4]);
  });

  it('draws gaps that touch as one, cut to what is shown', () => {
    const gaps = [
      { from: -5 * minute, to: minute },
      { from: minute, to: 2 * minute },
      { from: 9 * minute, to: 12 * minute },
    ];
    assert.deepEqual(series([row(0, 1, 0, 0)], gaps, 0, 5 * minute).gaps, [{ from: 0, to: 2 * minute }]);
  });

  it('shows nothing but a gap when there are no rows', () => {
    assert.deepEqual(values(series([], [], 0, 2 * minute)), [null, null, null]);
  });

  it('chooses the shortest range that shows all', () => {
    assert.equal(fitting([], 0), '1h');
    assert.equal(fitting([row(0, 1)], 59 * minute), '1h');
    assert.equal(fitting([row(0, 1)], 61 * minute), '6h');
    assert.equal(fitting([row(0, 1)], 600 * minute), '24h');
  });

  it('marks round times of the local clock', () => {
    assert.deepEqual(ticks(10 * minute, 130 * minute, 2, 30), [30 * minute, 90 * minute]);
    fc.assert(
      fc.property(
        fc.nat({ max: 3_000_000 }),
        fc.integer({ min: 1, max: 1440 }),
        fc.integer({ min: 2, max: 12 }),
        (from, span, most) => {
          const marks = ticks(from * minute, (from + span) * minute, most, 0);
          assert.ok(marks.length <= most + 1);
        },
      ),
    );
  });
});
