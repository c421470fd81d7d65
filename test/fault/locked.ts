import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openBare } from '../../server/store/sqlite.ts';
import { addHeadEnd, makeLab } from '../end-to-end/lab.ts';
import { startProgram } from '../end-to-end/program.ts';
import { widePool } from '../end-to-end/simulator.ts';
import { integrity } from './parts/integrity.ts';
import { reckon, startLoad, summaryOf, untilSaved } from './parts/storage-lab.ts';

// Somebody else has the database (`BEGIN EXCLUSIVE`), then a message day, for 1, 10 and 60 s under load: nothing is lost, and the live page goes on.
const HOLDS = [1, 10, 60];
const lab = await makeLab();
await addHeadEnd(lab, widePool);
const program = await startProgram(lab.database, { ADOPT: 'off' });
const load = startLoad(program.syslogPort, 200);
const figures = {
  holds: [] as { file: string; seconds: number; unsaved: boolean; resumeMs: number }[],
  sent: 0,
  lost: 0,
  residual: 0,
};
try {
  await pause(2_000); // so that there is a day
  const day = `${lab.database}.messages/${new Date().toISOString().slice(0, 10)}.db`;
  for (const [file, path] of [
    ['database', lab.database],
    ['day', day],
  ] as const) {
    // prettier-ignore
    for (const seconds of HOLDS) {
      const outsider = await openBare(path);
      await outsider.script('PRAGMA busy_timeout = 10000; BEGIN EXCLUSIVE');
      await pause(seconds * 1000 - 200); // how long it is held is what is tried
      const unsaved = (await summaryOf(program)).unsaved !== undefined;
      await outsider.script('COMMIT');
      await outsider.close();
      figures.holds.push({ file, seconds, unsaved, resumeMs: await untilSaved(program, true, 30) });
      assert.equal(program.child.exitCode, null, 'nobody exits');
      if (seconds === 60) assert.ok(unsaved, 'after so long it is said');
    }
  }
  figures.sent = await load.stop();
  const { residual, buckets } = await reckon(program, figures.sent);
  figures.residual = residual;
  figures.lost = figures.sent - (buckets['stored'] ?? 0);
  assert.deepEqual([residual, figures.lost], [0, 0], JSON.stringify(buckets));
  assert.equal(await program.stop(), 0);
  assert.deepEqual(await integrity(lab.database), []);
  console.log(`FIGURES ${JSON.stringify(figures)}`);
} finally {
  await program.kill();
  await load.stop();
  await lab.remove();
}
