import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { addHeadEnd, makeLab } from '../end-to-end/lab.ts';
import { letIn } from '../end-to-end/let-in.ts';
import { startProgram } from '../end-to-end/program.ts';
import { widePool } from '../end-to-end/simulator.ts';
import { integrity } from './parts/integrity.ts';
import { reckon, startLoad, untilSaved } from './parts/storage-lab.ts';

// One system call that fails (`strace -e inject`): each of the first 100 writes, with EIO and with ENOSPC, and each of the first 100 syncs, with EIO, of a
// running server on its database or its day, under load. Counted are those of each thread, so one run may meet several. Nobody exits, nothing is
// damaged, and every line is in a bucket.
const PLACES = 100;
const kinds = [
  { calls: 'pwrite64,write,pwritev', error: 'EIO' },
  { calls: 'pwrite64,write,pwritev', error: 'ENOSPC' },
  { calls: 'fsync,fdatasync', error: 'EIO' },
] as const;
/** How long each strace looks on: a server under load writes some hundred times meanwhile. */
const SECONDS = 3;

const figures = { runs: 0, injected: 0, unsaved: 0, sent: 0, lost: 0 };
const lab = await makeLab();
await addHeadEnd(lab, widePool);
await letIn(lab.database);

/** Lets the `at`th call of each thread fail, for so long; resolves with how many did. */
async function inject(pid: number, database: string, calls: string, error: string, at: number): Promise<number> {
  const day = `${database}.messages/${new Date().toISOString().slice(0, 10)}.db`;
  const files = [database, day].flatMap((path) => ['', '-wal', '-shm'].flatMap((suffix) => ['-P', path + suffix]));
  const strace = spawn(
    'strace',
    [
      '-f',
      '-qq',
      '-p',
      String(pid),
      '-e',
      `trace=${calls}`,
      ...files,
      '-e',
      `inject=${calls}:error=${error}:when=${at}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let told = '';
  strace.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  const timer = setTimeout(() => strace.kill('SIGINT'), SECONDS * 1000);
  await once(strace, 'exit');
  clearTimeout(timer);
  return [...told.matchAll(/\(INJECTED\)/g)].length;
}

/** Each of the first hundred calls of a kind. A process for each ten: so each is met by one that has just started, and by one that has had several. */
async function tryAll({ calls, error }: (typeof kinds)[number], lane: number): Promise<void> {
  for (let first = 1; first <= PLACES; first += 10) {
    const database = join(lab.folder, `${lane}-${first}`, 'tunnelwatch.db');
    for (const suffix of ['', '.key']) await cp(lab.database + suffix, database + suffix, { recursive: true });
    const program = await startProgram(database, { ADOPT: 'off', SYNCHRONOUS: 'full' }, true);
    const load = startLoad(program.syslogPort, 100);
    try {
      for (let at = first; at < first + 10; at += 1) {
        figures.injected += await inject(program.child.pid ?? 0, database, calls, error, at);
        figures.runs += 1;
        assert.equal(program.child.exitCode, null, `${error} at ${at}: it exits\n${program.log()}`);
      }
      const sent = await load.stop();
      figures.sent += sent;
      await untilSaved(program, true, 30);
      const { residual, buckets } = await reckon(program, sent);
      assert.equal(residual, 0, `${error} from ${first}: ${JSON.stringify(buckets)}`);
      figures.lost += sent - (buckets['stored'] ?? 0);
      if (program.log().includes('from memory')) figures.unsaved += 1;
      assert.equal(await program.stop(), 0, program.log());
      assert.deepEqual(await integrity(database), []);
    } finally {
      await load.stop();
      await program.kill();
    }
  }
}

try {
  await Promise.all(kinds.map(tryAll));
  assert.ok(figures.injected >= figures.runs / 2, 'most of the calls were there to fail');
  console.log(`FIGURES ${JSON.stringify(figures)}`);
} finally {
  await lab.remove();
}
