import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyTime, frozen, quickRanges, readRange, readTime, shifted, spanOf, widened } from '../../web/range.ts';
import { during, rangeWords } from '../../web/words/range.ts';
import { now } from './rows.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const local = (year: number, month: number, date: number, hour = 0, minute = 0) =>
  new Date(year, month, date, hour, minute).getTime();
const widthOf = (range: { from: string; to: string } | undefined) => {
  const { from = 0, to = now } = spanOf(range ?? anyTime, now);
  return to - from;
};

describe('a range of time', () => {
  it('is read as people type it, in the time of the browser unless an offset stands in it', () => {
    const span = (typed: string) => spanOf(readRange(typed, now) ?? assert.fail(typed), now);
    for (const typed of ['now-6h', '6h', ' NOW - 6h ', '6 h']) assert.equal(span(typed).from, now - 6 * HOUR, typed);
    assert.deepEqual(span('now-6h to now-1h'), { from: now - 6 * HOUR, to: now - HOUR });
    assert.deepEqual(span('6h .. 1h'), { from: now - 6 * HOUR, to: now - HOUR });
    assert.deepEqual(span('2026-03-02'), { from: local(2026, 2, 2), to: local(2026, 2, 3) });
    assert.deepEqual(span('2026-03-02 14:05'), { from: local(2026, 2, 2, 14, 5), to: local(2026, 2, 2, 14, 6) });
    const [from, to] = [Date.UTC(2026, 2, 1, 13), Date.UTC(2026, 2, 2)];
    assert.deepEqual(span('2026-03-01T14:00+01:00 to 2026-03-02T00:00:00Z'), { from, to });
    assert.deepEqual(span('Yesterday'), { from: local(2026, 2, 2), to: local(2026, 2, 3) });
    assert.deepEqual(span('today'), { from: local(2026, 2, 3), to: undefined });
  });

  it('is none where nothing can be read, or where it has not begun', () => {
    const wrong = [
      '',
      'soon',
      'now',
      'now+1h',
      'now-',
      '6x',
      '2026-13-01',
      '2030-01-01',
      '1h to 6h',
      '6h to',
      '1h to 2h to 3h',
    ];
    for (const typed of wrong) assert.equal(readRange(typed, now), undefined, typed);
    assert.equal(readTime('2026-02-30T99:00', now), undefined);
    assert.deepEqual(spanOf({ from: 'x', to: "' OR 1" }, now), { from: undefined, to: undefined });
  });

  it('is the same for everybody once it is frozen', () => {
    for (const range of quickRanges) {
      const { from, to } = spanOf(range, now);
      assert.deepEqual(spanOf(frozen(range, now), now + 5 * DAY), { from, to: to ?? Math.floor(now / 1000) * 1000 });
    }
    assert.deepEqual(frozen(anyTime, now), anyTime);
  });

  it('moves by its width, and follows the clock again where it reaches now', () => {
    const back = shifted({ from: 'now-6h', to: '' }, now, -1);
    assert.deepEqual(spanOf(back ?? anyTime, now), { from: now - 12 * HOUR, to: now - 6 * HOUR });
    assert.deepEqual(shifted(back ?? anyTime, now, 1), { from: 'now-6h', to: '' });
    assert.equal(shifted({ from: 'now-6h', to: '' }, now, 1), undefined);
    assert.equal(widthOf(shifted(anyTime, now, -1)), DAY);
  });

  it('grows around its middle, but not beyond now', () => {
    assert.deepEqual(widened({ from: 'now-6h', to: '' }, now), { from: 'now-12h', to: '' });
    const past = frozen({ from: 'now-10h', to: 'now-8h' }, now);
    assert.deepEqual(spanOf(widened(past, now) ?? anyTime, now), { from: now - 11 * HOUR, to: now - 7 * HOUR });
    assert.equal(widened(anyTime, now), undefined);
    assert.equal(widened({ from: 'now-300d', to: '' }, now), undefined);
  });

  it('never reaches beyond now, and never turns around, however it is moved', () => {
    const step = fc.constantFrom('back', 'on', 'wider');
    fc.assert(
      fc.property(fc.constantFrom(...quickRanges), fc.array(step, { maxLength: 12 }), (first, way) => {
        let range = { from: first.from, to: first.to };
        for (const one of way)
          range = (one === 'wider' ? widened(range, now) : shifted(range, now, one === 'on' ? 1 : -1)) ?? range;
        const { from = 0, to = now } = spanOf(range, now);
        assert.ok(from < to && to <= now, JSON.stringify(range));
      }),
    );
  });

  it('is told in a few words', () => {
    assert.equal(rangeWords(anyTime, now), 'any time');
    assert.equal(rangeWords({ from: 'now-6h', to: '' }, now), 'last 6 h');
    assert.equal(rangeWords({ from: 'now-90m', to: '' }, now), 'last 90 m');
    assert.equal(during({ from: 'yesterday', to: 'today' }, now), 'yesterday');
    assert.equal(during(anyTime, now), undefined);
    const typed = readRange('2026-03-02 14:05 to 2026-03-02 15:00', now) ?? anyTime;
    assert.equal(during(typed, now), 'between 2 Mar 14:05 and 15:00');
  });
});
