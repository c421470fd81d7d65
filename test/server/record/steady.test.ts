import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SteadyClock } from '../../../server/record/steady.ts';

const NOON = Date.UTC(2026, 10, 29, 12);
const HOUR = 3_600_000;

/** A system whose clock can be set. */
function system() {
  let passed = 0;
  let set = 0;
  return {
    wall: () => NOON + passed + set,
    passed: () => passed,
    pass: (milliseconds: number) => void (passed += milliseconds),
    step: (milliseconds: number) => void (set += milliseconds),
  };
}

for (const step of [HOUR, -HOUR]) {
  test(`a system clock that is set by ${step / HOUR} h moves no alert`, () => {
    const one = system();
    const clock = new SteadyClock(one.wall, one.passed);
    const before = clock.at(one.wall());
    one.pass(1000);
    one.step(step);
    assert.equal(clock.at(one.wall()) - before, 1000);
    one.pass(1000);
    assert.equal(clock.at(one.wall()) - before, 2000);
    assert.equal(clock.time.ahead, -step);
  });

  test(`after a restart it goes on from where it stood, though the system's clock is ${step / HOUR} h off`, () => {
    const one = system();
    const clock = new SteadyClock(one.wall, one.passed);
    one.step(step);
    const before = clock.at(one.wall());
    one.pass(5000);
    const again = new SteadyClock(one.wall, one.passed, clock.time);
    assert.equal(again.at(one.wall()) - before, 5000);
  });
}

test('it never goes back: what comes late counts now', () => {
  const one = system();
  const clock = new SteadyClock(one.wall, one.passed);
  const now = clock.at(one.wall());
  assert.equal(clock.at(one.wall() - 5000), now);
});

test('a clock that is slewed slowly is followed: it is the right one', () => {
  const one = system();
  const clock = new SteadyClock(one.wall, one.passed);
  for (let second = 0; second < 3600; second += 1) {
    one.pass(1000);
    one.step(1);
    clock.at(one.wall());
  }
  assert.equal(clock.at(one.wall()), one.wall());
});
