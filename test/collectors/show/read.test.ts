import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import type { ShowCommand } from '../../../collectors/show/command.ts';
import { showCommands } from '../../../collectors/show/commands/all.ts';
import { commandFor, readShow } from '../../../collectors/show/read.ts';

const golden = 'test/golden/show';
const cases = readdirSync(golden).filter((name) => existsSync(`${golden}/${name}/command.txt`));
/** A case may name several commands that print the same. */
const commandsOf = (name: string): readonly string[] =>
  readFileSync(`${golden}/${name}/command.txt`, 'utf8').trim().split('\n');

describe('the output of a command', () => {
  for (const name of cases) {
    it(`is read as the golden case ${name} says`, () => {
      const expected: unknown = JSON.parse(readFileSync(`${golden}/${name}/expected.json`, 'utf8'));
      for (const command of commandsOf(name))
      // As JSON: what is `undefined` is absent.
      {
        // What was printed of each row `printed.test.ts` holds against the input.
        const { printed: _, ...read } = {
          printed: [],
          ...readShow(command, readFileSync(`${golden}/${name}/input.txt`, 'utf8')),
        };
        assert.deepEqual(JSON.parse(JSON.stringify(read)), expected, command);
      }
    });
  }

  it('has a golden case for every command of the list', () => {
    const told = new Set(cases.flatMap(commandsOf));
    const missing = showCommands.filter(({ command }) => ![...told].some((one) => commandFits(command, one)));
    assert.deepEqual(missing.map(({ command }) => command), []); // prettier-ignore
  });

  it('is told with the words of the device when it refuses', () => {
    const caret = "                ^\r\nERROR: % Invalid input detected at '^' marker.\r\n";
    assert.deepEqual(readShow('show pool a', caret, [pool]), {
      outcome: 'refused',
      text: "ERROR: % Invalid input detected at '^' marker.",
    });
    for (const text of ['Command authorization failed', 'ERROR: Command authorization failed\n'])
      assert.deepEqual(readShow('show pool a', text, [pool]), { outcome: 'refused', text: text.trim() });
  });

  it('is the same with an echo, a prompt, a pager and log lines in between', () => {
    const log = '%ASA-6-302013: Built inbound TCP connection 1 for outside:192.0.2.1/1';
    const stamped = `Jan 01 2024 10:11:12 UTC asa01 : ${log}`;
    for (const text of [
      'one\ntwo',
      'asa/pri/act# show pool a\r\none\r\ntwo\r\nasa/pri/act# ',
      'show pool a\r\none\r\n<--- More --->\r              \rtwo\r\n',
      `${log}\none\n${stamped}\ntwo\n`,
    ])
      assert.deepEqual(readShow('show pool a', text, [pool]), { outcome: 'read', facts: ['one', 'two'] }, text);
  });

  it('is that of a command of the list, and of no other', () => {
    for (const other of [
      'show pool',
      'show pool a b',
      'show pool a|b',
      'show pool a?',
      'show pool  a',
      'show  pool a',
      'show pool a\n',
      'SHOW pool a',
      '',
    ])
      // prettier-ignore
      assert.equal(readShow(other, '', [pool]), undefined, other);
    assert.equal(commandFor('show pool {pool}', { pool: 'vpn.pool_1' }), 'show pool vpn.pool_1');
    for (const name of ['', 'a b', 'a | redirect x', 'a\nreload', '"a"', '__proto__ x'])
      assert.equal(commandFor('show pool {pool}', { pool: name }), undefined, name);
    assert.equal(commandFor('show pool {pool}', {}), undefined);
  });
});

const pool: ShowCommand = {
  command: 'show pool {pool}',
  read: (lines) => ({ outcome: 'read', facts: lines.filter((line) => line !== '') }),
};

function commandFits(command: string, commandLine: string): boolean {
  return readShow(commandLine, '', showCommands.filter((one) => one.command === command)) !== undefined; // prettier-ignore
}
