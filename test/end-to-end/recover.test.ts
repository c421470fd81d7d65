import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GapRow, UnknownRow } from '../../server/domain/feed.ts';
import type { StoredMessage } from '../../server/domain/batch.ts';
import { packRows } from '../../collectors/syslog/packer.ts';
import { openStore } from '../../server/store/open.ts';
import { allSessions } from './compare.ts';
import { makeLab } from './lab.ts';
import { login, logout } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** Traps as they are stored; a line of syslog that says the same is none. */
const stopped = 'trap cipSecTunnelStop 1.3.6.1.4.1.9.9.171.2.0.8 v2c community=known cipSecTunActiveTime.5=177700';
const unlisted = 'trap 1.3.6.1.4.1.9.9.9999.0.1 v2c community=known';

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
    packRows(
      logout('marty').map((line, index): StoredMessage => [
        at * 1000 + index,
        at,
        '127.0.0.1',
        113019,
        4,
        'claim',
        line,
      ]),
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

test('stored traps are interpreted at the start as when they came, and the closing record in one ends its session', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const first = await startProgram(lab.database);
  await send(first.syslogPort, login('marty'));
  await until(
    () => allSessions(first, '&state=active'),
    (sessions) => sessions.length === 1,
  );
  await first.kill();

  const store = await openStore({ path: lab.database, now: Date.now });
  const { lastMessageId } = await store.load(Date.now(), 0);
  const at = Math.floor(lastMessageId / 1000) + 1000;
  const text = logout('marty').map((line) => `trap: ${line.slice(line.indexOf('%ASA-'))}`);
  await store.keep(
    packRows([
      ...text.map((line, index): StoredMessage => [at * 1000 + index, at, '127.0.0.1', 113019, 4, 'claim', line]),
      [at * 1000 + 100, at, '127.0.0.1', null, null, 'claim', stopped],
      [at * 1000 + 101, at, '127.0.0.1', null, null, 'unlisted', unlisted],
      [at * 1000 + 102, at, '127.0.0.1', null, null, 'foreign', unlisted],
    ]),
  );
  await store.close();

  const second = await startProgram(lab.database);
  t.after(() => second.kill());
  const sessions = await allSessions(second);
  assert.deepEqual(
    sessions.map(({ user, state, bytesTx, from }) => [user, state, bytesTx, from.bytes?.source]),
    [['marty', 'ended', 4000, 'trap']],
  );
  const { unknown } = await second.get<{ unknown: readonly UnknownRow[] }>('/api/unknown');
  const counted = unknown.map(({ messageId, oid, outcome, count }) => [messageId, oid, outcome, count]);
  assert.deepEqual(counted.sort(), [
    [null, undefined, 'foreign', 1],
    [null, '1.3.6.1.4.1.9.9.9999.0.1', 'unlisted', 1],
  ]);
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
