import assert from 'node:assert/strict';
import { randomHistory } from '../asa/history.ts';
import { impair } from '../asa/impairer.ts';
import { believe, differences, isPatient, soundBelief } from './model.ts';

// 20,000 random histories; beside what must hold it prints what does not hold yet: doubled and overtaken lines, and what loss costs.
const HISTORIES = 20_000;
const SAMPLE = 2_000;
const losses = [0.01, 0.05, 0.2] as const;

const wrong: number[] = [];
let patient = 0;
let lines = 0;
for (let seed = 0; seed < HISTORIES; seed += 1) {
  const history = randomHistory(seed, { hideUsername: false });
  lines += history.lines.length;
  if (isPatient(history)) patient += 1;
  else if (hasDifferences(seed)) wrong.push(seed);
}

const lost = losses.map((drop) => {
  const sum = { drop, sessions: 0, believed: 0, missedStarts: 0, missedEnds: 0, bytes: 0, believedBytes: 0 };
  for (let seed = 0; seed < HISTORIES; seed += 1) {
    const history = randomHistory(seed);
    const belief = soundBelief(impair(history.lines, seed, { drop }));
    const ended = history.ledger.sessions.filter((one) => one.end !== null);
    sum.sessions += history.ledger.sessions.length;
    sum.believed += belief.sessions.length;
    sum.missedStarts += belief.sessions.filter((one) => one.startIs === 'inferred').length;
    sum.missedEnds += Math.max(0, ended.length - belief.sessions.filter((one) => one.endIs === 'reported').length);
    sum.bytes += ended.reduce((total, one) => total + (one.bytesTx ?? 0), 0);
    sum.believedBytes += belief.sessions.reduce((total, one) => total + (one.bytesTx ?? 0), 0);
  }
  return sum;
});

const impaired = [{ duplicate: 0.2 }, { reorder: 0.3 }].map((how) => ({
  ...how,
  histories: SAMPLE,
  differing: Array.from({ length: SAMPLE }, (_, seed) => seed).filter((seed) => hasDifferences(seed, how)).length,
}));

console.log(`FIGURES ${JSON.stringify({ histories: HISTORIES, lines, patient, wrong: wrong.length, lost, impaired })}`);
// The aim is none. What is left is two nameless logins from one address within a minute, of which the messages tell one: no more may join them.
assert.ok(wrong.length <= 0.0025 * HISTORIES, `${wrong.length} histories are not believed as they happened`);

function hasDifferences(seed: number, how?: Parameters<typeof impair>[2]): boolean {
  const history = randomHistory(seed, { hideUsername: false });
  const { invented, missing } = differences(
    history,
    believe(how === undefined ? history.lines : impair(history.lines, seed, how)),
  );
  return invented.length + missing.length > 0;
}
