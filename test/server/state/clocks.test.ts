import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Clocks } from '../../../server/state/clocks.ts';

const NOON = Date.UTC(2026, 10, 23, 12);
const SENDER = '10.10.10.2';

function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}

test('a zone that is told later reads again what was seen before it', () => {
  const clocks = new Clocks();
  assert.equal(clocks.clock([SENDER], undefined), undefined);
  clocks.observe({ from: SENDER, at: NOON, stamp: stamp(NOON + 3_600_000) }, undefined);
  const seen = { says: 'time', stamp: '2026-11-23T13:00:00', at: NOON };
  const estimated = { ...seen, offset: 60, offsetIs: 'estimated', skew: 0 };
  assert.deepEqual(clocks.clock([SENDER], undefined), estimated);
  assert.deepEqual(clocks.clock([SENDER], 'Europe/Paris'), { ...estimated, offsetIs: 'configured' });
  assert.equal(clocks.clock([SENDER], 'Europe/London')?.skew, 3_600_000);
  assert.deepEqual(clocks.clock([SENDER], 'No/Such_Zone'), estimated, 'one that this machine does not know');
  assert.deepEqual(clocks.clock([SENDER], undefined), estimated);
});

test('a clock that was set is believed after 8 messages, or after 10 minutes', () => {
  const clocks = new Clocks();
  for (let second = 0; second < 60; second += 1)
    clocks.observe({ from: SENDER, at: NOON + second * 1000, stamp: stamp(NOON + second * 1000 + 300_000) }, 'UTC');
  const skewAfter = (at: number): number | undefined => {
    clocks.observe({ from: SENDER, at, stamp: stamp(at) }, 'UTC');
    return clocks.clock([SENDER], 'UTC')?.skew;
  };
  for (let second = 60; second < 67; second += 1) assert.equal(skewAfter(NOON + second * 1000), 300_000);
  assert.equal(skewAfter(NOON + 67_000), 0);
  const other = new Clocks();
  for (let second = 0; second < 15; second += 1)
    other.observe({ from: SENDER, at: NOON + second * 1000, stamp: null }, undefined);
  const late = NOON + 700_000;
  other.observe({ from: SENDER, at: late, stamp: stamp(late) }, undefined);
  assert.equal(other.clock([SENDER], undefined)?.says, 'time');
});

test('of the clocks of one device the worst is told, each sender having its own', () => {
  const clocks = new Clocks();
  clocks.observe({ from: SENDER, at: NOON, stamp: stamp(NOON) }, 'UTC');
  clocks.observe({ from: '10.10.10.3', at: NOON, stamp: stamp(NOON - 90_000) }, 'UTC');
  assert.equal(clocks.clock([SENDER, '10.10.10.3'], 'UTC')?.skew, -90_000);
  assert.equal(clocks.clock([SENDER], 'UTC')?.skew, 0);
});

test('of several devices behind one relay no clock is judged, unless all tell one time', () => {
  const seen = (...ahead: readonly (readonly [origin: string, milliseconds: number])[]) => {
    const clocks = new Clocks();
    ahead.forEach(([origin, milliseconds], index) => {
      const at = NOON + index * 1000;
      clocks.observe({ from: SENDER, at, stamp: stamp(at + milliseconds), origin }, 'UTC');
    });
    return clocks.clock([SENDER], 'UTC');
  };
  assert.deepEqual(seen(['hv-asa', 0], ['courthouse', 3_600_000], ['hv-asa', 0]), {
    says: 'several',
    at: NOON + 2000,
  });
  assert.equal(seen(['admin', 120_000], ['context-a', 121_000])?.skew, 121_000, 'contexts of one ASA');
  assert.equal(seen(['hv-asa', 0], ['hv-asa', 3_600_000], ['hv-asa', 0])?.skew, 0, 'one that came late');
});
