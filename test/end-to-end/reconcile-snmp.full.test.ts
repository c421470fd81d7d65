import assert from 'node:assert/strict';

import { watchHistory, type Manner } from './reconcile-model.ts';
import type { Wrong } from './reconcile-model-truth.ts';

// A long part: so many random histories of a device that is asked over SNMP alone, as far as the time goes, held against what is so.
const HISTORIES = 300;
const LONGEST = 6 * 60_000;
const manners = {
  listingOnly: { drop: 1, over: 'snmp' },
  withoutLoss: { over: 'snmp' },
  lost: { drop: 0.2, over: 'snmp' },
  kept: { drop: 0.2, over: 'snmp', kept: 5_000 },
} as const satisfies Record<string, Manner>;

const nothing = (): Partial<Record<Wrong['what'], number>> => ({});

const begun = Date.now();
const found = Object.entries(manners).map(([name, manner]) => ({
  ...{ name, manner, histories: 0, right: 0, sessions: 0, polls: 0, seeds: new Array<number>() },
  wrong: nothing(),
}));
for (let seed = 0; seed < HISTORIES && Date.now() - begun < LONGEST; seed += 1) {
  for (const tally of found) {
    const { wrong, figures } = await watchHistory(seed, tally.manner);
    tally.histories += 1;
    tally.sessions += figures.sessions;
    tally.polls += figures.polls;
    if (wrong.length === 0) tally.right += 1;
    else tally.seeds.push(seed);
    for (const { what } of wrong) tally.wrong[what] = (tally.wrong[what] ?? 0) + 1;
  }
}
console.log(
  `FIGURES ${JSON.stringify(Object.fromEntries(found.map(({ name, histories, right, sessions, polls, seeds, wrong }) => [name, { histories, right, sessions, polls, seeds, wrong }])))}`,
);
/** What never happens, however many lines are lost: who is there is known, and nothing is counted twice. */
const never = ['missing', 'ghost', 'incomplete', 'false end', 'false start', 'rate', 'total'] as const satisfies readonly Wrong['what'][]; // prettier-ignore
for (const { name, wrong } of found) for (const what of never) assert.equal(wrong[what], undefined, `${name}: ${what}`);
