import assert from 'node:assert/strict';
import { test } from 'node:test';
import { handedSockets, requireReaders } from '../../../server/commands/handed.ts';
import { ConfigFault } from '../../../server/config.ts';

const handed = (names: string, more: Readonly<Record<string, string>> = {}) =>
  handedSockets({ LISTEN_PID: '7', LISTEN_FDS: String(names.split(':').length), LISTEN_FDNAMES: names, ...more }, 7);

test('sockets that are handed over are known by the names of their units, in order', () => {
  assert.deepEqual(handed('syslog:syslog:syslog-tcp:syslog-tls:syslog-tcp:traps'), {
    syslog: [3, 4],
    tcp: [5, 7],
    tls: [6],
    traps: [8],
  });
});

test('what was handed to another process is not ours, and without anything there is nothing', () => {
  assert.deepEqual(handed('syslog', { LISTEN_PID: '8' }), {});
  assert.deepEqual(handedSockets({}, 7), {});
  assert.deepEqual(handedSockets({ LISTEN_PID: '7', LISTEN_FDS: '0' }, 7), {});
});

test('a socket that nobody would read stops the start', () => {
  for (const names of ['syslog:web', 'unknown', '__proto__', 'constructor'])
    assert.throws(() => handed(names), ConfigFault, names);
  assert.throws(() => handed('syslog', { LISTEN_FDS: '2' }), /no socket of ours is called "unknown"/);
});

test('a socket that by the settings nobody reads stops the start', () => {
  const all = handed('syslog:syslog-tcp:syslog-tls:traps');
  const reads = { syslog: true, tcp: true, tls: true, traps: true };
  assert.doesNotThrow(() => requireReaders(all, reads));
  assert.throws(() => requireReaders(all, { ...reads, tls: false, traps: false }), {
    message: ['syslog-tls', 'traps']
      .map((name) => `LISTEN_FDNAMES: ${name} was handed over, but by the settings nobody reads it`)
      .join('\n'),
  });
  assert.doesNotThrow(() => requireReaders({}, { syslog: false, tcp: false, tls: false, traps: false }));
});
