import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Estate } from '../../../../../server/domain/alert/observer.ts';
import { clocks } from '../../../../../server/domain/alert/observe/clock.ts';
import { polls } from '../../../../../server/domain/alert/observe/polls.ts';
import { silence } from '../../../../../server/domain/alert/observe/silence.ts';
import type { Clock } from '../../../../../server/domain/clock.ts';
import type { Heartbeat } from '../../../../../server/domain/heartbeat.ts';
import { device, T0, watch } from './watch.ts';

const heard = (heartbeat: Heartbeat): Pick<Estate, 'devices'> => ({
  devices: [device(1, { heartbeat, lastMessageAt: heartbeat.at })],
});
const every: Heartbeat = { by: 'poll', interval: 60_000, at: T0 };
const HOUR = 3600;

/** Turns every half minute from then to then, in seconds. */
function go(turn: (seconds: number) => unknown, from: number, to: number): void {
  for (let seconds = from; seconds <= to; seconds += 30) turn(seconds);
}

describe('silence', () => {
  it('of three intervals is a warning, of ten critical, and says since when and what the last sign was', () => {
    const { turn, open, kinds } = watch(silence);
    const quiet = (seconds: number): unknown => turn(seconds, { estate: heard(every) });
    go(quiet, 0, 180);
    assert.deepEqual(open(), []);
    quiet(181);
    const said =
      'nothing heard since 2026-11-29 20:00 UTC: the last sign was a message, our own login’s at the latest; one is due every 60 s';
    assert.deepEqual(open(), [`device.silent warning: ${said}`]);
    go(quiet, 211, 600);
    quiet(601);
    assert.deepEqual(open(), [`device.silent critical: ${said}`]);
    turn(602, { estate: heard({ ...every, at: T0 + 602_000 }) });
    assert.deepEqual(kinds(), ['1 raised', '1 changed', '1 cleared']);
  });

  it('of a rhythm that was only learned is information, and of two hours at least', () => {
    const { turn, open } = watch(silence);
    const quiet = (seconds: number): unknown =>
      turn(seconds, { estate: heard({ by: 'learned', interval: 200_000, at: T0 }) });
    go(quiet, 0, 2 * HOUR);
    assert.deepEqual(open(), []);
    go(quiet, 2 * HOUR + 30, 30 * HOUR);
    assert.deepEqual(open(), [
      'device.quiet information: nothing heard since 2026-11-29 20:00 UTC: the last sign was a message; silence of up to 2 h is usual',
    ]);
  });

  it('of a head-end that never spoke is nothing, nor is one that polls show', () => {
    const { turn, open } = watch(silence);
    go((seconds) => turn(seconds, { estate: heard({ ...every, at: null }) }), 0, HOUR);
    const { turn: other, open: openOfOther } = watch(silence);
    go(
      (seconds) =>
        other(seconds, { estate: heard({ ...every, polled: { at: T0 + seconds * 1000, interval: 60_000 } }) }),
      0,
      HOUR,
    );
    assert.deepEqual([open(), openOfOther()], [[], []]);
  });

  it('while we were away ourselves does not count, and ends nothing', () => {
    const { turn, open, kinds } = watch(silence);
    const quiet = (seconds: number): unknown => turn(seconds, { estate: heard(every) });
    go(quiet, 0, 120);
    go(quiet, 9 * HOUR, 9 * HOUR + 30);
    assert.deepEqual(open(), []);
    go(quiet, 9 * HOUR + 60, 9 * HOUR + 120);
    assert.equal(open().length, 1);
    quiet(20 * HOUR);
    assert.deepEqual(kinds(), ['1 raised']);
  });

  it('is a look that stays the same within an interval', () => {
    const { turn } = watch(silence);
    go((seconds) => turn(seconds, { estate: heard(every) }), 0, 240);
    assert.deepEqual(turn(241, { estate: heard(every) }), turn(242, { estate: heard(every) }));
  });

  it('of a head-end that is removed is over', () => {
    const { turn, open } = watch(silence);
    go((seconds) => turn(seconds, { estate: heard(every) }), 0, 240);
    assert.equal(open().length, 1);
    turn(270);
    assert.deepEqual(open(), []);
  });
});

describe('polls', () => {
  const poll = { device: 1, every: 60_000, since: T0 };
  it('that tell nothing for three intervals are an unreachable head-end, and say why', () => {
    const { turn, open } = watch(polls);
    const fail = (seconds: number): unknown =>
      turn(seconds, { estate: { devices: [device(1)], polls: [{ ...poll, lastOk: T0, fault: 'connect: deadline' }] } });
    go(fail, 0, 180);
    assert.deepEqual(open(), []);
    fail(181);
    assert.deepEqual(open(), [
      'device.unreachable warning: no poll has told anything since 2026-11-29 20:00 UTC, one is due every 60 s: connect: deadline',
    ]);
  });

  it('that a start of ours forgot are as they were', () => {
    const { turn, open, kinds } = watch(polls);
    const estate = (more: object): Partial<Estate> => ({ devices: [device(1)], polls: [{ ...poll, ...more }] });
    go((seconds) => turn(seconds, { estate: estate({ lastOk: T0 }) }), 0, 240);
    go((seconds) => turn(seconds, { estate: estate({ since: T0 + 250_000 }) }), 270, 660);
    assert.deepEqual([open().length, kinds()], [1, ['1 raised', '1 changed']]);
    turn(670, { estate: estate({ since: T0 + 250_000, lastOk: T0 + 669_000 }) });
    assert.deepEqual(open(), []);
  });

  it('that nobody wants any more are over', () => {
    const { turn, open } = watch(polls);
    go((seconds) => turn(seconds, { estate: { devices: [device(1)], polls: [{ ...poll, lastOk: T0 }] } }), 0, 240);
    turn(270, { estate: { devices: [device(1)] } });
    assert.deepEqual(open(), []);
  });
});

describe('a clock', () => {
  const clock: Clock = { says: 'time', at: T0, offset: 0, offsetIs: 'told', skew: -400_000 };
  const estate = (more?: Partial<Clock>): Partial<Estate> => ({
    devices: [device(1, more === undefined ? {} : { clock: { ...clock, ...more } })],
  });
  it('that is wrong for ten minutes is told in steps', () => {
    const { turn, open } = watch(clocks);
    turn(0, { estate: estate({}) });
    turn(599, { estate: estate({ skew: -403_000 }) });
    assert.deepEqual(open(), []);
    turn(600, { estate: estate({ skew: -401_000 }) });
    assert.deepEqual(open(), ['device.clock warning: its clock is 7 min behind']);
  });

  it('whose zone is only likely is not measured, one that nobody has set is wrong', () => {
    const { turn, open } = watch(clocks);
    for (const seconds of [0, 600]) turn(seconds, { estate: estate({ offsetIs: 'estimated' }) });
    assert.deepEqual(open(), []);
    for (const seconds of [700, 1300])
      turn(seconds, { estate: { devices: [device(1, { clock: { says: 'unset', at: T0 } })] } });
    assert.deepEqual(open(), ['device.clock warning: nobody has set its clock']);
  });

  it('that is not known after a start of ours is as it was', () => {
    const { turn, open } = watch(clocks);
    for (const seconds of [0, 600]) turn(seconds, { estate: estate({}) });
    for (const seconds of [700, 9000]) turn(seconds, { estate: estate() });
    assert.equal(open().length, 1);
    for (const seconds of [9001, 9602]) turn(seconds, { estate: estate({ skew: 1000 }) });
    assert.deepEqual(open(), []);
  });
});
