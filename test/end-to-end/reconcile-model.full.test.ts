import assert from 'node:assert/strict';
import { watchHistory, watchSwitchover, type Manner } from './reconcile-model.ts';
import { figures, type Figures } from './reconcile-model-watch.ts';
import type { Wrong } from './reconcile-model-truth.ts';

// So many random histories in each manner, as far as the time goes: what is believed is held against what is so.
const HISTORIES = 4000;
const LONGEST = 8 * 60_000;
const LATE = { duplicate: 0.2, reorder: 0.2, behind: 500 };
const CALM = { ...LATE, calm: 20_000 };

const manners = {
  listingOnly: { drop: 1 },
  withoutLoss: {},
  late: CALM,
  lost: { drop: 0.2 },
  lostAndLate: { ...CALM, drop: 0.2 },
  lostAndLateInHaste: { ...LATE, drop: 0.2 },
} as const satisfies Record<string, Manner>;

/** What never happens, however many lines are lost: who is there is known, and nothing is counted twice. */
const never = ['missing', 'ghost', 'incomplete', 'false end', 'false start', 'rate', 'total'] as const satisfies readonly Wrong['what'][]; // prettier-ignore

const begun = Date.now();
const found = Object.fromEntries(Object.keys(manners).map((name) => [name, tally()])) as Record<keyof typeof manners, ReturnType<typeof tally>>; // prettier-ignore
for (let seed = 0; seed < HISTORIES && Date.now() - begun < LONGEST; seed += 1) {
  for (const [name, manner] of Object.entries(manners) as [keyof typeof manners, Manner][]) {
    add(found[name], seed, await watchHistory(seed, manner));
  }
}
const switchovers = tally();
for (let seed = 0; seed < 10; seed += 1) {
  const release = (['8.2', '8.4', '9.1', '9.16'] as const)[seed % 4] ?? '9.16';
  add(
    switchovers,
    seed,
    await watchSwitchover(seed, { drop: 0.2 }, { sessions: 500, release, scenario: 'everything' }),
  );
}

console.log(`FIGURES ${JSON.stringify({ ...found, switchovers })}`);
for (const [name, { wrong }] of Object.entries({ ...found, switchovers })) {
  for (const what of never) assert.equal(wrong[what], undefined, `${name}: ${what}`);
}
// What one client lost and what it did next within seconds is told apart by lines that come in time: server/README.md.
const most = { listingOnly: 0, withoutLoss: 0, late: 0, lost: 0, lostAndLate: 0, lostAndLateInHaste: 0.002 }; // prettier-ignore
for (const [name, share] of Object.entries(most) as [keyof typeof most, number][]) {
  const { histories, right, seeds } = found[name];
  assert.ok(
    histories - right <= Math.ceil(share * histories),
    `${name}: ${histories - right} of ${histories}: ${seeds.join()}`,
  );
}

function tally() {
  const sum = Object.fromEntries(figures.map((one) => [one, 0])) as Record<keyof Figures, number>;
  return { histories: 0, right: 0, wrong: {} as Partial<Record<Wrong['what'], number>>, seeds: [] as number[], sum };
}

function add(
  to: ReturnType<typeof tally>,
  seed: number,
  { wrong, figures: more }: Awaited<ReturnType<typeof watchHistory>>,
): void {
  to.histories += 1;
  if (wrong.length === 0) to.right += 1;
  else if (to.seeds.length < 30) to.seeds.push(seed);
  for (const { what } of wrong) to.wrong[what] = (to.wrong[what] ?? 0) + 1;
  for (const one of figures) to.sum[one] += more[one];
}
