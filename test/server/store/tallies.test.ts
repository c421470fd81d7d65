import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Attempt } from '../../../server/domain/attempt.ts';
import {
  ABOUT_WHAT_WAS_TYPED,
  MANY,
  MANY_HIDDEN,
  patternsIn,
  REPEATED,
  type Tallies,
} from '../../../server/domain/patterns.ts';
import { talliesOf } from '../domain/tallies.ts';
import { tallyKeys, type TallyKey } from '../../../server/store/tally-reads.ts';
import { NOON, scratchStore, setOf } from './scratch.ts';

const STEP = 60_000;
const causes = ['xauth.bad_password', 'cert', 'xauth.locked'] as const;
const token = '~Jx3kQ0aPz1LmNo9w~8-11';
const names = ['marty', 'doc', 'biff', token, 'lorraine', 'george', 'jennifer', undefined, undefined, undefined];

const attempts = fc.array(
  fc.record({
    user: fc.constantFrom(...names),
    publicIp: fc.integer({ min: 1, max: 7 }).map((n) => `198.51.100.${n}`),
    at: fc.integer({ min: 0, max: 60 }).map((n) => n * STEP),
    device: fc.constantFrom(1, 2),
    outcome: fc.constantFrom('failed', 'failed', 'failed', 'succeeded', 'abandoned'),
    cause: fc.constantFrom(...causes),
    tunnelGroup: fc.constantFrom('hillvalleyvpn', undefined),
    stage: fc.constantFrom('xauth', 'phase1'),
  }),
  { minLength: 40, maxLength: 300 },
);

let id = NOON * 1000;
const toAttempt = ({ at, user, cause, tunnelGroup, ...rest }: Drawn, since: number): Attempt => ({
  ...{ id: ++id, start: since + at, seenAt: since + at, ...rest },
  ...(user !== undefined && { user }),
  ...(tunnelGroup !== undefined && { tunnelGroup }),
  ...(rest.outcome === 'failed' && { cause }),
});
type Drawn = typeof attempts extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

const keysOf: Readonly<Record<TallyKey, (one: Attempt) => string | number | null>> = {
  user: ({ user }) => user ?? null,
  source: ({ publicIp }) => publicIp,
  tunnelGroup: ({ tunnelGroup }) => tunnelGroup ?? null,
  device: ({ device }) => device,
  cause: ({ cause }) => cause ?? null,
  stage: ({ stage }) => stage,
};

/** What may be a pattern, in an order of its own. */
function comparable({ sources, names: tried, nameless, pairs }: Tallies) {
  const text = (all: readonly object[]) => all.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
  return {
    sources: text(sources.filter(({ refused }) => refused >= MANY)),
    nameless: text(nameless.filter(({ tries }) => tries >= MANY_HIDDEN)),
    names: text(tried.filter(({ sources: from }) => from >= MANY)),
    pairs: text(
      pairs
        .filter(({ times }) => times.length >= REPEATED)
        .map(({ times, ...pair }) => ({ ...pair, times: [...times].sort((a, b) => a - b) })),
    ),
  };
}

test('what SQL counts is what one who looked at each try would count, and finds the same patterns', async (t) => {
  const typed: readonly string[] = ABOUT_WHAT_WAS_TYPED;
  const store = await scratchStore(t);
  let since = NOON;
  await fc.assert(
    fc.asyncProperty(attempts, fc.constantFrom(...tallyKeys), fc.constantFrom(undefined, 1), async (drawn, by, device) => {
      // Each in a day of its own.
      since += 86_400_000;
      const all = drawn.map((one) => toAttempt(one, since));
      await store.commit(setOf({ attempts: all }));
      const span = { from: since + STEP, to: since + 50 * STEP, ...(device !== undefined && { device }) };
      const there = all.filter(
        (one) => one.start >= span.from && one.start < span.to && (device === undefined || one.device === device),
      );

      const failed = there.filter(({ outcome }) => outcome === 'failed');
      const tally = await store.reads.tally({ ...span, outcome: 'failed' }, by, 1000);
      const keys = new Set(failed.map(keysOf[by]));
      assert.deepEqual([tally.groups, tally.tries], [keys.size, failed.length]);
      for (const { key, ...counted } of tally.rows) {
        const of = failed.filter((one) => keysOf[by](one) === key);
        const starts = of.map(({ start }) => start);
        assert.deepEqual(counted, {
          tries: of.length,
          users: new Set(of.flatMap(({ user }) => user ?? [])).size,
          sources: new Set(of.map(({ publicIp }) => publicIp)).size,
          ...{ first: Math.min(...starts), last: Math.max(...starts) },
        });
      }

      const tried = there.flatMap(({ user, publicIp: source, start: at, outcome, cause }) =>
        outcome === 'succeeded' || (outcome === 'failed' && cause !== undefined && typed.includes(cause))
          ? [{ ...(user !== undefined && { user }), source, at, gotIn: outcome === 'succeeded' }]
          : [],
      );
      const [sql, pure] = [await store.reads.suspects(span), talliesOf(tried)];
      assert.deepEqual(comparable(sql), comparable(pure));
      assert.equal(patternsIn(sql).length, patternsIn(pure).length);
    }),
    { numRuns: 30 },
  );
}); // prettier-ignore

test('tries over time stand in their steps, by cause or stage, and gaps are told', async (t) => {
  const store = await scratchStore(t);
  const one = (n: number, given: Partial<Attempt>): Attempt => ({
    ...{ id: NOON * 1000 + n, device: 1, publicIp: '198.51.100.7', stage: 'xauth', outcome: 'failed' },
    ...{ start: NOON + n * 1000, seenAt: NOON + n * 1000, cause: 'xauth.bad_password' },
    ...given,
  });
  await store.commit(setOf({ attempts: [one(0, {}), one(59, {}), one(60, {}), one(61, { cause: 'cert', stage: 'phase1' })] })); // prettier-ignore
  await store.addGap({ from: NOON + 100_000, to: NOON + 110_000 });
  const span = { from: NOON, to: NOON + 120_000 };
  assert.deepEqual(await store.reads.overTime(span, 'cause', STEP), {
    steps: [
      { at: NOON, key: 'xauth.bad_password', tries: 2 },
      { at: NOON + STEP, key: 'cert', tries: 1 },
      { at: NOON + STEP, key: 'xauth.bad_password', tries: 1 },
    ],
    gaps: [{ from: NOON + 100_000, to: NOON + 110_000 }],
  });
  const earlier = await store.reads.overTime({ ...span, from: NOON - STEP }, 'cause', STEP);
  assert.deepEqual(earlier.gaps[0], { from: NOON - STEP, to: NOON }, 'nobody collected before the first of all');
  const { steps } = await store.reads.overTime({ ...span, stage: 'phase1' }, 'stage', STEP);
  assert.deepEqual(steps, [{ at: NOON + STEP, key: 'phase1', tries: 1 }]);
});
