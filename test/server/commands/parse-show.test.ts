import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { test } from 'node:test';

import { UsageFault } from '../../../server/commands/fault.ts';
import { parseShow } from '../../../server/commands/parse-show.ts';

const golden = 'test/golden/show';
const nothing = Readable.from([]);

async function printed(command: string, file: string, input: Readable = nothing): Promise<unknown> {
  const lines: string[] = [];
  await parseShow(command, file, input, (line) => void lines.push(line));
  return JSON.parse(lines.join('\n'));
}

test('what a saved output says is printed as JSON, from a file or from standard input', async () => {
  const expected = JSON.parse(readFileSync(`${golden}/sessiondb-anyconnect-9/expected.json`, 'utf8')) as { facts: unknown }; // prettier-ignore
  const file = `${golden}/sessiondb-anyconnect-9/input.txt`;
  assert.deepEqual(await printed('show vpn-sessiondb anyconnect', file), expected.facts);
  const input = Readable.from([readFileSync(file)]);
  assert.deepEqual(await printed(' show  vpn-sessiondb anyconnect', '-', input), expected.facts);
});

test('a command that is never sent is a usage fault', async () => {
  for (const command of [
    'reload',
    'show vpn-sessiondb anyconnect filter name x',
    'show running-config | redirect x',
    '',
  ])
    await assert.rejects(printed(command, `${golden}/sessiondb-anyconnect-9/input.txt`), UsageFault, command);
});

test('an output that cannot be read is an error that names the line, and a refusal one with the words of the device', async () => {
  const fails = (name: string, what: RegExp) =>
    assert.rejects(printed('show vpn-sessiondb anyconnect', `${golden}/${name}/input.txt`), what);
  await fails('sessiondb-unknown-label', /input\.txt: line 5: not understood: Flux Level/);
  await fails('sessiondb-refused', /input\.txt: the device refused: ERROR: % Invalid input/);
  await fails('no such case', /no such case\/input\.txt: cannot be parsed/);
});
