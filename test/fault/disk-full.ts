import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '../../server/store/open.ts';
import { addHeadEnd } from '../end-to-end/lab.ts';
import { startProgram } from '../end-to-end/program.ts';
import { widePool } from '../end-to-end/simulator.ts';
import { integrity } from './parts/integrity.ts';
import { reckon, startLoad, summaryOf, untilSaved } from './parts/storage-lab.ts';

// A disk of its own (tmpfs: this needs root) that is filled at 20 random points of a load, and given room again: nobody exits, the live page goes on
// from memory and says so, nothing is damaged, and every line is in a bucket.
const FILLINGS = 20;
const folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-full-'));
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', folder]);
const database = join(folder, 'tunnelwatch.db');
const filler = join(folder, 'filler');

/** Takes all the room there is. */
function fill(): void {
  const file = openSync(filler, 'a');
  for (let bytes = 1024 * 1024; bytes >= 1; bytes = Math.floor(bytes / 16)) {
    try {
      for (;;) if (writeSync(file, Buffer.alloc(bytes)) < bytes) break;
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
    }
  }
  closeSync(file);
}

const figures = {
  fillings: 0,
  unsaved: 0,
  reserveGiven: 0,
  shownMeanwhile: 0,
  wentBack: 0,
  resumeMs: [] as number[],
  sent: 0,
  buckets: {} as Readonly<Record<string, number>>,
  residual: 0,
  gaps: 0,
};
try {
  await addHeadEnd({ folder, database, remove: () => Promise.resolve() }, widePool);
  const program = await startProgram(database, { ADOPT: 'off', RESERVE: '8' });
  const load = startLoad(program.syslogPort, 200);
  for (let n = 1; n <= FILLINGS; n += 1) {
    // The reserve is made when there is room, 10 s after a start at the earliest.
    await pause(n === 1 ? 12_000 : 2_000 + Math.random() * 2_000);
    const hadReserve = existsSync(`${database}.reserve`);
    fill();
    // The reserve gives room once; then the disk is full for good.
    const given = setInterval(() => statfsSync(folder).bavail > 0 && fill(), 50);
    try {
      await untilSaved(program, false, 40);
      figures.unsaved += 1;
      const before = await summaryOf(program);
      await pause(3_000);
      const after = await summaryOf(program);
      assert.ok(after.unsaved !== undefined, 'it is said as long as it is so');
      // Nobody leaves: the live page only grows, whatever is loaded anew below it.
      if (after.users > before.users) figures.shownMeanwhile += 1;
      if (after.users < before.users) figures.wentBack += 1;
      if (hadReserve && !existsSync(`${database}.reserve`)) figures.reserveGiven += 1;
    } finally {
      clearInterval(given);
    }
    rmSync(filler);
    figures.resumeMs.push(
      await untilSaved(program, true, 30).catch((fault: unknown) => {
        throw new Error(program.log().slice(-5000), { cause: fault });
      }),
    );
    figures.fillings += 1;
    assert.equal(program.child.exitCode, null, 'nobody exits');
  }
  figures.sent = await load.stop();
  const { residual, buckets } = await reckon(program, figures.sent);
  Object.assign(figures, { residual, buckets });
  assert.equal(residual, 0, JSON.stringify(buckets));
  assert.equal(await program.stop(), 0);
  assert.deepEqual(await integrity(database), []);
  const store = await openStore({ path: database, now: Date.now });
  let stored = 0;
  let after = 0;
  for (;;) {
    const page = await store.messagesAfter(after, 50_000);
    stored += page.length;
    if (page.length === 0) break;
    after = page.at(-1)?.[0] ?? after;
  }
  figures.gaps = (await store.load(Date.now(), 0)).gaps.length;
  await store.close();
  assert.equal(stored, buckets['stored'], 'what counts as stored is there');
  // Also where it falls short: a slow machine is seen by them.
  console.log(`FIGURES ${JSON.stringify(figures)}`);
  assert.ok(Math.max(...figures.resumeMs) <= 10_000, 'it goes on by itself within 10 s');
  assert.deepEqual([figures.shownMeanwhile, figures.wentBack], [FILLINGS, 0]);
} finally {
  execFileSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
}
