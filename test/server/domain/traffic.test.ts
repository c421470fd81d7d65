import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { metered, type Meter } from '../../../server/domain/meter.ts';
import type { Session } from '../../../server/domain/session.ts';
import { countedAtOf, restsOf, trafficOf, type CountedAt } from '../../../server/domain/traffic.ts';

const ROUND = 2 ** 32;
const SECOND = 1000;

/** What happens at a head-end, each some seconds after the one before. */
type Turn = { readonly after: number; readonly what: 'login' | 'logout' | 'poll' | 'reboot' | 'restart of ours'; readonly who: number; readonly moves: number }; // prettier-ignore
const turn: fc.Arbitrary<Turn> = fc.record({
  after: fc.integer({ min: 6, max: 90 }),
  what: fc.constantFrom('login', 'login', 'logout', 'poll', 'poll', 'poll', 'reboot', 'restart of ours'),
  who: fc.nat(5),
  // Bytes a second of everybody: what goes over in 32 bits is still told apart.
  moves: fc.nat(10_000_000),
});

/** A session as it is, and what a poll had counted of it or it began with. */
interface Mine {
  readonly began: number;
  bytes: number;
  told: number | undefined;
}

test('what polls and closing records tell together is all that sessions moved since the first poll, but for what a reboot hides', () => {
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 60 }), (turns) => {
      let [now, since]: [number, CountedAt] = [1_000_000_000, {}];
      let meters = new Map<number, Meter>();
      const live = new Map<number, Mine>();
      let [told, moved, anew] = [0, 0, false];
      for (const { after, what, who, moves } of turns) {
        now += after * SECOND;
        for (const one of live.values()) one.bytes += moves * after;
        const mine = live.get(who);
        if (what === 'login' && mine === undefined) live.set(who, { began: now, bytes: 0, told: 0 });
        if (what === 'logout' && mine !== undefined) {
          const from = { bytes: { source: 'syslog', at: now } };
          const session = {
            id: who,
            device: 1,
            start: mine.began,
            end: now,
            bytesTx: mine.bytes,
            bytesRx: 0,
            from,
          } as unknown as Session; // only what is looked at
          const rests = restsOf(session, meters.get(who), since);
          if (since.bytesTx !== undefined && mine.told !== undefined && !anew) {
            told += rests.reduce((sum, { value }) => sum + value, 0);
            moved += mine.bytes - mine.told;
          }
          live.delete(who);
          meters.delete(who);
        }
        if (what === 'reboot') {
          for (const one of live.values())
            [one.bytes, one.told] = [0, one.began > (since.bytesTx ?? Infinity) ? 0 : undefined];
          anew = true;
        }
        // What is kept tells when each counter was told last, as long as somebody is there.
        if (what === 'restart of ours' && meters.size > 0) since = countedAtOf([...meters.values()]).get(1) ?? {};
        if (what !== 'poll') continue;
        const counted = [...live].map(([id, one]) => {
          const before = meters.get(id);
          const place = { session: id, device: 1, listing: 'ikev1', listedAt: now } as const;
          const count = { at: now, bytesTx: one.bytes % ROUND, bytesRx: 0 };
          return { before, after: metered(before, place, count, { bits: 32, anew }), began: one.began, one };
        });
        const done = trafficOf(counted, now, since);
        const isFirst = since.bytesTx === undefined;
        for (const { one } of counted) {
          if (!isFirst && one.told !== undefined) moved += one.bytes - one.told;
          one.told = one.bytes;
        }
        told += done.told.reduce((sum, { counter, by }) => (counter === 'bytesTx' ? sum + by : sum), 0);
        since = done.countedAt;
        meters = new Map(counted.map(({ after: meter }) => [meter.session, meter]));
        anew = false;
      }
      assert.equal(told, moved);
    }),
    { numRuns: 3000 },
  );
});

test('nobody there is traffic of nothing, once somebody has looked before', () => {
  const first = trafficOf([], 60_000, {});
  assert.deepEqual(first.told, []);
  const { told } = trafficOf([], 120_000, first.countedAt);
  assert.deepEqual(told.map(({ counter, by, span }) => [counter, by, span]).slice(0, 2), [['bytesTx', 0, 60_000], ['bytesRx', 0, 60_000]]); // prettier-ignore
  assert.deepEqual(trafficOf([], undefined, first.countedAt).told, [], 'a poll that listed nothing tells nothing');
});
