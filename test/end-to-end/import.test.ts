import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';

import { NO_LINES } from '../../server/domain/archive.ts';
import type { HealthRow, SessionRow, Summary } from '../../server/domain/feed.ts';
import { NOTHING } from '../../server/store/archive.ts';
import { openStore } from '../../server/store/open.ts';
import { rowsOf } from '../server/record/past.ts';
import { allSessions } from './compare.ts';
import { makeLab, tunnelwatch, type Lab } from './lab.ts';
import { login } from './lines.ts';
import { startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const DAY = 24 * 60 * 60_000;
const prefix = (user: string) => `Group = hillvalleyvpn, Username = ${user}, IP = 198.51.100.23`;
const stamp = (at: number): string => {
  const [, , day, year] = new Date(at).toUTCString().split(' ');
  return `${new Date(at).toUTCString().split(' ')[2] ?? ''} ${new Date(at).toISOString().slice(8, 10)} ${year ?? day ?? ''} ${new Date(at).toISOString().slice(11, 19)}`;
};

/** A session of a user on a head-end, from then on for an hour; without an end if it is left. */
function visit(at: number, host: string, user: string, left = false): readonly string[] {
  const line = (seconds: number, tag: string, text: string): string => `${stamp(at + seconds * 1000)} ${host} : %ASA-${tag}: ${text}`; // prettier-ignore
  return [
    line(0, '6-113012', `AAA user authentication Successful : local database : user = ${user}`),
    line(0, '6-713228', `${prefix(user)}, Assigned private IP address 172.16.1.100 to remote user`),
    line(0, '3-713119', `${prefix(user)}, PHASE 1 COMPLETED`),
    ...(left ? [] : [line(3600, '4-113019', `${prefix(user)}, Session disconnected. Session Type: IPsec, Duration: 1h:00m:00s, Bytes xmt: 4000, Bytes rcv: 900, Reason: User Requested`)]), // prettier-ignore
  ];
}

async function labWith(
  t: TestContext,
): Promise<Lab & { readonly write: (name: string, lines: readonly string[], packed?: boolean) => Promise<string> }> {
  // prettier-ignore
  const lab = await makeLab();
  t.after(lab.remove);
  await tunnelwatch(lab.database, 'device', 'add', 'asa-hq-01', '127.0.0.1');
  await tunnelwatch(lab.database, 'device', 'add', 'asa-hq-02', '192.0.2.2');
  const write = async (name: string, lines: readonly string[], packed = false): Promise<string> => {
    const path = join(lab.folder, name);
    const text = `${lines.join('\n')}\n`;
    await writeFile(path, packed ? gzipSync(text) : text);
    return path;
  };
  return { ...lab, write };
}

const day = (ago: number): number => Math.floor(Date.now() / DAY - ago) * DAY;

test('archives are taken in without a server: in the order of their times, and each line is accounted for', async (t) => {
  const lab = await labWith(t);
  const first = await lab.write('asa.log.2.gz', [...visit(day(3), 'asa-hq-01', 'marty').slice(0, 3), 'no line of an ASA', ''], true); // prettier-ignore
  const second = await lab.write('asa.log.1', [
    ...visit(day(3), 'asa-hq-01', 'marty').slice(3),
    ...visit(day(2), 'asa-hq-02', 'doc', true),
    ...visit(day(2), 'elsewhere', 'biff').slice(0, 1),
    'asa-hq-01 : %ASA-5-111008: User \'enable_15\' executed the \'show version\' command.',
    `${stamp(Date.now() + DAY)} asa-hq-01 : %ASA-5-111008: User 'enable_15' executed the 'show version' command.`,
  ]); // prettier-ignore
  const told = await tunnelwatch(lab.database, 'import', second, first);
  assert.deepEqual(told.trimEnd().split('\n'), [
    'asa.log.2.gz: 5 lines, 1 sessions, 0 login attempts',
    '  3: stored',
    '  1: not of an ASA or PIX',
    '  1: empty',
    'asa.log.1: 7 lines, 1 sessions, 1 login attempts',
    '  4: stored',
    '  1: of a time that has not come yet',
    '  1: without a time of the device',
    '  1: of a device that is not watched',
    '1 lines are of elsewhere, which is not watched: tunnelwatch device add, or --device if it is one that is',
    '1 sessions have no end in it: they are shown as ended, "the imported archive ends before it does"',
  ]);
  assert.equal(await tunnelwatch(lab.database, 'import', first, second), 'asa.log.2.gz: imported before: nothing changes\nasa.log.1: imported before: nothing changes\n'); // prettier-ignore
  const log = (await tunnelwatch(lab.database, 'audit', 'show')).split('\n').filter((line) => line.includes('imported archived syslog')); // prettier-ignore
  assert.equal(log.length, 2, 'what changed nothing is no import');
  assert.match(log[1] ?? '', /command line \(this machine\).*"lines":7,"sessions":1,"stored":4,.*\}  "asa\.log\.1"/);
});

test('the running server takes them in: they are found like all else, nobody is connected by them, and a restart changes nothing', async (t) => {
  const lab = await labWith(t);
  const server = await startProgram(lab.database);
  await send(server.syslogPort, login('emmett'));
  await until(
    () => allSessions(server, '&state=active'),
    (sessions) => sessions.length === 1,
  );
  const file = await lab.write('hq2.log', [
    ...visit(day(3), 'asa-hq-02', 'marty'),
    ...visit(day(2), 'asa-hq-02', 'lorraine', true),
  ]);
  const told = await tunnelwatch(lab.database, 'import', file);
  assert.match(told, /^hq2\.log: 7 lines, 2 sessions/);
  assert.match(await tunnelwatch(lab.database, 'audit', 'show'), /imported archived syslog .*"lines":7.*"hq2\.log"/);

  const facts = ({ user, device, state, endReason, endIs, bytesTx }: SessionRow) => ({ user, device, state, endReason, endIs, bytesTx }); // prettier-ignore
  const seen = async (program: typeof server) => ({
    active: (await allSessions(program, '&state=active')).map(({ user }) => user),
    ended: (await allSessions(program, '&state=ended')).map(facts),
    total: (await program.get<Summary>('/api/summary')).sessions.total,
  });
  const expected = {
    active: ['emmett'],
    ended: [
      { user: 'lorraine', device: 'asa-hq-02', state: 'ended', endReason: 'the imported archive ends before it does', endIs: 'inferred', bytesTx: undefined },
      { user: 'marty', device: 'asa-hq-02', state: 'ended', endReason: 'User Requested', endIs: 'reported', bytesTx: 4000 },
    ],
    total: 1,
  }; // prettier-ignore
  assert.deepEqual(await seen(server), expected);
  const { messages } = await server.get<{ messages: readonly { readonly text: string; readonly device: string | null }[] }>(
    `/api/messages?from=${day(3)}&to=${day(1)}`,
  ); // prettier-ignore
  assert.equal(messages.length, 7);
  assert.ok(messages.every(({ device }) => device === 'asa-hq-02'));
  const [session] = await allSessions(server, '&q=marty');
  const { evidence } = await server.get<{ evidence: readonly { readonly text: string }[] }>(`/api/sessions/${session?.id ?? ''}`); // prettier-ignore
  assert.ok(evidence.some(({ text }) => text.includes('Session disconnected')));
  const counts = await server.get<{ collectors: readonly HealthRow[] }>('/api/health');
  assert.equal(counts.collectors.find(({ collector }) => collector === 'syslog')?.buckets['stored'], 5);
  await server.kill();

  const again = await startProgram(lab.database);
  t.after(() => again.kill());
  assert.doesNotMatch(again.log(), /interpreted messages/);
  assert.deepEqual(await seen(again), expected);
  assert.match(await tunnelwatch(lab.database, 'import', file), /imported before: nothing changes/);
  assert.equal(await again.stop(), 0);
});

test('behind an import that was cut off another archive is refused until that one is given, or left', async (t) => {
  const lab = await labWith(t);
  const cut = await lab.write('cut.log', visit(day(3), 'asa-hq-01', 'marty'));
  const other = await lab.write('other.log', visit(day(2), 'asa-hq-01', 'doc'));
  const store = await openStore({ path: lab.database, now: Date.now });
  await store.archive.commit({ ...NOTHING, archive: { id: 1, name: 'gone.log', head: 'x', headBytes: 9, device: '', size: 99, offset: 0, before: [], counts: NO_LINES, at: Date.now(), done: false } }); // prettier-ignore
  await store.close();
  await assert.rejects(tunnelwatch(lab.database, 'import', cut), /the import of gone\.log was cut off: .*--leave/);
  assert.match(await tunnelwatch(lab.database, 'import', '--leave', cut), /cut\.log: 4 lines/);
  assert.match(await tunnelwatch(lab.database, 'import', other), /other\.log: 4 lines/);
});

test('what may be a password is not kept of an archive either', async (t) => {
  const lab = await labWith(t);
  const at = stamp(day(2));
  const refused = (user: string): string => `${at} asa-hq-01 : %ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = ${user} : user IP = 198.51.100.9`; // prettier-ignore
  const file = await lab.write('a.log', [
    refused('Hoverboard-1955'),
    `${at} asa-hq-01 : %ASA-5-111010: User 'admin', running 'CLI' from IP 192.0.2.9, executed 'username doc password Flux-1985 privilege 15'`,
  ]); // prettier-ignore
  await tunnelwatch(lab.database, 'import', '--device', 'asa-hq-01', file);
  const name = `${new Date(day(2)).toISOString().slice(0, 10)}.db`;
  const { message } = await rowsOf(join(`${lab.database}.messages`, name), 'message');
  assert.equal(message?.length, 2);
  for (const path of [lab.database, join(`${lab.database}.messages`, name)]) {
    const bytes = await readFile(path);
    assert.ok(!bytes.includes('Hoverboard-1955') && !bytes.includes('Flux-1985'), path);
  }
});
