import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { tiers } from '../../server/domain/series.ts';
import { openStore } from '../../server/store/open.ts';
import { makeLab } from '../end-to-end/lab.ts';
import { NOON } from '../server/store/scratch.ts';
import { slowly } from '../server/store/series-oracle.ts';
import { integrity } from './parts/integrity.ts';
import { DEVICES, samplesOf, told } from './parts/series-sets.ts';

// kill -9 while sets of samples are committed: after each kill every tier has what the sets that were taken tell, and nothing of others.
const KILLS = Number(process.env['SERIES_KILLS'] ?? 60);
const DAY = 86_400_000;
const lab = await makeLab();
const figures = { kills: 0, sets: 0, reportedAndLost: 0, rowsCompared: 0, killsWithinACommit: 0 };
try {
  for (; figures.kills < KILLS; figures.kills += 1) {
    const child = spawn(process.execPath, [fileURLToPath(new URL('parts/series-child.js', import.meta.url)), lab.database], { stdio: ['ignore', 'pipe', 'inherit'] }); // prettier-ignore
    const ended = once(child, 'exit');
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(child.stdout, 'data');
    await pause(20 + Math.random() * 250); // the sets go on meanwhile; the instant of the kill is meant to be any
    child.kill('SIGKILL');
    await ended;
    const reported = Number(said.trimEnd().split('\n').at(-1));
    assert.deepEqual(await integrity(lab.database), []);
    const store = await openStore({ path: lab.database, now: () => NOON });
    const taken = (await store.load(NOON, 0)).collectors[0]?.seq ?? 0;
    if (taken < reported) figures.reportedAndLost += 1;
    if (taken > reported) figures.killsWithinACommit += 1;
    const samples = Array.from({ length: taken }, (_, n) => samplesOf(n + 1)).flat();
    for (const { name: tier, step } of tiers)
      for (const metric of told) {
        const devices = Array.from({ length: DEVICES }, (_, n) => n);
        const { series } = await store.reads.series({ devices, metrics: [metric], from: NOON - DAY, to: NOON + 30 * DAY, tier, step }); // prettier-ignore
        for (const { device, rows } of series) {
          const mine = samples.filter((one) => one.device === device && one.metric === metric);
          assert.deepEqual(rows, slowly(mine, step), `${metric} of ${device}, ${tier}, after ${taken} sets`);
          figures.rowsCompared += rows.length;
        }
      }
    figures.sets = taken;
    await store.close();
  }
  assert.equal(figures.reportedAndLost, 0);
  process.stdout.write(`FIGURES ${JSON.stringify(figures)}\n`);
} finally {
  await lab.remove();
}
