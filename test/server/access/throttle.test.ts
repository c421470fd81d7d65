import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { createThrottle, type Throttle } from '../../../server/access/throttle.ts';

interface Clocked {
  readonly throttle: Throttle;
  readonly pass: (milliseconds: number) => void;
}

function clocked(): Clocked {
  let now = 0;
  return { throttle: createThrottle(() => now), pass: (milliseconds) => void (now += milliseconds) };
}

/** Waits as long as told and then fails; the seconds that it had to wait. */
function guess({ throttle, pass }: Clocked, name: string, address: string): number {
  const { wait } = throttle.ask(name, address);
  pass(wait);
  if (wait > 0) assert.equal(throttle.ask(name, address).wait, 0);
  throttle.failed(name, address);
  return wait / 1_000;
}

test('five failures cost nothing, then 1, 2, 4 ... and at most 900 s', () => {
  const clock = clocked();
  const waits = Array.from({ length: 18 }, () => guess(clock, 'marty', '192.0.2.1'));
  assert.deepEqual(waits, [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
});

test('a success takes the failures of the pair away, and of no other pair', () => {
  const clock = clocked();
  for (const name of ['marty', 'einstein']) for (let i = 0; i < 5; i += 1) guess(clock, name, '192.0.2.1');
  clock.throttle.succeeded(' Marty', '192.0.2.1');
  assert.equal(clock.throttle.ask('MARTY ', '192.0.2.1').wait, 0);
  assert.equal(clock.throttle.ask('einstein', '192.0.2.1').wait, 1_000);
});

test('the owner comes in from another address, whatever is guessed elsewhere', () => {
  const clock = clocked();
  for (let i = 0; i < 10_000; i += 1) {
    const address = `198.51.100.${i % 250}`;
    if (clock.throttle.ask('marty', address).wait === 0) clock.throttle.failed('marty', address);
    clock.pass(10);
    assert.equal(ownersWait(clock, i), 0);
  }
});

/** The owner's own wait, who comes by once in a while. */
function ownersWait({ throttle }: Clocked, i: number): number {
  if (i % 1_000 !== 0) return 0;
  const { wait } = throttle.ask('marty', '192.0.2.7');
  throttle.succeeded('marty', '192.0.2.7');
  return wait;
}

test('an address has 20 tries in any minute, by whatever names, in all of 10,000 guesses', () => {
  const { throttle, pass } = clocked();
  const admitted: number[] = [];
  for (let at = 0; at < 600_000; at += 60) {
    if (throttle.ask(`name ${at}`, '192.0.2.1').wait === 0) admitted.push(at);
    pass(60);
  }
  admitted.forEach((at, i) => assert.ok((admitted[i + 20] ?? Infinity) - at >= 60_000));
  assert.equal(admitted.length, 200);
});

test('whoever asks many times at once is let in once, when the pair has to wait', () => {
  const clock = clocked();
  for (let i = 0; i < 12; i += 1) guess(clock, 'marty', '192.0.2.1');
  clock.pass(900_000);
  const answers = Array.from({ length: 10 }, () => clock.throttle.ask('marty', '192.0.2.1').wait);
  assert.equal(answers.filter((wait) => wait === 0).length, 1);
});

test('an address of IPv6 is its /64, one of IPv4 the same in both spellings', () => {
  const same = [
    ['2001:db8:0:7::1', '2001:0DB8:0000:0007:ffff:1:2:3', '2001:db8:0:7:0:0:192.0.2.1', '2001:db8::7:0:0:0:9'],
    ['fe80::1%eth0', 'fe80::2'],
    ['::ffff:192.0.2.1', '192.0.2.1', '::FFFF:192.0.2.1'],
  ];
  const all = same.flat();
  for (const group of same)
    for (const first of group) {
      const clock = clocked();
      for (let i = 0; i < 5; i += 1) guess(clock, 'marty', first);
      const waiting = all.filter((one) => clock.throttle.ask('marty', one).wait > 0);
      assert.deepEqual(waiting, group);
    }
});

test('it remembers 10,000 pairs, and forgets first what was unused for longest', () => {
  const clock = clocked();
  for (let i = 0; i < 5; i += 1) guess(clock, 'marty', '192.0.2.1');
  for (let i = 0; i < 5; i += 1) guess(clock, 'einstein', '192.0.2.2');
  for (let i = 0; i < 9_998; i += 1) clock.throttle.failed(`name ${i}`, '192.0.2.3');
  assert.equal(clock.throttle.ask('einstein', '192.0.2.2').wait, 1_000);
  clock.throttle.failed('marty', '192.0.2.1');
  clock.throttle.failed('one more', '192.0.2.3');
  assert.equal(clock.throttle.ask('marty', '192.0.2.1').wait, 2_000);
  assert.equal(clock.throttle.ask('einstein', '192.0.2.2').wait, 0);
});

/** What the rules say, by the whole history. */
class Oracle {
  readonly #history: { readonly at: number; readonly what: string; readonly name: string; readonly address: string }[] =
    [];
  note(at: number, what: string, name: string, address: string): void {
    this.#history.push({ at, what, name, address });
  }
  wait(at: number, name: string, address: string): number {
    const here = this.#history.filter((one) => one.address === address);
    const tries = here.filter((one) => one.what === 'try' && one.at > at - 60_000).slice(-20);
    const full = tries.length === 20 ? (tries[0]?.at ?? 0) + 60_000 - at : 0;
    const pair = here.filter((one) => one.name === name);
    const since = pair.slice(pair.findLastIndex(({ what }) => what === 'succeeded') + 1);
    let failures = 0;
    let from = 0;
    for (const one of since) {
      if (one.what === 'failed') failures += 1;
      if (failures >= 5) from = one.at + Math.min(900_000, 1_000 * 2 ** (failures - 5));
    }
    return Math.max(0, full, from - at);
  }
}

test('any history of tries, failures and successes gives the waits that the rules say', () => {
  const step = fc.record({
    pass: fc.constantFrom(0, 0, 10, 900, 1_000, 5_000, 61_000, 300_000),
    name: fc.constantFrom('marty', 'docbrown'),
    address: fc.constantFrom('192.0.2.1', '192.0.2.2'),
    ends: fc.constantFrom('failed', 'failed', 'failed', 'failed', 'failed', 'failed', 'succeeded', 'nothing'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
      const oracle = new Oracle();
      let now = 0;
      const throttle = createThrottle(() => now);
      for (const { pass, name, address, ends } of steps) {
        now += pass;
        const { wait } = throttle.ask(name, address);
        assert.equal(wait, oracle.wait(now, name, address));
        if (wait > 0) continue;
        oracle.note(now, 'try', name, address);
        if (ends === 'nothing') continue;
        throttle[ends === 'failed' ? 'failed' : 'succeeded'](name, address);
        oracle.note(now, ends, name, address);
      }
    }),
    { numRuns: 500 },
  );
});
