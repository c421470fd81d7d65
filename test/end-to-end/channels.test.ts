import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { deliveriesOf } from '../../server/domain/alert/route.ts';
import { openBare, openWriter } from '../../server/store/sqlite.ts';
import { putNotifications } from '../../server/store/outbox.ts';
import { makeWriter } from '../../server/store/writer.ts';
import { channel, cleared, raised, startSink } from '../server/alert/lab.ts';
import { makeLab, tunnelwatch } from './lab.ts';
import { entry, startProgram } from './program.ts';
import { until } from './until.ts';

test('a channel is added by a command, tested, and sent what is put into the outbox, and its secrets are in no file and no log', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const sink = await startSink(t);
  const ca = join(lab.folder, 'ca.pem');
  writeFileSync(ca, sink.ca);
  const program = await startProgram(lab.database, { PUBLIC_URL: 'https://noc.example/' });
  t.after(() => program.kill());
  const said: string[] = [];
  const run = async (...words: readonly string[]): Promise<string> => {
    const line = await tunnelwatch(lab.database, ...words);
    said.push(line);
    return line;
  };
  assert.match(await run('channel', 'list'), /no channels yet/);
  const options = ['--template', 'own', '--allow', '127.0.0.1', '--ca', ca, '--rules', 'pool.'];
  said.push(await typing(lab.database, `https://127.0.0.1:${sink.port}/T0KEN\nflux capacitor\n`, 'channel', 'add', 'noc', 'webhook', ...options)); // prettier-ignore
  assert.match(await run('channel', 'test', 'noc'), /^noc: sent: HTTP 200$/m);
  assert.match(await run('channel', 'list'), new RegExp(`^noc {2}webhook to https://127\\.0\\.0\\.1:${sink.port} \\(own\\) {2}from warning on of pool\\. {2}sent after 1 tries: HTTP 200$`, 'm')); // prettier-ignore

  // As the recorder writes it, in a transaction of its own.
  const writer = makeWriter(await openWriter(lab.database));
  const at = Date.now();
  const messages = [raised, cleared].map((one) => ({ ...one, at }));
  await writer.transaction((db) => putNotifications(db, messages, messages.flatMap((one) => deliveriesOf(one, [channel()])))); // prettier-ignore
  await writer.close();
  const told = await until(
    () => Promise.resolve(sink.taken.map(({ body }) => JSON.parse(body) as { readonly kind: string; readonly pages: string })), // prettier-ignore
    (found) => found.length >= 3,
  );
  assert.deepEqual(told.map(({ kind }) => kind), ['test', 'raised', 'cleared']); // prettier-ignore
  assert.equal(told[1]?.pages, 'https://noc.example');

  assert.match(await run('channel', 'disable', 'noc'), /^noc: disabled$/m);
  assert.match(await run('channel', 'list'), /DISABLED/);
  assert.equal(await program.stop(), 0);
  assert.match(await run('channel', 'test', 'noc'), /^noc: sent: HTTP 200$/m, 'without a server as well');
  assert.match(await run('channel', 'remove', 'noc'), /^noc: removed$/m);
  const database = await openBare(lab.database);
  await database.script('VACUUM');
  await database.close();
  const all = [program.log(), ...said, readFileSync(lab.database, 'latin1')].join('\n');
  assert.doesNotMatch(all, /T0KEN|flux capacitor/);
});

/** Runs `tunnelwatch` with these lines on its standard input; resolves with what it says. */
function typing(database: string, lines: string, ...words: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const env = { ...process.env, DATABASE: database };
    const child = execFile(process.execPath, [entry, ...words], { env }, (error, stdout, stderr) => {
      if (error === null) done(`${stdout}${stderr}`);
      else fail(new Error(stderr, { cause: error }));
    });
    child.stdin?.end(lines);
  });
}
