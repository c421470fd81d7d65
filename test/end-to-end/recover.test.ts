import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GapRow } from '../../server/domain/feed.ts';
import { openStore } from '../../server/store/open.ts';
import { allSessions } from './compare.ts';
import { makeLab } from './lab.ts';
import { login, logout } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

test('messages that a crash left between the message store and the events are interpreted at the start', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const first = await startProgram(lab.database);
  await send(first.syslogPort, login('marty'));
  await until(
    () => allSessions(first, '&state=active'),
    (sessions) => sessions.length === 1,
  );
  await first.kill();

  // What a process leaves that dies after it kept a batch and before it committed what the batch means.
  const store = await openStore({ path: lab.database, now: Date.now });
  const { lastMessageId } = await store.load(Date.now(), 0);
  const at = Math.floor(lastMessageId / 1000) + 1000;
  await store.keep(
    JSON.stringify(
      logout('marty').map((line, index) => [at * 1000 + index, at, '127.0.0.1', 113019, 4, 'claim', line]),
    ),
  );
  await store.close();

  const second = await startProgram(lab.database);
  t.after(() => second.kill());
  const sessions = await allSessions(second);
  assert.deepEqual(
    sessions.map(({ user, state, bytesTx }) => [user, state, bytesTx]),
    [['marty', 'ended', 4000]],
  );
  assert.match(second.log(), /"messages":2,"msg":"interpreted/);
  const { gaps } = await second.get<{ gaps: readonly GapRow[] }>('/api/health');
  assert.equal(gaps.length, 1, 'the time in which nobody listened is declared');
  assert.equal(await second.stop(), 0);
});

test('a second server on the same database is told so, and leaves it alone', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const first = await startProgram(lab.database);
  t.after(() => first.kill());
  await assert.rejects(startProgram(lab.database), /another process/);
  assert.equal((await first.get<{ sessions: unknown[] }>('/api/sessions')).sessions.length, 0);
});
