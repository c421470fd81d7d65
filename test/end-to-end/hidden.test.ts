import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PatternsTold } from '../../server/domain/failures-told.ts';
import type { DeviceRow, HiddenRow } from '../../server/domain/feed.ts';
import { packRows } from '../../collectors/syslog/packer.ts';
import { openStore } from '../../server/store/open.ts';
import { launchBrowser } from './browser.ts';
import { settled } from './compare.ts';
import { addHeadEnd, makeLab } from './lab.ts';
import { login } from './lines.ts';
import { startProgram, type Program } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const failed = (user: string, ip?: string): string =>
  '<166>%ASA-6-113015: AAA user authentication Rejected : reason = User was not found : local database : ' +
  `user = ${user}${ip === undefined ? '' : ` : user IP = ${ip}`}`;

async function counted(program: Program): Promise<readonly unknown[]> {
  const { hidden } = await program.get<{ hidden: HiddenRow[] }>('/api/hidden?device=HV-ASA');
  const { devices } = await program.get<{ devices: DeviceRow[] }>('/api/devices');
  const [device] = devices;
  return [device?.hiddenNames, ...hidden.map(({ told, publicIp, count }) => [told, publicIp, count])];
}

test('names that the ASA hides are counted by address, across restarts and crashes, and its device is marked', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  const first = await startProgram(lab.database);
  t.after(() => first.kill());
  await addHeadEnd(lab);
  const lines = [failed('*****', '198.51.100.7'), failed('marty'), failed('*****'), failed('*****', '198.51.100.7')];
  await send(first.syslogPort, [...lines, ...login('marty')]);
  await settled(first, lines.length + login('marty').length);
  assert.deepEqual(await counted(first), [3, ['address', '198.51.100.7', 2], ['untold', null, 1]]);
  await first.kill();

  // What a process leaves that dies after it kept a batch and before it committed what the batch means.
  const store = await openStore({ path: lab.database, now: Date.now });
  const { lastMessageId } = await store.load(Date.now(), 0);
  const at = Math.floor(lastMessageId / 1000) + 1000;
  await store.keep(packRows([[at * 1000, at, '127.0.0.1', 113_015, 6, 'claim', failed('*****', '203.0.113.9')]]));
  await store.close();

  const second = await startProgram(lab.database);
  t.after(() => second.kill());
  const [total, ...rows] = await counted(second);
  assert.equal(total, 4);
  assert.deepEqual(rows[0], ['address', '198.51.100.7', 2]);
  assert.ok(rows.some((row) => JSON.stringify(row) === '["address","203.0.113.9",1]'));

  const browser = await launchBrowser();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${second.url}/devices`);
  assert.match(await page.locator('[data-hidden="198.51.100.7"]').innerText(), /HV-ASA\s+198\.51\.100\.7\s+\d\s+2/);
  const text = await page.locator('main').innerText();
  assert.match(text, /hides names of failed logins/);
  assert.match(text, /hid the user’s name in 4 messages of the last 24 h/);
  assert.match(text, /no logging hide username/);
  assert.equal(await second.stop(), 0);
});

test('a spray whose names the ASA hides is a pattern of its source, apart from one with names', async (t) => {
  const lab = await makeLab();
  t.after(lab.remove);
  await addHeadEnd(lab);
  const program = await startProgram(lab.database);
  t.after(() => program.kill());
  const [quiet, named] = ['198.51.100.7', '203.0.113.9'];
  const tries = (n: number): readonly string[] => [
    failed('*****', quiet),
    `<163>%ASA-3-713167: Group = hillvalleyvpn, IP = ${quiet}, Remote peer has failed user authentication -  check configured username and password`,
    failed(`guess${n}`, named),
    `<163>%ASA-3-713167: Group = hillvalleyvpn, Username = guess${n}, IP = ${named}, Remote peer has failed user authentication -  check configured username and password`,
  ];
  await send(program.syslogPort, Array.from({ length: 12 }, (_, n) => tries(n)).flat());
  const { patterns } = await until(
    () => program.get<PatternsTold>('/api/attempts/patterns'),
    (told) => told.patterns.filter(({ tries: failures }) => failures === 12).length === 2,
  );
  assert.deepEqual(
    patterns.map((one) => [one.is, 'source' in one && one.source, one.tries]),
    [
      ['spray', named, 12],
      ['hidden names', quiet, 12],
    ],
  );
});
