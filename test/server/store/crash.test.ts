import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { DatabaseInUse, lockDatabase } from '../../../server/store/lock.ts';
import { openStore } from '../../../server/store/open.ts';
import { openReader } from '../../../server/store/sqlite.ts';
import { NOON, scratch } from './scratch.ts';

function start(test: TestContext, task: 'lock' | 'write', path: string): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL('child.js', import.meta.url)), task, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  test.after(() => child.kill('SIGKILL'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** The child's lines. */
function linesOf(child: ChildProcess): AsyncIterable<string> {
  assert.ok(child.stdout);
  return createInterface(child.stdout);
}

test('a database is one process’s until it gives it back or dies', async (t) => {
  const path = await scratch(t);
  const child = start(t, 'lock', path);
  for await (const line of linesOf(child)) {
    assert.equal(line, 'locked');
    break;
  }
  await assert.rejects(lockDatabase(path), DatabaseInUse);
  await kill(child);
  const release = await lockDatabase(path);
  await assert.rejects(lockDatabase(path), DatabaseInUse);
  await release();
  await (
    await lockDatabase(path)
  )();
});

test('a writer that is killed leaves whole sets only, all that it had reported among them', async (t) => {
  const path = await scratch(t);
  const child = start(t, 'write', path);
  let reported = 0;
  for await (const line of linesOf(child)) {
    reported = Number(line);
    if (reported === 60) child.kill('SIGKILL');
  }
  const store = await openStore({ path, now: () => NOON });
  const { collectors, seen, lastMessageId } = await store.load(NOON, 0);
  const events = await store.eventsAfter(0, 1_000_000);
  const messages = await store.messagesAfter(0, 1_000_000);
  await store.close();
  const sets = collectors[0]?.seq ?? 0;
  assert.ok(sets >= reported && reported >= 60, `${sets} sets, ${reported} reported`);
  assert.equal(events.length, sets);
  assert.equal(seen[0]?.messages, sets);
  assert.ok(
    messages.length >= sets && messages.length <= sets + 1,
    'raw first: at most one message is ahead of its set',
  );
  assert.equal(lastMessageId, messages.at(-1)?.[0]);
  for (const file of [path, `${path}.messages/2026-11-23.db`]) {
    const reader = await openReader(file);
    assert.deepEqual(await reader.all('PRAGMA integrity_check'), [{ integrity_check: 'ok' }]);
    await reader.close();
  }
});
