import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import fc from 'fast-check';

import { readRunningConfig } from '../../../collectors/show/running-config.ts';
import { poolSize } from '../../../server/domain/pool.ts';

const golden = 'test/golden/show';
/** The cases beside the outputs of commands, which say their command. */
const cases = readdirSync(golden).filter((name) => !existsSync(`${golden}/${name}/command.txt`));
const lab = 'test/asa/lab/running-config.txt';

describe('a running configuration', () => {
  for (const name of cases) {
    it(`is read as the golden case ${name} says`, () => {
      const { configuration, notes } = readRunningConfig(readFileSync(`${golden}/${name}/input.txt`, 'utf8'));
      assert.deepEqual({ configuration, notes }, JSON.parse(readFileSync(`${golden}/${name}/expected.json`, 'utf8')));
    });
  }

  it('of the lab has the pool of 100 addresses that its tunnel group uses', () => {
    assert.ok(existsSync(lab), lab);
    const { configuration, notes } = readRunningConfig(readFileSync(lab, 'utf8'));
    const pool = configuration.pools.find((one) => one.name === 'vpnpool');
    assert.deepEqual(pool, { name: 'vpnpool', first: '172.16.1.100', last: '172.16.1.199', mask: '255.255.255.0' });
    assert.equal(poolSize(pool), 100);
    assert.deepEqual(configuration.chains.find((one) => one.tunnelGroup === 'hillvalleyvpn')?.pools, ['vpnpool']);
    // The lab has the mistake of the configuration it comes from: its policy was made as hillvalleyvpn1.
    assert.deepEqual(notes, [
      'tunnel-group hillvalleyvpn uses the group-policy hillvalleyvpn, which is not in this file',
    ]);
  });

  it('means the same with any line ends and any indentation of the whole', () => {
    for (const name of cases.filter((one) => one !== 'malformed' && one !== 'pager')) {
      const text = readFileSync(`${golden}/${name}/input.txt`, 'utf8').replaceAll('\r\n', '\n');
      const expected = readRunningConfig(text);
      for (const end of ['\r\n', '\r\r\n', '\n\r', '\r'])
        assert.deepEqual(readRunningConfig(text.replaceAll('\n', end)), expected);
      assert.deepEqual(readRunningConfig(text.replace(/^/gm, '   ')), expected);
    }
  });

  it('never throws, cut anywhere', () => {
    const text = readFileSync(`${golden}/policy-pools/input.txt`, 'utf8');
    for (let end = 0; end <= text.length; end += 1) readRunningConfig(text.slice(0, end));
  });

  it('never throws, whatever the text', () => {
    const words = fc.constantFrom(
      'ip local pool',
      'tunnel-group',
      'general-attributes',
      'attributes',
      'type',
      '"',
      '(',
      '-',
      '\r',
      '\n',
      ' ',
      '__proto__',
      'constructor',
      '10.0.0.1',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 40 }), (parts) => {
        const { configuration } = readRunningConfig(parts.join(' '));
        assert.ok(configuration.pools.every((pool) => poolSize(pool) > 0));
      }),
    );
  });

  it('named like a part of every object is still a name', () => {
    const text =
      'ip local pool __proto__ 10.0.0.1-10.0.0.9\ntunnel-group constructor general-attributes\n address-pool __proto__';
    const { pools, chains } = readRunningConfig(text).configuration;
    assert.deepEqual(pools, [{ name: '__proto__', first: '10.0.0.1', last: '10.0.0.9' }]);
    assert.deepEqual(chains, [{ tunnelGroup: 'constructor', pools: ['__proto__'] }]);
  });
});
