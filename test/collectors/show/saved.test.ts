import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import type { ShowCommand } from '../../../collectors/show/command.ts';
import { savedSession } from '../../../collectors/show/saved.ts';

const list: readonly ShowCommand[] = [
  ...['show version', 'show vpn-sessiondb anyconnect', 'show vpn-sessiondb l2l', 'show vpn-sessiondb'],
  ...['show ip local pool {pool}', 'show crypto isakmp sa', 'show crypto ipsec sa'],
].map((command) => ({ command, read: (facts) => ({ outcome: 'read', facts }) }));

describe('a saved terminal session', () => {
  it('is taken apart at its prompts, with commands written in full', () => {
    const text = [
      ...['Type help or ? for a list of available commands.', 'asa01> enable', 'Password: ', 'asa01# terminal pager 0'],
      ...['asa01# sh ver', 'one', 'asa01# sh vpn-s any', 'two', '', 'three', 'asa01# conf t', 'asa01(config)# exit'],
      ...['asa01#sh ip loc pool vpnpool', 'four', 'asa01# '],
    ].join('\r\n');
    assert.deepEqual(savedSession(text, list), {
      prompt: 'asa01#',
      commands: [
        { command: 'show version', listed: true, line: 5, text: 'one', whole: true },
        { command: 'show vpn-sessiondb anyconnect', listed: true, line: 7, text: 'two\n\nthree', whole: true },
        { command: 'show ip local pool vpnpool', listed: true, line: 13, text: 'four', whole: true },
      ],
    });
  });

  it('keeps what is not on the list, or could be two commands, apart', () => {
    const text = 'a/pri/act# show running-config\nx\na/pri/act# show crypto is\na/pri/act# show crypto i sa\n';
    assert.deepEqual(
      savedSession(text, list).commands.map(({ command, listed }) => [command, listed]),
      [
        ['show running-config', false],
        ['show crypto is', false],
        ['show crypto i sa', false],
      ],
    );
  });

  it('is with one device: the prompt of another is output', () => {
    const text = 'asa01# show version\nbanner of\nasa02# show vpn-sessiondb\nand more\nasa01# \n';
    assert.deepEqual(savedSession(text, list).commands, [
      {
        ...{ command: 'show version', listed: true, line: 1, whole: true },
        text: 'banner of\nasa02# show vpn-sessiondb\nand more',
      },
    ]);
  });

  it('has no commands where it has no prompt, whatever the bytes', () => {
    assert.deepEqual(savedSession('Session Type: AnyConnect\n\nUsername : marty\n', list), { commands: [] });
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(savedSession(text, list).commands)));
  });

  it('shows that an output is whole by the prompt behind it, unless the pager was left before', () => {
    const more = '<--- More --->';
    const wiped = `${more}\r              \r`;
    const whole = (text: string) => savedSession(text, list).commands.map((one) => [one.text, one.whole]);
    assert.deepEqual(whole('asa# sh ver\r\none\r\n'), [['one\n', false]]);
    assert.deepEqual(whole('asa# sh ver\r\none\r\nasa# '), [['one', true]]);
    assert.deepEqual(whole(`asa# sh ver\r\none\r\n${wiped}two\r\nasa# `), [['one\ntwo', true]]);
    for (const left of [wiped, `${more}              `, more])
      assert.deepEqual(whole(`asa# sh ver\r\none\r\n${left}asa# exit\r\n`), [['one', false]], left);
  });
});
