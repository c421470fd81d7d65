import assert from 'node:assert/strict';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import type { Health } from '../../server/api/committed.ts';
import { allSessions } from '../end-to-end/compare.ts';
import { addHeadEnd, makeLab, tunnelwatch } from '../end-to-end/lab.ts';
import { login } from '../end-to-end/lines.ts';
import { startProgram } from '../end-to-end/program.ts';
import { send } from '../end-to-end/send.ts';
import { until } from '../end-to-end/until.ts';

// The database is overwritten below a running server: it sets it aside, puts the last backup with the messages since in its place, and goes on, in the
// same process.
const PORT = '47515';
const lab = await makeLab();
await addHeadEnd(lab);
const program = await startProgram(lab.database, { PORT, SYSLOG_PORT: '47516' });
try {
  await tunnelwatch(lab.database, 'backup', `${lab.database}.backups`);
  await send(program.syslogPort, login('marty'));
  await until(
    () => allSessions(program),
    (all) => all.length === 1,
  );
  const { size } = statSync(lab.database);
  const file = openSync(lab.database, 'r+');
  writeSync(file, Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);
  closeSync(file);
  const begun = performance.now();
  // Whoever asks meets it: pages are read that nobody has in memory.
  const told = await until(
    async () => {
      await program.get('/api/attempts').catch(() => undefined);
      const health = await program.get<Health>('/api/health').catch(() => undefined);
      return health?.collectors.find(({ collector }) => collector === 'damage')?.warnings.join() ?? '';
    },
    (words) => words !== '',
    60,
  );
  // The page is there before the listeners are.
  await until(
    () => Promise.resolve([...program.log().matchAll(/"msg":"started"/g)].length),
    (starts) => starts === 2,
  );
  const mendedMs = Math.round(performance.now() - begun);
  assert.match(told, /was damaged .* the backup of .* is in its place/);
  assert.deepEqual((await allSessions(program)).map(({ user }) => user), ['marty']); // prettier-ignore
  await send(program.syslogPort, login('docbrown', '172.16.1.101'));
  await until(
    () => allSessions(program),
    (all) => all.length === 2,
  );
  assert.equal(program.child.exitCode, null, 'it is the same process');
  assert.equal(await program.stop(), 0, program.log());
  console.log(`FIGURES ${JSON.stringify({ mendedMs })}`);
} catch (fault) {
  throw new Error(program.log().slice(-4000), { cause: fault });
} finally {
  await program.kill();
  await lab.remove();
}
