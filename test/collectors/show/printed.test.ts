import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lines, redact, redactLine } from '../../../collectors/show/redact.ts';
import { readShow } from '../../../collectors/show/read.ts';
import { MOST_TEXT } from '../../../server/domain/session-text.ts';

const ROOT = 'test/golden/show';
/** A saved session has many commands: it is none of these. */
const goldens = readdirSync(ROOT)
  .filter((name) => existsSync(`${ROOT}/${name}/command.txt`))
  .map((name) => ({
    name,
    commands: readFileSync(`${ROOT}/${name}/command.txt`, 'utf8').trim().split('\n'),
    text: readFileSync(`${ROOT}/${name}/input.txt`, 'utf8'),
  }));

/** How many rows a listing of sessions or SAs has; `undefined` for other facts. */
function rowsOf(facts: unknown): number | undefined {
  const { sessions, sas, kind } = facts as Readonly<Record<string, unknown>>; // border: what a reader gives
  const rows = kind === 'sessions.listed' ? sessions : kind === 'ipsec.listed' ? sas : undefined;
  return Array.isArray(rows) ? rows.length : undefined;
}

test('each row of a listing has its own lines, in their order, behind the command, and none has those of another', () => {
  let rows = 0;
  for (const { name, commands, text } of goldens) {
    for (const command of commands) {
      const read = readShow(command, text);
      const count = read?.outcome === 'read' ? rowsOf(read.facts) : undefined;
      if (read?.outcome !== 'read' || count === undefined) continue;
      const printed = read.printed ?? [];
      assert.equal(printed.length, count, name);
      // A record that the terminal has wrapped is put together again.
      const words = (of: string): string => of.replace(/\|\||\s/g, '');
      let place = 0;
      for (const own of printed) {
        const [asked, ...rest] = own.split('\n');
        assert.equal(asked, command, name);
        assert.ok(rest.length > 0, name);
        for (const line of rest) {
          const at = words(text).indexOf(words(line.replace(/<removed>.*/, '')), place);
          assert.ok(at >= place, `${name}: ${line} stands nowhere behind ${place}`);
          place = at;
        }
        rows += 1;
      }
    }
  }
  assert.ok(rows > 40, `${rows} rows`);
});

test('what is printed of a session is kept without secrets and no longer than the bound', () => {
  const golden = goldens.find(({ name }) => name === 'sessiondb-detail-anyconnect-9');
  assert.ok(golden);
  const [command = ''] = golden.commands;
  const first = (text: string): string => {
    const read = readShow(command, text);
    return read?.outcome === 'read' ? (read.printed?.[0] ?? '') : '';
  };
  const named = golden.text.replace(/Username( *): (\S+) /, 'Username$1: password=flux ');
  assert.match(first(named), /Username *: password=<removed>/);
  const long = golden.text.replace(/Username( *): (\S+) /, `Username$1: ${'😀'.repeat(900)} `);
  assert.ok(first(long).isWellFormed() && first(long).length <= MOST_TEXT + command.length + 1);
});

test('what is not gone through line by line has nothing in it that would be taken out', () => {
  let changed = 0;
  for (const line of new Set(goldens.flatMap(({ text }) => lines(text)))) {
    for (const one of [line, `${line} password x`, `snmp-server user U G v3 auth md5 ${line}`, `${line}?token=1&a`]) {
      const wanted = redactLine(one);
      changed += wanted === one ? 0 : 1;
      if (wanted !== one) assert.notEqual(redact(one), one, one);
    }
  }
  assert.ok(changed > 1000, `${changed} lines`);
});
