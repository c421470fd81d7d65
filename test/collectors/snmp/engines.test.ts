import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Engines } from '../../../collectors/snmp/engines.ts';
import { accessV3, ENGINE, senderV3, TrapLab } from './lab.ts';
import { trapV3 } from './sender.ts';

const OTHER = '8000000903112233445566';
const authPriv = (change: Parameters<typeof senderV3>[2] = {}): Buffer => trapV3(senderV3('sha256', 'aes', change));
const lab = (engines: Parameters<typeof accessV3>[2] = {}): TrapLab =>
  new TrapLab([accessV3('sha256', 'aes', engines)]);

test('a trap that is sent again is taken within 150 s of its engine, and refused after', () => {
  const { send, ...here } = withClock(lab());
  const old = authPriv({ boots: 3, time: 1_000 });
  assert.equal(send(old), 'passed');
  here.wait(150);
  assert.equal(send(old), 'passed', 'RFC 3414 allows 150 s');
  here.wait(1);
  assert.equal(send(old), 'replayed');
  assert.equal(send(authPriv({ boots: 3, time: 1_151 })), 'passed', 'a new one of the same engine');
  assert.equal(send(old), 'replayed');
});

test('the window goes by what the engine has shown, not by when we heard it', () => {
  const { send } = withClock(lab());
  assert.equal(send(authPriv({ time: 1_000 })), 'passed');
  assert.equal(send(authPriv({ time: 5_000 })), 'passed', 'we have missed some');
  assert.equal(send(authPriv({ time: 4_850 })), 'passed', 'out of order');
  assert.equal(send(authPriv({ time: 4_849 })), 'replayed');
});

test('an engine whose clock is slower than ours is believed: each new message sets ours', () => {
  const { send, wait } = withClock(lab());
  assert.equal(send(authPriv({ time: 1_000 })), 'passed');
  wait(100_000);
  assert.equal(send(authPriv({ time: 99_000 })), 'passed');
});

test('after a restart of the device its traps are taken at once, and none from before', () => {
  const { send } = withClock(lab());
  assert.equal(send(authPriv({ boots: 3, time: 1_000_000 })), 'passed');
  assert.equal(send(authPriv({ boots: 4, time: 2 })), 'passed');
  assert.equal(send(authPriv({ boots: 3, time: 1_000_001 })), 'replayed');
});

test('an engine that has run out of boots is not believed any more', () => {
  const { send } = withClock(lab());
  assert.equal(send(authPriv({ boots: 2 ** 31 - 1, time: 5 })), 'replayed');
  assert.equal(send(authPriv({ boots: 3, time: 5 })), 'passed');
  assert.equal(send(authPriv({ boots: 2 ** 31 - 1, time: 5 })), 'replayed');
});

test('the first engine that a device shows is pinned, another one refused and reported until a person accepts it', () => {
  const here = lab();
  assert.equal(here.send(authPriv()), 'passed');
  const [pinned, ...none] = here.receiver.engines.report();
  assert.ok(pinned !== undefined && none.length === 0);
  assert.deepEqual([pinned.device, pinned.engineId, pinned.accepted, pinned.boots, pinned.time], [1, ENGINE, true, 3, 1_000]); // prettier-ignore
  assert.equal(here.send(authPriv({ engineId: OTHER })), 'engineUnknown');
  assert.ok(here.receiver.engines.urgent);
  const [other] = here.receiver.engines.report();
  assert.ok(other?.accepted === false && other.engineId === OTHER);
  here.receiver.believe([accessV3('sha256', 'aes', { engines: [pinned, { ...other, accepted: true }] })]);
  assert.equal(here.send(authPriv({ engineId: OTHER, time: 1_001 })), 'passed');
  assert.equal(here.send(authPriv({ time: 1_001 })), 'passed', 'the other unit still is');
});

test('an engine that was only claimed is neither pinned nor reported', () => {
  const here = lab();
  here.send(authPriv({ authKey: 'another-key', engineId: OTHER }));
  here.send(trapV3(senderV3(undefined, undefined, { engineId: OTHER })));
  assert.deepEqual(here.receiver.engines.report(), []);
  const open = new TrapLab([accessV3()]);
  assert.equal(open.send(trapV3(senderV3())), 'passed');
  assert.deepEqual(open.receiver.engines.report(), [], 'without authentication nothing is known of an engine');
});

test('a pin outlives a restart of ours, with the time that has passed', () => {
  const first = lab();
  first.send(authPriv({ time: 1_000 }));
  const engines = first.receiver.engines.report();
  const { send, wait } = withClock(lab({ engines }));
  assert.equal(send(authPriv({ time: 1_000, engineId: OTHER })), 'engineUnknown');
  wait(10);
  assert.equal(send(authPriv({ time: 1_000 })), 'passed');
  const later = lab({ engines });
  later.clock = 151;
  later.receiver.believe([accessV3('sha256', 'aes', { engines })]);
  assert.equal(later.send(authPriv({ time: 1_000 })), 'replayed');
});

test('an engine that a person has taken away is forgotten, one that nobody was told of yet is not', () => {
  const here = lab();
  here.send(authPriv());
  here.receiver.believe([accessV3('sha256', 'aes')]);
  assert.equal(here.send(authPriv({ engineId: OTHER })), 'engineUnknown', 'the pin was not stored yet');
  const engines = here.receiver.engines.report().filter(({ accepted }) => accepted);
  here.receiver.believe([accessV3('sha256', 'aes', { engines })]);
  here.receiver.believe([]);
  here.receiver.believe([accessV3('sha256', 'aes')]);
  here.clock += 1;
  assert.equal(here.send(authPriv({ engineId: OTHER })), 'passed', 'the first again');
});

test('keys are derived for engines that nobody knows 5 times a second at most, over all devices', () => {
  let ticks = 0;
  const engines = new Engines({ ticks: () => ticks, now: () => 0 });
  let derived = 0;
  for (; ticks < 10_000; ticks += 1) if (engines.mayDerive()) derived += 1;
  assert.equal(derived, 50);
});

test('of the engines that one device shows only some are remembered', () => {
  const here = lab();
  for (let n = 0; n < 100; n += 1) here.send(authPriv({ engineId: `80000009${n.toString(16).padStart(12, '0')}` }));
  assert.equal(here.receiver.engines.report().length, 8);
});

/** A lab with short names for what these tests do. */
function withClock(here: TrapLab) {
  return {
    send: (datagram: Buffer) => here.send(datagram),
    wait: (seconds: number) => {
      here.clock += seconds;
    },
  };
}
