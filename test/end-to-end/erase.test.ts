import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { addHeadEnd, makeLab, tunnelwatch } from './lab.ts';
import { fetchIn } from './let-in.ts';
import { entry, startProgram } from './program.ts';
import { send } from './send.ts';
import { until } from './until.ts';

const NAME = 'zorblatt';
const lines = [
  `<166>Jan 05 2026 12:00:00: %ASA-6-113039: Group <hillvalleyvpn> User <${NAME}> IP <198.51.100.7> AnyConnect parent session started.`,
  `<164>Jan 05 2026 12:00:09: %ASA-4-113019: Group = hillvalleyvpn, Username = ${NAME}, IP = 198.51.100.7, Session disconnected. Session Type: AnyConnect-Parent, Duration: 0h:00m:09s, Bytes xmt: 1000, Bytes rcv: 2000, Reason: User Requested`,
];

test('a user is erased out of the running program after the name was typed once more', async () => {
  const lab = await makeLab();
  await addHeadEnd(lab);
  const program = await startProgram(lab.database, { ADOPT: 'off' });
  try {
    const get = async (path: string): Promise<string> => (await fetchIn(`${program.url}${path}`)).text();
    await send(program.syslogPort, lines);
    await until(
      () => get('/api/sessions'),
      (told) => told.includes('User Requested'),
    );
    assert.match(await tunnelwatch(lab.database, 'export', NAME), /"sessions":\[\n\{.*zorblatt/);
    const erase = async (typed: string) => {
      const child = spawn(process.execPath, [entry, 'erase', NAME, '--reason', 'request 17'], { env: { ...process.env, DATABASE: lab.database } }); // prettier-ignore
      let told = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
      child.stdin.end(`${typed}\n`);
      const [code] = (await once(child, 'close')) as [number];
      return { code, told };
    };
    assert.deepEqual(await erase('marty'), {
      code: 2,
      told: 'tunnelwatch: this is another name: nothing was erased\n',
    });
    const { code, told } = await erase(NAME);
    assert.equal(code, 0, told);
    assert.match(told, /erased: (erased-[0-9a-f]{8}) stands for the user .*\n1 sessions/);
    for (const path of ['/api/sessions', '/api/messages', '/api/attempts', `/api/users?q=erased`]) assert.doesNotMatch(await get(path), /zorblatt/i, path); // prettier-ignore
    assert.match(await get('/api/sessions'), /erased-[0-9a-f]{8}/);
    for (const file of readdirSync(lab.folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()))
      assert.doesNotMatch(readFileSync(join(file.parentPath, file.name), 'latin1'), /zorblatt/i, file.name);
    assert.match(await tunnelwatch(lab.database, 'export', NAME), /"sessions":\[\]/);
  } finally {
    await program.stop();
    await lab.remove();
  }
});
