import assert from 'node:assert/strict';
import { randomHistory, type HistoryOptions } from '../asa/history.ts';
import { impair, type Impairments } from '../asa/impairer.ts';
import { believe, CALM, differences, hasTwins, isPatient, soundBelief } from './model.ts';

// 20,000 random histories each; beside what must hold it prints how much is believed of what loss and overtaking leave.
const HISTORIES = 20_000;
const losses = [0.01, 0.05, 0.2] as const;

const exact = compared({});
const doubled = compared({ duplicate: 0.2 });
const overtaken = compared({ reorder: 0.3 }, CALM);
const overtakenInHaste = compared({ reorder: 0.3 });
const both = compared({ duplicate: 0.2, reorder: 0.3 }, CALM);
const bothInHaste = compared({ duplicate: 0.2, reorder: 0.3 });

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

const figures = { histories: HISTORIES, exact, doubled, overtaken, overtakenInHaste, both, bothInHaste, lost };
console.log(`FIGURES ${JSON.stringify(figures)}`);
assert.equal(exact.differing, 0, 'without loss, what is believed is what happened');
assert.equal(doubled.differing, 0, 'second copies change nothing');
assert.equal(
  overtaken.differing,
  0,
  'lines that overtake others change nothing, where one person does one thing at a time',
);
assert.equal(both.differing, 0, 'nor do second copies among them');
// Where one client logs in again within seconds the aim is none, too: server/README.md tells what is left.
for (const { differing, toldApart } of [overtakenInHaste, bothInHaste]) {
  assert.ok(differing <= 0.00075 * HISTORIES, `${differing} histories in haste differ`);
  assert.equal(toldApart, 0, 'where no two lines say the same within 10 s, what is believed is what happened');
}

function compared(how: Impairments, manner: HistoryOptions = {}) {
  let told = 0;
  let lines = 0;
  let twins = 0;
  let toldApart = 0;
  const differing: number[] = [];
  for (let seed = 0; seed < HISTORIES; seed += 1) {
    const history = randomHistory(seed, { hideUsername: false, ...manner });
    if (isPatient(history)) continue;
    told += 1;
    lines += history.lines.length;
    const alike = hasTwins(history);
    if (alike) twins += 1;
    const { invented, missing } = differences(history, believe(impair(history.lines, seed, how)));
    if (invented.length + missing.length === 0) continue;
    differing.push(seed);
    if (!alike) toldApart += 1;
  }
  return { ...how, told, lines, twins, differing: differing.length, toldApart, seeds: differing.slice(0, 30) };
}
