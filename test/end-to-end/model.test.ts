import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomHistory } from '../asa/history.ts';
import { impair } from '../asa/impairer.ts';
import { believe, CALM, differences, isPatient, soundBelief } from './model.ts';

const HISTORIES = 1000;

for (const [how, impairments, manner] of [
  ['without loss', {}, {}],
  ['with a fifth of the lines doubled, the second copy up to 5 s late', { duplicate: 0.2 }, {}],
  ['with a third of the lines up to 5 s late', { reorder: 0.3 }, CALM],
  ['with lines doubled and late at once', { duplicate: 0.2, reorder: 0.3 }, CALM],
  ['at level 7, with lines doubled and late at once', { duplicate: 0.2, reorder: 0.3 }, { ...CALM, level: 7 }],
] as const) {
  test(`${how}, sessions and attempts are what the simulator knows to have happened`, () => {
    let told = 0;
    for (let seed = 0; seed < HISTORIES; seed += 1) {
      const history = randomHistory(seed, { hideUsername: false, ...manner });
      if (isPatient(history)) continue;
      told += 1;
      const belief = believe(impair(history.lines, seed, impairments));
      assert.deepEqual(differences(history, belief), { invented: [], missing: [] }, `seed ${seed}`);
    }
    assert.ok(told > 0.99 * HISTORIES, `${told} histories are no proof`);
  });
}

for (const drop of [0.01, 0.05, 0.2]) {
  test(`with ${drop * 100} % of the lines lost, nothing is believed that cannot be`, () => {
    for (let seed = 0; seed < HISTORIES; seed += 1) {
      soundBelief(impair(randomHistory(seed).lines, seed, { drop }));
    }
  });
}

test('with lines lost, doubled and overtaken at once, nothing is believed that cannot be', () => {
  for (let seed = 0; seed < HISTORIES; seed += 1) {
    soundBelief(impair(randomHistory(seed).lines, seed, { drop: 0.05, duplicate: 0.2, reorder: 0.3 }));
  }
});
