import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

import { settings } from '../../server/config.ts';

const entry = fileURLToPath(new URL('../../server/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tw-'));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = ''): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...args], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env['PATH'] ?? '', DATABASE: join(folder, 'x.db'), ...env },
  });
  return { code: status, out: stdout, error: stderr };
}

describe('the command line', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
    assert.deepEqual(run(['--version']), { code: 0, out: `${version}\n`, error: '' });
  });

  for (const words of ['doctor', 'parse show "show running-config"', 'parse syslog']) {
    it(`ends ${words} without a word when nobody reads on`, () => {
      const file = join(folder, 'long.txt');
      const many = Array.from({ length: 400 }, (_, n) => `ip local pool p${n} 10.0.0.1-10.0.0.9`);
      writeFileSync(file, ['ASA Version 9.1(2)', ...many, ': end'].join('\n'));
      const pipe = `"${process.execPath}" "${entry}" ${words} "${file}" | true`;
      const { stderr } = spawnSync('sh', ['-c', pipe], { encoding: 'utf8' });
      assert.equal(stderr, '');
    });
  }

  it('has help for itself, with every command and every setting', () => {
    const { code, out, error } = run(['--help']);
    assert.deepEqual([code, error], [0, '']);
    for (const word of [
      'serve',
      'demo',
      'parse',
      'doctor',
      'device',
      'rebuild',
      ...Object.values(settings).map((row) => row.env),
    ]) {
      assert.ok(out.includes(word), word);
    }
  });

  for (const words of [
    'serve',
    'demo',
    'parse',
    'parse syslog',
    'device',
    'device add',
    'device list',
    'device adopt',
    'device config',
    'device zone',
    'rebuild',
    'doctor',
  ]) {
    it(`has help for ${words}, which changes nothing`, () => {
      const { code, out, error } = run([...words.split(' '), '--help']);
      assert.deepEqual([code, error], [0, '']);
      assert.ok(out.startsWith(`Usage: tunnelwatch ${words} `), out);
      assert.equal(existsSync(join(folder, 'x.db')), false);
    });
  }

  const badUsages: readonly (readonly [args: string, words: RegExp])[] = [
    ['', /no command given/],
    ['device', /no command given/],
    ['sreve', /unknown command 'sreve' \(Did you mean serve\?\)/],
    ['device remove x', /unknown command 'remove'/],
    ['serve --port 80', /unknown option '--port'/],
    ['serve now', /too many arguments/],
    ['demo --users many', /'--users <n>' argument 'many' is invalid\. Not a positive whole number/],
    ['demo --users 1.5', /Not a positive whole number/],
    ['demo --speed 0', /Not a positive number/],
    ['device add asa01', /missing required argument 'address'/],
    ['device add asa01 nowhere', /"nowhere": not an IPv4 or IPv6 address/],
    ['device add a/b 10.0.0.1', /"a\/b": not a device name/],
    ['device config asa01', /required option '--running-config <file>' not specified/],
    ['parse syslog', /missing required argument 'file'/],
    ['doctor', /missing required argument 'file'/],
    ['doctor package.json', /not a running configuration/],
    ['doctor nowhere.txt', /cannot be read/],
  ];
  for (const [args, words] of badUsages) {
    it(`ends with 2 and one line on: tunnelwatch ${args}`, () => {
      const { code, out, error } = run(args.split(' ').filter((word) => word !== ''));
      assert.deepEqual([code, out], [2, '']);
      assert.match(error, words);
      assert.match(error, /^tunnelwatch: .*\n$/);
    });
  }

  it('ends with 78 and a line for each fault of the configuration', () => {
    for (const command of ['serve', 'demo', 'device list', 'rebuild']) {
      const { code, out, error } = run(command.split(' '), { SYSLOG_PORT: '99999', ADOPT: 'maybe' });
      assert.deepEqual([code, out], [78, ''], command);
      assert.equal(
        error,
        'tunnelwatch: SYSLOG_PORT="99999": not a port (0 to 65535)\ntunnelwatch: ADOPT="maybe": not on or off\n',
      );
    }
  });

  it('ends with 78, whatever the command, where the database is not one of ours', () => {
    const database = join(folder, 'text.db');
    writeFileSync(database, 'This is a text, and longer than the header of a database would be.'.repeat(3));
    for (const command of ['serve', 'device list', 'rebuild']) {
      const { code, error } = run(command.split(' '), { DATABASE: database, PORT: '0', SYSLOG_PORT: '0' });
      assert.deepEqual([code, error], [78, `tunnelwatch: ${database}: not a database\n`], command);
    }
  });

  it('ends with 78 where others could reach the dashboard, but nobody could log in', () => {
    for (const command of ['serve', 'demo']) {
      const { code, error } = run([command], { HOST: '0.0.0.0' });
      assert.equal(code, 78);
      assert.match(
        error,
        /^tunnelwatch: HOST="0\.0\.0\.0": .* set TLS_CERT and TLS_KEY, or name the proxy .* in TRUSTED_PROXIES\n$/,
      );
    }
  });

  it('ends with 1 where the doctor finds something critical, else with 0', () => {
    const critical = run(['doctor', 'test/golden/doctor/lab/input.txt', '--json']);
    assert.deepEqual([critical.code, critical.error], [1, '']);
    assert.equal((JSON.parse(critical.out) as { readonly hostname: string }).hostname, 'lab-edge');
    const fine = run(['doctor', 'test/golden/doctor/asdm-old/input.txt']);
    assert.deepEqual([fine.code, fine.error], [0, '']);
    assert.match(fine.out, /WARNING {2}ASDM older/);
  });

  it('ends with 1 and one line, without a stack, when something cannot be done', () => {
    const { code, out, error } = run(['device', 'list']);
    assert.deepEqual([code, out], [1, '']);
    assert.match(error, /^tunnelwatch: DATABASE=".*x\.db": no such file\n$/);
    assert.match(run(['rebuild']).error, /^tunnelwatch: DATABASE=".*x\.db": no such file\n$/);
    assert.match(
      run(['device', 'add', 'asa01', '10.0.0.1', '--running-config', 'no-such-file']).error,
      /^tunnelwatch: ENOENT: .*\n$/,
    );
  });

  it('needs no configuration to parse', () => {
    const { code, out } = run(
      ['parse', 'syslog', '-'],
      { SYSLOG_PORT: 'x' },
      '<166>%ASA-6-113012: AAA user authentication Successful : local database : user = marty\n',
    );
    assert.equal(code, 0);
    assert.deepEqual((JSON.parse(out) as { readonly messageId: number }).messageId, 113012);
  });

  it('adds and lists a device with no server running', () => {
    assert.equal(
      run(['device', 'add', 'asa01', '10.10.10.2', '--running-config', 'test/golden/show/asa-8.2/input.txt']).code,
      0,
    );
    assert.match(run(['device', 'list']).out, /^asa01 +adopted +10\.10\.10\.2 +vpnpool,spare /m);
  });
});
