import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { handedSockets } from '../../server/commands/handed.ts';
import { settings } from '../../server/config.ts';
import { ensureDebian, firstPath } from '../debian.ts';

const folder = 'server/packaging';
const text = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
const sockets = readdirSync(folder).filter((name) => name.endsWith('.socket'));
const all = (unit: string, key: string): readonly string[] =>
  [...unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

test('every socket unit has a name that the program knows, IPv4 before IPv6, and names the service that it is handed to', () => {
  const service = text('tunnelwatch.service');
  // What stands there is opened whether it was enabled or not, and one that nobody reads by the settings ends the program.
  for (const key of ['Sockets', 'Requires', 'Wants'])
    assert.ok(
      all(service, key).every((named) => named === 'tunnelwatch-syslog.socket'),
      key,
    );
  const opened = sockets.map((name) => {
    const unit = text(name);
    const [called = ''] = all(unit, 'FileDescriptorName');
    const [four = '', six = '', ...more] = [...all(unit, 'ListenDatagram'), ...all(unit, 'ListenStream')];
    assert.match(four, /^0\.0\.0\.0:\d+$/, name);
    assert.equal(six, four.replace('0.0.0.0', '[::]'), name);
    assert.deepEqual(
      [more, all(unit, 'BindIPv6Only'), all(unit, 'Service')],
      [[], ['ipv6-only'], ['tunnelwatch.service']],
    );
    // What systemd has given up on, as it does with settings that are wrong, a restart of the service opens again.
    assert.deepEqual(all(unit, 'WantedBy'), ['sockets.target tunnelwatch.service'], name);
    const handed = handedSockets({ LISTEN_PID: '7', LISTEN_FDS: '2', LISTEN_FDNAMES: `${called}:${called}` }, 7);
    assert.deepEqual(Object.values(handed), [[3, 4]], name);
    const buffer = all(unit, 'ListenDatagram').length > 0 ? ['16M'] : [];
    assert.deepEqual(all(unit, 'ReceiveBuffer'), buffer, name);
    return `${called} ${four}`;
  });
  assert.deepEqual(opened.sort(), [
    'syslog 0.0.0.0:514',
    'syslog-tcp 0.0.0.0:1470',
    'syslog-tls 0.0.0.0:6514',
    'traps 0.0.0.0:162',
  ]);
});

test('the service is exposed by 2.5 at most, as systemd counts', (t) => {
  const analyze = ensureDebian(() => firstPath('/usr/bin/systemd-analyze'), ['systemd']);
  const told = execFileSync(analyze, ['security', '--offline=yes', `${folder}/tunnelwatch.service`], {
    encoding: 'utf8',
  });
  const [, exposure = ''] = /Overall exposure level for tunnelwatch\.service: ([\d.]+)/.exec(told) ?? [];
  t.diagnostic(`exposure ${exposure}`);
  assert.ok(exposure !== '' && Number(exposure) <= 2.5, told);
});

test('the service does not start over and over with settings that are wrong', () => {
  assert.deepEqual(all(text('tunnelwatch.service'), 'RestartPreventExitStatus'), ['2 78']);
});

test('the image runs as nobody in particular, tells whether it answers, and has all that the program reads', () => {
  const [, image = ''] = text('Dockerfile').split(/^FROM .* AS build$/m);
  for (const wanted of [/^USER node$/m, /^HEALTHCHECK /m, /^VOLUME \/data$/m]) assert.match(image, wanted);
  for (const path of ['package.json', 'node_modules', 'migrations', 'dist'])
    assert.match(image, new RegExp(`^COPY --from=build /build/${path} `, 'm'));
  const known = new Set<string>(Object.values(settings).map(({ env }) => env));
  for (const [, name = ''] of image.matchAll(/^(?:ENV| {3}) ([A-Z_]+)=/gm))
    assert.ok(name === 'NODE_ENV' || known.has(name), name);
  for (const { env, default: port } of Object.values(settings))
    if (/PORT$/.test(env)) assert.match(image, new RegExp(`^EXPOSE .*\\b${port}/`, 'm'), env);
  assert.match(text('Dockerfile.dockerignore'), /^node_modules$/m);
});
