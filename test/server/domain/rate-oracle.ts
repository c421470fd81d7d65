import assert from 'node:assert/strict';

import { rateOf } from '../../../server/domain/rate.ts';
import type { Series } from './rate-series.ts';

/** What was found of a series: looks that gave a rate, and those of a device that went on that gave none. */
export interface Found {
  readonly told: number;
  readonly untold: number;
}

/** Holds the rates of a series against what the counter truly did. Throws where one is wrong, or lacks though it could be told. */
export function hold({ bits, most, looks }: Series): Found {
  const round = 2n ** BigInt(bits);
  const found = { told: 0, untold: 0 };
  for (const [place, after] of looks.entries()) {
    const before = looks[place - 1];
    if (before === undefined) continue;
    const sample = ({ at, counted }: typeof after) => ({ at, bits, value: String(counted % round) });
    const rate = rateOf({ before: sample(before), after: sample(after), up: { before: before.up, after: after.up }, most }); // prettier-ignore
    const seconds = (after.at - before.at) / 1000;
    if (rate === undefined) {
      // Of sysUpTime that began anew nobody can tell that it was no restart.
      if (before.boots !== after.boots || after.up.seconds < before.up.seconds) continue;
      found.untold += 1;
      assert.ok(bits === 32 && most * seconds >= Number(round), 'it went on, and could not have gone over twice');
      continue;
    }
    found.told += 1;
    assert.equal(before.boots, after.boots, 'no rate goes over a restart');
    const truly = Number(after.counted - before.counted) / seconds;
    assert.ok(Math.abs(rate - truly) <= truly * 1e-12, `${rate} told, ${truly} true`);
    assert.ok(rate >= 0 && rate <= most);
  }
  return found;
}
