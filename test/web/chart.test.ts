import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { instants, nearest, sessionsDrawing, type Drawing } from '../../web/drawing.ts';
import { count } from '../../web/words/bytes.ts';
import { chartSummary, doubtIn, spotWords, topOf } from '../../web/words/chart.ts';
import { when } from '../../web/words/time.ts';
import { byPeak, historyDrawing, peakWords, percentUnit, poolThresholds } from '../../web/words/pool-history.ts';

const line = (name: string, ...values: readonly (number | null)[]) => ({
  name,
  spots: values.map((value, n) => ({ at: (n + 1) * 10, value })),
});
const drawing = (...lines: Drawing['lines']): Drawing => ({ from: 10, to: 30, lines, gaps: [] });

describe('a chart', () => {
  it('says in a sentence what it shows', () => {
    const one = drawing(line('vpnpool', 3, 9, 4));
    assert.equal(chartSummary(one, count, true), 'vpnpool: 4 now, between 3 and 9.');
    assert.equal(chartSummary(one, count, false), 'vpnpool: 4 at its end, between 3 and 9.');
    const blind = { ...drawing(line('vpnpool', 3, null), line('other', null, null)), gaps: [{ from: 10, to: 20 }] };
    assert.equal(chartSummary(blind, count, true), 'vpnpool: 3 when last seen, between 3 and 3. 1 span without data.');
    assert.equal(chartSummary(drawing(line('vpnpool', null)), count, true), 'vpnpool: no data in this time.');
    assert.equal(chartSummary(drawing(), count, true), 'Nothing: no data in this time.');
    const many = drawing(...[1, 2, 3, 4, 5, 6].map((n) => line(`pool${n}`, n)));
    assert.match(chartSummary(many, count, true), /pool4: 4 now, between 4 and 4\. 2 lines more\.$/);
  });

  it('says what it shows of an instant, by name where there are several lines', () => {
    const two = drawing(line('vpnpool', 3, 9), line('other', null, 4, 8));
    assert.equal(spotWords(two, 10, count), 'vpnpool 3, other no data');
    assert.equal(spotWords(two, 30, count), 'other 8');
    assert.equal(spotWords(drawing(line('vpnpool', 3)), 10, count), '3');
    assert.deepEqual(instants(two), [10, 20, 30]);
  });

  it('says since when a part of it is not known, and which', () => {
    const noon = Date.UTC(2026, 0, 5, 12);
    const [from, to] = [noon - 600_000, noon];
    const span = { from, to, gaps: [], lines: [{ name: 'Sessions', spots: [{ at: from, value: 3 }, { at: to, value: 4 }] }] }; // prettier-ignore
    const since = noon - 300_000;
    const doubt = doubtIn(new Map([['LON2', since]]), true, span, noon);
    assert.deepEqual(doubt, { from: since, words: `with LON2 as of ${when(since, noon)}` });
    const part = { ...span, doubt };
    assert.equal(spotWords(part, from, count), '3');
    assert.equal(spotWords(part, to, count), `4, with LON2 as of ${when(since, noon)}`);
    assert.match(
      chartSummary(part, count, true),
      /^Sessions: 4 now, between 3 and 4\. The end is with LON2 as of [\d:]+\.$/,
    );
    assert.equal(
      doubtIn(new Map([['LON2', since]]), false, span, noon)?.words,
      `without LON2 since ${when(since, noon)}`,
    );
    const never = doubtIn(new Map([['LON2', since], ['QUIET', 0]]), true, span, noon); // prettier-ignore
    assert.deepEqual(never, { from, words: 'without all of QUIET and LON2' });
    assert.equal(doubtIn(new Map([['LON2', to]]), true, span, noon), undefined, 'after what is drawn');
    assert.equal(doubtIn(new Map(), true, span, noon), undefined);
  });

  it('finds the instant that is nearest', () => {
    const times = [10, 20, 40];
    assert.deepEqual([0, 14, 16, 29, 31, 99].map((at) => nearest(times, at)), [0, 0, 1, 1, 2, 2]); // prettier-ignore
    assert.equal(nearest([], 5), -1);
  });

  it('of sessions is one line', () => {
    const { from, to, lines } = sessionsDrawing({ points: [{ at: 1, active: 2 }, { at: 2, active: null }], gaps: [] }); // prettier-ignore
    assert.deepEqual([from, to, lines[0]?.spots[1]], [1, 2, { at: 2, value: null }]);
  });

  it('reaches as far as its thresholds', () => {
    assert.equal(topOf(poolThresholds, 5), 95);
    assert.equal(topOf([], 5), 5);
  });
});

describe('the history of pools', () => {
  const point = (at: number, most: number | null, size: number | null = 100) => ({ at, used: most, most, size });
  const named = (name: string, used: number, points = [point(1, used), point(2, null), point(3, null)]) => ({
    ...{ name, points, peak: { at: 1, used, size: 100 } },
  });

  it('draws use in percent, the highest peaks first, and spans in which nothing is known as gaps', () => {
    const { lines, gaps } = historyDrawing([named('low', 5), named('high', 95)], { step: 1, gaps: [] });
    assert.deepEqual(lines.map(({ name, spots }) => [name, spots[0]?.value, spots[1]?.value]), [['high', 95, null], ['low', 5, null]]); // prettier-ignore
    assert.deepEqual(gaps, [{ from: 1, to: 3 }]);
    const seven = [1, 2, 3, 4, 5, 6, 7].map((n) => named(`pool${n}`, n));
    assert.deepEqual(historyDrawing(seven, { step: 1, gaps: [] }).lines.map(({ name }) => name), ['pool7', 'pool6', 'pool5', 'pool4', 'pool3']); // prettier-ignore
  });

  it('tells peaks with what they are of; one without a size is not zero', () => {
    assert.equal(peakWords({ at: 1, used: 949, size: 1000 }), '94 %, 949 of 1,000 addresses');
    assert.equal(peakWords({ at: 1, used: 3, size: null }), '3 addresses used');
    assert.deepEqual(byPeak([{ name: 'unknown', points: [] }, named('known', 1)]).map(({ name }) => name), ['known', 'unknown']); // prettier-ignore
    assert.equal(percentUnit(94.99), '94 %', 'never rounded up to a threshold');
  });
});
