import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { periodOf } from '../../../server/domain/period.ts';
import { standingOf, type OnRecord } from '../../../server/domain/standing.ts';

const NOW = Date.UTC(2026, 2, 3, 14, 6);
const MINUTE = 60_000;

type Try = OnRecord['attempts'][number];
const tried = (ago: number, given: Partial<Try> = {}): Try => ({
  ...{ id: 1000 - ago, start: NOW - ago * MINUTE, seenAt: NOW - ago * MINUTE + 2000 },
  ...{ stage: 'xauth', outcome: 'failed', cause: 'xauth.bad_password' },
  ...given,
});
const had = (ago: number, state: 'active' | 'ended' = 'ended', id = 2000 - ago) => ({
  ...{ id, state, start: NOW - ago * MINUTE },
});
const stand = (given: Partial<OnRecord>) => standingOf({ sessions: [], attempts: [], rejected: [], ...given }, NOW);

test('who has an active session is connected, and what failed before it does not matter', () => {
  const { is, active, failing, success } = stand({
    sessions: [had(5, 'active'), had(100)],
    attempts: [tried(6), tried(7)],
  });
  assert.deepEqual([is, active, failing], ['connected', [1995], undefined]);
  assert.deepEqual(success, { at: NOW - 5 * MINUTE, session: 1995 });
});

test('who is connected and fails elsewhere afterwards is both', () => {
  const { is, failing } = stand({ sessions: [had(60, 'active')], attempts: [tried(5), tried(8), tried(70)] });
  assert.equal(is, 'connected');
  assert.deepEqual([failing?.times, failing?.inAll, failing?.attempt], [2, 2, 995]);
});

test('failures are counted since the last success, at the stage of the last one and in all', () => {
  const attempts = [tried(1), tried(2), tried(3, { stage: 'phase1', cause: 'p1.mismatch' }), tried(4), tried(500)];
  const { is, failing } = stand({ sessions: [had(400)], attempts });
  assert.equal(is, 'failing');
  assert.deepEqual(failing, {
    ...{ attempt: 999, stage: 'xauth', cause: 'xauth.bad_password', times: 3, inAll: 4 },
    ...{ first: NOW - 4 * MINUTE, last: NOW - MINUTE + 2000 },
  });
});

test('a try that fell silent counts, and one that failed tells more', () => {
  const silent = tried(1, { outcome: 'abandoned', stage: 'address', cause: undefined as never });
  assert.equal(stand({ attempts: [silent] }).failing?.stage, 'address');
  const { failing } = stand({ attempts: [silent, tried(2)] });
  assert.deepEqual([failing?.stage, failing?.times, failing?.inAll], ['xauth', 1, 2]);
});

test('a session that a failed try became for a moment is no success', () => {
  const { is, failing, success } = stand({
    sessions: [had(3, 'ended', 7)],
    attempts: [tried(4, { stage: 'phase2', cause: 'p2.mismatch', session: 7 })],
  });
  assert.deepEqual([is, failing?.stage, success], ['failing', 'phase2', undefined]);
});

test('a try goes on only as long as it says something', () => {
  const open = tried(1, { outcome: 'open' });
  assert.deepEqual([stand({ attempts: [open] }).is, stand({ attempts: [open] }).underWay], ['under way', 999]);
  assert.equal(stand({ attempts: [tried(10, { outcome: 'open' })] }).is, 'away');
});

test('rejections that no login is known of are no login, and those before a success are over', () => {
  const rejected = [{ at: NOW - MINUTE }, { at: NOW - 100 * MINUTE }];
  assert.deepEqual([stand({ rejected }).is, stand({ rejected }).rejections], ['rejected', 2]);
  const { is, rejections } = stand({ rejected, sessions: [had(50)] });
  assert.deepEqual([is, rejections], ['away', 1]);
  assert.equal(stand({}).is, 'nothing');
});

test('tries at a fixed period are a client that repeats what it has saved; those of a person are not', () => {
  const at = (...seconds: number[]) => periodOf(seconds.map((second) => second * 1000));
  assert.equal(at(0, 160, 320, 481, 640), 160_000);
  assert.equal(at(480, 0, 320, 160), 160_000, 'in any order');
  assert.equal(at(0, 160, 320), undefined, 'three tell nothing');
  assert.equal(at(0, 30, 200, 210), undefined);
  assert.equal(at(0, 2, 4, 6), undefined, 'a person types that fast');
  assert.equal(at(0, 160, 320, 640), undefined, 'one was left out');
});

test('a period is found whatever it is, and however coarse the clock', () => {
  fc.assert(
    fc.property(fc.integer({ min: 12, max: 7200 }), fc.integer({ min: 4, max: 20 }), fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 20, maxLength: 20 }), (period, times, late) => {
      const starts = Array.from({ length: times }, (_, n) => n * period * 1000 + (late[n] ?? 0));
      const found = periodOf(starts);
      assert.ok(found !== undefined && Math.abs(found - period * 1000) <= 700);
    }),
  ); // prettier-ignore
});
