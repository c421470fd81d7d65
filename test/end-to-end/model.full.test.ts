import assert from 'node:assert/strict';
import { randomHistory, type HistoryOptions } from '../asa/history.ts';
import { impair, type Impairments } from '../asa/impairer.ts';
import { believe, CALM, differences, isPatient, soundBelief } from './model.ts';

// 20,000 random histories each; beside what must hold it prints how much is believed of what loss and overtaking leave.
const HISTORIES = 20_000;
const losses = [0.01, 0.05, 0.2] as const;

const exact = compared({});
const doubled = compared({ duplicate: 0.2 });
const overtaken = compared({ reorder: 0.3 }, CALM);
const overtakenInHaste = compared({ reorder: 0.3 });
const both = compared({ duplicate: 0.2, reorder: 0.3 }, CALM);

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

const figures = { histories: HISTORIES, exact, doubled, overtaken, overtakenInHaste, both, lost };
console.log(`FIGURES ${JSON.stringify(figures)}`);
assert.equal(exact.differing, 0, 'without loss, what is believed is what happened');
assert.equal(doubled.differing, 0, 'second copies change nothing');
assert.equal(
  overtaken.differing,
  0,
  'lines that overtake others change nothing, where one person does one thing at a time',
);
assert.equal(both.differing, 0, 'nor do second copies among them');
// The aim is none here too: what is left are two logins of one client within seconds (see README.md of server).
assert.ok(overtakenInHaste.differing <= 0.003 * HISTORIES, `${overtakenInHaste.differing} histories in haste differ`);

function compared(how: Impairments, manner: HistoryOptions = {}) {
  let told = 0;
  let lines = 0;
  const differing: number[] = [];
  for (let seed = 0; seed < HISTORIES; seed += 1) {
    const history = randomHistory(seed, { hideUsername: false, ...manner });
    if (isPatient(history)) continue;
    told += 1;
    lines += history.lines.length;
    const { invented, missing } = differences(history, believe(impair(history.lines, seed, how)));
    if (invented.length + missing.length > 0) differing.push(seed);
  }
  return { ...how, told, lines, differing: differing.length, seeds: differing.slice(0, 20) };
}
