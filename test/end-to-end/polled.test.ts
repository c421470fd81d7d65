import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../asa/random.ts';
import { Watched } from './polled.ts';

const SEEDS = 12;

for (const audit of [true, false]) {
  test(`with a fifth of the lines lost and people coming and going while it is made, a complete listing makes the active sessions those of the device (${audit ? 'with' : 'without'} Audt Sess ID)`, async () => {
    const lost = { ends: 0, logins: 0 };
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const random = new Random(seed + 1000);
      const watched = new Watched(seed, 0.2, { scenario: 'everything', release: audit ? '9.16' : '8.4' });
      for (let round = 0; round < 8; round += 1) {
        await watched.pass(random.int(20_000, 240_000));
        const polled = await watched.poll(random.int(200, 20_000), { audit });
        watched.activeIsTrue(polled);
        watched.nothingTwice();
      }
      lost.ends += watched.sessions.filter(({ endIs }) => endIs === 'between').length;
      lost.logins += watched.sessions.filter(({ startIs }) => startIs === 'listed').length;
    }
    assert.ok(lost.ends > SEEDS && lost.logins > SEEDS, `enough was lost to be a proof: ${JSON.stringify(lost)}`);
  });
}
