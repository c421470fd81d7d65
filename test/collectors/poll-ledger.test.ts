import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { PollReport } from '../../collectors/poll-report.ts';
import { Turns } from '../../collectors/turns.ts';
import { isBalanced, ledgerOf } from '../../server/domain/ledger.ts';
import type { Polled } from '../../server/domain/polling.ts';

const EVERY = 30;
const FAILURE = { at: 'connect', why: 'unreachable', detail: 'nobody answers' } as const;
const ends = {
  complete: { failures: [], facts: {} },
  partial: { failures: [FAILURE], facts: { version: '9.1(2)' } },
  failed: { failures: [FAILURE], facts: {} },
} satisfies Record<string, Pick<Polled, 'failures' | 'facts'>>;

/** Polls that end when and as the test says, of devices whose turns come by a clock that is set by hand. */
function lab() {
  const clock = { at: 0 };
  const open: ((how: keyof typeof ends | 'brokenOff' | 'fault') => void)[] = [];
  const faults: Error[] = [];
  const report = new PollReport('show', { take: () => Promise.resolve() }, 1, () => clock.at);
  const turns = new Turns<number, { stretch: number }>({
    targets: () => [1, 2, 3],
    placeOf: (device) => ({ device, everySeconds: EVERY }),
    remember: () => ({ stretch: 1 }),
    poll: (device) =>
      new Promise((resolve, reject) => {
        open.push((how) => {
          if (how === 'fault') reject(new Error('ours'));
          else if (how === 'brokenOff') resolve(undefined);
          else resolve({ device, startedAt: clock.at, finishedAt: clock.at, rosters: [], ...ends[how] });
        });
      }),
    ...{ report, now: () => clock.at, monotonic: () => clock.at, onFault: (error) => void faults.push(error) },
  });
  // Whoever is nobody's device has everybody looked at: from here on their turns are counted.
  turns.pollNow(4);
  const books = () => ledgerOf([report.health()], () => undefined);
  return { clock, open, faults, turns, books };
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('later' as const), seconds: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ kind: fc.constant('now' as const), device: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constant('end' as const),
    how: fc.constantFrom('complete' as const, 'partial' as const, 'failed' as const, 'brokenOff' as const),
  }),
);

test('each poll that was due is in one bucket or under way, whatever becomes of it and however late anybody looks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { clock, open, turns, books } = lab();
      const ended: Record<string, number> = { complete: 0, partial: 0, failed: 0, brokenOff: 0 };
      for (const one of steps) {
        if (one.kind === 'later') clock.at += one.seconds * 1000;
        turns.pollNow(one.kind === 'now' ? one.device : 4);
        if (one.kind === 'end' && open.length > 0) {
          ended[one.how] = (ended[one.how] ?? 0) + 1;
          open.shift()?.(one.how);
          await new Promise((resolve) => setImmediate(resolve));
        }
        const [line] = books().polls;
        assert.ok(isBalanced(books()), JSON.stringify(line));
        const { skipped = 0, ...buckets } = line?.buckets ?? {};
        assert.deepEqual([buckets, line?.queued], [ended, open.length]);
        // A turn of each of the three comes each 30 s, the first within the first 30; more are due where somebody asks.
        const asked = steps.filter(({ kind }) => kind === 'now').length;
        const grid = 3 * Math.floor(clock.at / (EVERY * 1000));
        assert.ok((line?.due ?? 0) >= grid && (line?.due ?? 0) <= grid + 6 + asked, `${line?.due} due by ${clock.at}`);
        assert.ok(skipped <= (line?.due ?? 0));
      }
      open.splice(0).forEach((end) => end('brokenOff'));
      await turns.stop();
    }),
    { numRuns: 200 },
  );
});

test('a turn that passes while the poll before goes on is left out, and so are those that passed while nobody looked', async () => {
  const { clock, open, turns, books } = lab();
  clock.at = EVERY * 1000;
  turns.pollNow(4);
  clock.at += 4 * EVERY * 1000;
  turns.pollNow(4);
  const [line] = books().polls;
  assert.deepEqual([line?.due, line?.queued, line?.buckets['skipped'], line?.residual], [15, 3, 12, 0]);
  open.splice(0).forEach((end) => end('complete'));
  await new Promise((resolve) => setImmediate(resolve));
  clock.at += 5 * EVERY * 1000;
  turns.pollNow(4);
  const [later] = books().polls;
  assert.deepEqual([later?.due, later?.queued, later?.buckets['skipped'], later?.residual], [30, 3, 24, 0]);
  open.splice(0).forEach((end) => end('brokenOff'));
  await turns.stop();
});

test('a poll that fails by a fault of ours is told, and is no poll that goes on for ever', async () => {
  const { clock, open, faults, turns, books } = lab();
  clock.at = EVERY * 1000;
  turns.pollNow(4);
  open.splice(0).forEach((end) => end('fault'));
  await new Promise((resolve) => setImmediate(resolve));
  const [line] = books().polls;
  assert.deepEqual([line?.buckets['brokenOff'], line?.queued, line?.residual], [3, 0, 0]);
  assert.deepEqual(new Set(faults.map(({ message }) => message)), new Set(['ours']));
});
