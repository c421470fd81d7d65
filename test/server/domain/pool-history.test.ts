import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { historyOf, type PoolMinute } from '../../../server/domain/pool-history.ts';

const MINUTE = 60_000;
const row = (minute: number, used: number | null, most = used, size: number | null = 100): PoolMinute => ({
  ...{ pool: 'vpnpool', minute: minute * MINUTE, size, used, most },
});
const span = (from: number, to: number, step: number) => ({
  from: from * MINUTE,
  to: to * MINUTE,
  step: step * MINUTE,
});

describe('how full a pool was', () => {
  it('holds what the last minute told, from before the span on, and shows the highest within a step', () => {
    const { points, peak } = historyOf([[row(-5, 7), row(12, 3, 50), row(13, 4)]], [], span(0, 30, 10));
    assert.deepEqual(points, [
      { at: 10 * MINUTE, used: 7, most: 7, size: 100 },
      { at: 20 * MINUTE, used: 4, most: 50, size: 100 },
      { at: 30 * MINUTE, used: 4, most: 4, size: 100 },
    ]);
    assert.deepEqual(peak, { at: 12 * MINUTE, used: 50, size: 100 });
  });

  it('is not known before anybody told, in a gap, in silence, and an hour after the last minute', () => {
    const gap = { from: 30 * MINUTE, to: 40 * MINUTE };
    const { points } = historyOf([[row(12, 5), row(55, null, null), row(60, 6)]], [gap], span(0, 140, 10));
    const known = points.map(({ used }) => used);
    assert.deepEqual(known, [null, 5, 5, null, 5, null, 6, 6, 6, 6, 6, 6, null, null]);
  });

  it('has no peak where nothing is known, and the first of equal ones', () => {
    assert.equal(historyOf([[]], [], span(0, 10, 1)).peak, undefined);
    assert.equal(historyOf([], [], span(0, 10, 1)).peak, undefined);
    const { peak } = historyOf([[row(0, 1), row(3, 9), row(4, 1), row(6, 9)]], [], span(0, 10, 5));
    assert.equal(peak?.at, 3 * MINUTE);
  });

  it('is fullest by its share, not by its number: a pool may have been made larger', () => {
    const { peak } = historyOf([[row(0, 9, 9, 10), row(5, 20, 20, 100)]], [], span(0, 10, 1));
    assert.deepEqual(peak, { at: 0, used: 9, size: 10 });
  });

  it('of a chain adds what its pools had at the same moment, and is not known where one is not', () => {
    const first = [row(0, 8, 8, 8), row(6, 2, 8, 8)];
    const second = [row(0, 1, 1, 16), row(4, 10, 12, 16), row(5, 3, 3, 16)];
    const { points, peak } = historyOf([first, second], [], span(0, 8, 2));
    assert.deepEqual(
      points.map(({ used, size }) => [used, size]),
      [[9, 24], [9, 24], [11, 24], [5, 24]], // prettier-ignore
    );
    assert.deepEqual(peak, { at: 4 * MINUTE, used: 20, size: 24 });
    assert.equal(historyOf([first, []], [], span(0, 8, 2)).peak, undefined);
  });
});
