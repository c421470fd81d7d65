import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf } from '../../../server/domain/change.ts';
import { bareName, hasDomain } from '../../../server/domain/name.ts';

const AT = Date.UTC(2026, 2, 3);

test('a command that changes the configuration is told with who typed it, and from where if that is known', () => {
  const by = `<165>Mar 03 2026 14:00:00 hv-asa : %ASA-5-111010: User 'cisco', running 'CLI' from IP 172.16.1.50, executed 'no ip local pool vpnpool'`;
  assert.deepEqual(changeOf(by, AT), {
    ...{ at: AT, user: 'cisco', command: 'no ip local pool vpnpool', from: '172.16.1.50', by: 'CLI' },
  });
  const old = `<165>%PIX-5-111008: User 'enable_15' executed the 'username marty password <removed>' command.`;
  assert.deepEqual(changeOf(old, AT), { at: AT, user: 'enable_15', command: 'username marty password <removed>' });
});

test('a quote within a command does not cut it', () => {
  const line = `%ASA-5-111008: User 'O'Brien' executed the 'banner motd don't' command.`;
  assert.deepEqual(changeOf(line, AT), { at: AT, user: `O'Brien`, command: `banner motd don't` });
});

test('commands that look, move about, save or act change nothing', () => {
  for (const command of ['terminal pager 0', 'write memory', 'vpn-sessiondb logoff name marty', 'enable', 'Show run'])
    assert.equal(changeOf(`%ASA-5-111008: User 'a' executed the '${command}' command.`, AT), undefined, command);
  assert.equal(changeOf('%ASA-5-111001: Begin configuration: 10.0.0.1 writing to memory', AT), undefined);
  assert.notEqual(changeOf(`%ASA-5-111008: User 'a' executed the 'no debug-x' command.`, AT), undefined);
});

test('a name is the same person in each domain and in either way to write it', () => {
  for (const name of ['marty', ' MARTY', 'HILL\\Marty', 'marty@hill.example', 'marty@', 'a\\b\\marty', 'HILL\\marty@x'])
    assert.equal(bareName(name), 'marty', name);
  assert.deepEqual(['HILL\\', '@hill', '', '@'].map(bareName), ['hill\\', '@hill', '', '@']);
  assert.deepEqual(['marty', 'marty@', '@hill', 'HILL\\marty', 'marty@hill', 'HILL\\'].map(hasDomain), [
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
});
