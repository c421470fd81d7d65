import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';

import { showCommands } from '../../../collectors/show/commands/all.ts';
import { readConfiguration } from '../../../collectors/show/configuration.ts';
import { commandFor, readShow } from '../../../collectors/show/read.ts';
import { redact } from '../../../collectors/show/redact.ts';
import { readRunningConfig } from '../../../collectors/show/running-config.ts';
import { doctor } from '../../../server/commands/doctor.ts';
import { parseShow } from '../../../server/commands/parse-show.ts';
import { diagnose } from '../../../server/domain/doctor/doctor.ts';
import { plantedSecrets } from '../../planted-secrets.ts';

const { lines, secrets } = plantedSecrets();
const commands = showCommands.map(({ command }) => commandFor(command, { pool: 'vpnpool' }) ?? '');
const folder = mkdtempSync(join(tmpdir(), 'tw-'));

/** What of the planted secrets is in the text. */
function found(text: string): readonly string[] {
  return secrets.filter((secret) => text.includes(secret)).map((secret) => text.slice(text.indexOf(secret) - 60).slice(0, 120)); // prettier-ignore
}

/** What a command prints, and what it says when it fails. */
async function said(run: (print: (line: string) => void) => Promise<unknown>): Promise<string> {
  const printed: string[] = [];
  try {
    await run((line) => void printed.push(line));
  } catch (fault) {
    printed.push(String(fault));
  }
  return printed.join('\n');
}

describe('300 secrets', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('are planted, each where a device has one', () => {
    assert.ok(secrets.length >= 300, String(secrets.length));
    assert.deepEqual(found(lines.join('\n')).length, secrets.length);
  });

  for (const [how, text] of [
    ['as it was printed', lines.join('\n')],
    ['with carriage returns', lines.join('\r\n')],
    ['without its indentation', lines.map((line) => line.trim()).join('\n')],
    ['without its beginning', lines.slice(40).join('\n')],
    ['with a pager between all lines', lines.join('\r\n<--- More --->\r              \r')],
  ] as const) {
    it(`are in nothing that is read of a configuration ${how}, nor in what the doctor says`, async () => {
      const read = readConfiguration(text);
      assert.ok(read.taken > 100);
      assert.deepEqual(found(JSON.stringify([read, readRunningConfig(text), diagnose(read.configuration)])), []);
      assert.deepEqual(found(redact(text)), []);
      const file = join(folder, 'config.txt');
      writeFileSync(file, text);
      for (const json of [true, false]) {
        const out = await said((print) => doctor(file, json, print));
        assert.match(out, /canary|logging-off/);
        assert.deepEqual(found(out), []);
      }
    });
  }

  it('are in nothing that any command of the list gives, prints or complains of, where each line comes alone', async () => {
    for (const line of lines) {
      for (const command of commands) {
        const reading = readShow(command, line);
        assert.deepEqual(found(JSON.stringify(reading)), [], `${command}: ${line}`);
      }
    }
    for (const command of ['show version', 'show running-config', 'show running-config all crypto', 'show logging'])
      for (const line of lines)
        assert.deepEqual(found(await said((print) => parseShow(command, '-', Readable.from([line]), print))), [], line);
  });

  it('are in nothing that is read of a listing with one of their lines at any place', () => {
    let turn = 0;
    for (const name of readdirSync('test/golden/show')) {
      if (!existsSync(`test/golden/show/${name}/command.txt`)) continue;
      const [command = ''] = readFileSync(`test/golden/show/${name}/command.txt`, 'utf8').split('\n');
      const listing = readFileSync(`test/golden/show/${name}/input.txt`, 'utf8').split('\n');
      for (let place = 0; place <= listing.length; place += 1 + Math.floor(listing.length / 12)) {
        const planted = lines[(turn += 1) % lines.length] ?? '';
        const text = [...listing.slice(0, place), planted, ...listing.slice(place)].join('\n');
        assert.deepEqual(found(JSON.stringify(readShow(command, text))), [], `${name}: ${planted}`);
        assert.deepEqual(found(redact(text)), [], `${name}: ${planted}`);
      }
    }
  });
});
