import assert from 'node:assert/strict';
import { it } from 'node:test';

import fc from 'fast-check';

import { aaa } from '../../../../../server/domain/alert/observe/aaa.ts';
import { drops } from '../../../../../server/domain/alert/observe/drops.ts';
import { limits } from '../../../../../server/domain/alert/observe/limits.ts';
import { pools } from '../../../../../server/domain/alert/observe/pools.ts';
import { refusals } from '../../../../../server/domain/alert/observe/refusals.ts';
import type { Claim } from '../../../../../server/domain/claim.ts';
import type { Event } from '../../../../../server/domain/event.ts';
import { chain, device, ended, envelope, opened, session, watch, type Brought } from './watch.ts';

const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', '', ' ', '*****', 'a b', 'marty'),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ minLength: 400, maxLength: 500 }),
);
const claim: fc.Arbitrary<Claim> = fc.oneof(
  name.map((aaaServer): Claim => ({ kind: 'aaa.failed', aaaServer, aaaGroup: aaaServer })),
  name.map((aaaServer): Claim => ({ kind: 'aaa.silent', aaaServer })),
  name.map((aaaServer): Claim => ({ kind: 'aaa.accepted', aaaServer, user: aaaServer })),
  fc.constantFrom<Claim>({ kind: 'device.restarted', step: 'started' }, { kind: 'failover.switched', role: 'active' }),
);
const event = fc.tuple(name, fc.nat(99), fc.nat(3)).map(([text, id, which]): Event => {
  if (which === 0) return ended(0, id, text);
  if (which === 1) return opened(0, id, text);
  if (which === 2) return { ...envelope(0), kind: 'address.refused', publicIp: text, tunnelGroup: text };
  const failed = { attempt: id, publicIp: text, stage: 'xauth', facts: { user: text, detail: text } } as const;
  return { ...envelope(0), kind: 'attempt.ended', ...failed, outcome: 'failed', cause: 'limit.license' };
});
const brought = fc.record({
  claims: fc.array(
    claim.map((one) => [1, one] as const),
    { maxLength: 20 },
  ),
  events: fc.array(event, { maxLength: 20 }),
  sessions: fc.array(
    fc.tuple(fc.nat(99), name).map(([id, user]) => session(id, user)),
    { maxLength: 20 },
  ),
  pools: fc.array(name, { maxLength: 4 }),
});

it('whatever the network says is an outcome: lines that are not long, a bounded memory, and the same again', () => {
  fc.assert(
    fc.property(fc.array(brought, { minLength: 1, maxLength: 12 }), (turns) => {
      for (const observer of [aaa, drops, limits, pools, refusals]) {
        const [one, other] = [watch(observer), watch(observer)];
        for (const [index, { pools: names, ...rest }] of turns.entries()) {
          const chains = names.map((tunnelGroup) => chain(9, 9, { tunnelGroup, pools: names }));
          const all: Brought = { ...rest, estate: { devices: [device(1)], chains } };
          const told = one.turn(index * 40, all);
          assert.deepEqual(other.turn(index * 40, all), told);
          for (const { text } of told) assert.ok(text.length < 3_000, text);
        }
        assert.deepEqual(one.kinds(), other.kinds());
        assert.ok(one.memory().length < 1_000);
      }
    }),
    { numRuns: 200 },
  );
});
