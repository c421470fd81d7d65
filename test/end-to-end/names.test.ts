import assert from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import { topicNames, type MessageRow, type Snapshot } from '../../server/domain/feed.ts';
import { settled } from './compare.ts';
import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { login } from './lines.ts';
import { COOKIE, fetchIn } from './let-in.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

/** What people type in the wrong box. */
const passwords: readonly string[] = [
  ...['Sommer2026!', 'correct horse battery', "O'Reilly#1", 'pässwörd-ß', 'a: b = c', 'x, IP = 6.6.6.6', 'Tr0ub4dor&3'],
  ...['<b>hunter2</b>', '"quoted" pass', 'back\\slash9', '50%off$$', 'user = user = z9', 'Flux-Capacitor 1.21 GW'],
  ...Array.from({ length: 37 }, (_, i) => `Geheim${(i * 7919).toString(36)}-${i}`),
];

/** Messages of failed logins, with the name where `@` stands. */
const failures: readonly string[] = [
  '<166>%ASA-6-113015: AAA user authentication Rejected : reason = User was not found : local database : user = @ : user IP = 198.51.100.23',
  '<166>%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server =  10.1.1.5 : user = @',
  '<166>%ASA-6-716039: Group <hillvalley> User <@> IP <198.51.100.23> Authentication: rejected, Session Type: WebVPN.',
  '<166>%ASA-6-605004: Login denied from 198.51.100.23/1234 to outside:10.10.10.2/ssh for user "@"',
  '<166>%ASA-6-611102: User authentication failed: Uname: @',
  '<166>%ASA-6-109006: Authentication failed for user @ from 198.51.100.23/0 to 0.0.0.0/0 on interface outside',
  '<163>%ASA-3-713167: Group = hillvalleyvpn, Username = @, IP = 198.51.100.23, Remote peer has failed user authentication - check configured username and password',
  '<166>%ASA-6-113015: AAA user authentication Rejected in a new way : user = @',
];

test('of 50 passwords typed as names none is in a file, in the log, in an answer or on a page; the failures of a real user are found', async (t) => {
  assert.equal(passwords.length, 50);
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, { LOG_LEVEL: 'trace' });
  t.after(() => program.kill());
  const failed = passwords.flatMap((password, i) =>
    [0, 1].map((n) => (failures[(i + n * 3) % failures.length] ?? '').replace('@', () => password)),
  );
  const marty = failures.slice(0, 3).map((message) => message.replace('@', 'marty'));
  const lines = [...failed, ...marty, ...login('marty'), ...marty];
  await send(program.syslogPort, lines);
  const { residual } = await settled(program, lines.length);
  assert.equal(residual, 0);

  const told = [...(await answers(program)), ...(await pages(program)), program.log()];
  const kept = [...files(lab.folder), ...told.map((text, i): [string, Buffer] => [`answer ${i}`, Buffer.from(text)])];
  const found = passwords.flatMap((password) =>
    spellings(password).flatMap((spelling) =>
      kept.filter(([, bytes]) => bytes.includes(spelling)).map(([where]) => `${password}: ${where}`),
    ),
  );
  assert.deepEqual(found, []);
  assert.ok(
    kept.some(([, bytes]) => bytes.includes('marty')),
    'what is looked through is what was stored',
  );

  const { messages } = await program.get<{ messages: MessageRow[] }>('/api/messages?user=marty&limit=1000');
  const hers = messages.filter(({ messageId }) => [113015, 113005, 716039].includes(messageId ?? 0));
  assert.equal(hers.length, 6, 'those before the first success as well');
  assert.equal(hers.filter(({ text }) => text.includes('marty')).length, 3);
  assert.equal(await program.stop(), 0);
  assert.deepEqual(
    passwords.filter((password) => files(lab.folder).some(([, bytes]) => bytes.includes(password))),
    [],
    'nor after the end',
  );
});

test('with FAILED_NAMES=clear a failed name is kept as it was typed', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database, { FAILED_NAMES: 'clear' });
  t.after(() => program.kill());
  const [line = ''] = failures.map((message) => message.replace('@', 'Sommer2026!'));
  await send(program.syslogPort, [line]);
  await settled(program, 1);
  const { messages } = await program.get<{ messages: MessageRow[] }>('/api/messages?user=Sommer2026!');
  assert.deepEqual(
    messages.map(({ text }) => text),
    [line],
  );
  assert.equal(await program.stop(), 0);
});

test('names of a running configuration are no passwords, also when it is read while the server runs', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  await addHeadEnd(lab);
  const failure = (failures[0] ?? '').replace('@', 'docbrown');
  await send(program.syslogPort, [failure, (failures[0] ?? '').replace('@', 'nobody of ours')]);
  await settled(program, 2);
  const { messages } = await program.get<{ messages: MessageRow[] }>('/api/messages');
  assert.deepEqual(
    messages.map(({ text }) => text === failure || /user = ~[\w-]{16}~12-15 : user IP/.test(text)),
    [true, true],
  );
  assert.equal(await program.stop(), 0);
});

test('without its key the product shows what it has, collects nothing, says why, and makes no new key', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const keyFile = `${lab.database}.key`;
  const first = await startProgram(lab.database);
  await send(first.syslogPort, login('marty'));
  await until(
    () => first.get<{ sessions: unknown[] }>('/api/sessions'),
    ({ sessions }) => sessions.length === 1,
  );
  assert.equal(await first.stop(), 0);
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  const key = readFileSync(keyFile);

  rmSync(keyFile);
  const second = await startProgram(lab.database);
  t.after(() => second.kill());
  assert.equal(second.syslogPort, 0);
  const health = await second.get<{ status: string; collectors: { warnings: string[] }[] }>('/api/health');
  assert.equal(health.status, 'critical');
  assert.match(health.collectors[0]?.warnings[0] ?? '', /read-only, nothing is collected: there is no key: put back/);
  assert.equal((await second.get<{ sessions: unknown[] }>('/api/sessions')).sessions.length, 1);
  assert.match(second.log(), /there is no key/);
  assert.equal(await second.stop(), 0);
  assert.deepEqual(
    readdirSync(lab.folder).filter((name) => name.includes('key')),
    [],
  );

  const third = await startProgram(lab.database, { TUNNELWATCH_KEY: key.toString('utf8').trim() });
  t.after(() => third.kill());
  assert.ok(third.syslogPort > 0);
  assert.equal(await third.stop(), 0);
});

test('a key file that others can read is refused with 78', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await (await startProgram(lab.database)).stop();
  chmodSync(`${lab.database}.key`, 0o644);
  await assert.rejects(tunnelwatch(lab.database, 'serve'), { code: 78, stderr: /mode 0644\); 0600 is wanted/ });
});

/** A password as it may stand in text, in JSON and in HTML. */
function spellings(password: string): readonly string[] {
  const html = password.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return [...new Set([password, JSON.stringify(password).slice(1, -1), html, encodeURIComponent(password)])];
}

/** Everything that lies in the folder, and below it. */
function files(folder: string): readonly [string, Buffer][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): readonly [string, Buffer][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return files(path);
    return entry.isFile() ? [[entry.name, readFileSync(path)]] : [];
  });
}

/** What every route answers, and each session by itself. */
async function answers(program: Program): Promise<readonly string[]> {
  const paths = await program.get<{ paths: Readonly<Record<string, unknown>> }>('/api/docs/json');
  const routes = [...Object.keys(paths.paths).filter((path) => !path.includes('{')), '/metrics'];
  const { sessions } = await program.get<{ sessions: { id: number }[] }>('/api/sessions');
  const all = [...routes, '/api/messages?limit=1000', ...sessions.map(({ id }) => `/api/sessions/${id}`)];
  assert.ok(all.length > 8);
  return Promise.all(all.map(async (path) => (await fetchIn(`${program.url}${path}`)).text()));
}

/** What a page is sent: every topic of the live feed. */
async function pages(program: Program): Promise<readonly string[]> {
  const how = { transports: ['websocket'], reconnection: false, extraHeaders: { cookie: COOKIE }, forceNew: true };
  // By a connection each: one may not ask for all of them at once.
  return Promise.all(
    topicNames.map(async (topic) => {
      const socket = io(program.url, how);
      try {
        return await new Promise<string>((resolve, reject) => {
          socket.once('connect_error', reject);
          socket.once('disconnect', reject);
          socket.emit('subscribe', topic, (snapshot: Snapshot) => resolve(JSON.stringify(snapshot)));
        });
      } finally {
        socket.close();
      }
    }),
  );
}
