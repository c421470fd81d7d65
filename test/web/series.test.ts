import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { beginning, series, ticks } from '../../web/series.ts';

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
    assert.deepEqual(values(series([row(0, 1), row(3, 2)], [], 0, 5 * minute)), [0, 1, 1, 1, 2, 2]);
  });

  it('ends now, with what the running minute has told so far', () => {
    const drawn = series([row(0, 1), row(1, 7)], [], 0, 1.5 * minute);
    assert.deepEqual(drawn.points.at(-1), { at: 1.5 * minute, active: 7 });
    assert.deepEqual(values(drawn), [0, 1, 7]);
  });

  it('has no data before the first row, rather than zero', () => {
    const drawn = series([row(2, 1)], [], 0, 3 * minute);
    assert.deepEqual(values(drawn), [null, null, 0, 1]);
    assert.deepEqual(drawn.gaps, [{ from: 0, to: 2 * minute }]);
  });

  it('knows what was before the first row when that row tells', () => {
    assert.deepEqual(values(series([row(2, 5, 1, 2)], [], 0, 3 * minute)), [6, 6, 6, 5]);
  });

  it('has no data in a gap, and the last value after it', () => {
    const drawn = series([row(0, 4)], [{ from: minute, to: 3 * minute }], 0, 4 * minute);
    assert.deepEqual(values(drawn), [3, null, null, 4, 4]);
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

  it('begins with the first row of the last day', () => {
    assert.equal(beginning([row(100, 1)], 160 * minute), 100 * minute);
    assert.equal(beginning([row(159, 1)], 160 * minute), 155 * minute);
    assert.equal(beginning([], 160 * minute), 155 * minute);
    assert.equal(beginning([row(0, 1)], 1500 * minute), 60 * minute);
  });

  it('has a point a step, where rows stand for more than a minute; one from before tells what was', () => {
    const drawn = series([row(-3, 4), row(0, 7), row(10, 2)], [], 0, 20 * minute, 10 * minute);
    assert.deepEqual(drawn.points, [
      { at: 0, active: 4 },
      { at: 10 * minute, active: 7 },
      { at: 20 * minute, active: 2 },
    ]);
    assert.deepEqual(drawn.gaps, []);
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
