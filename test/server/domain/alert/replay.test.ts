import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Observation } from '../../../../server/domain/alert/alert.ts';
import { createReplay } from '../../../../server/domain/alert/replay.ts';
import { rules, type RuleId } from '../../../../server/domain/alert/rules.ts';
import { usesOf } from '../../../../server/domain/pool-history.ts';

const MINUTE = 60_000;
const look = (rule: RuleId, value: number, subject = 'a'): Observation => {
  return { rule, subject, about: {}, value, text: `${value}`, events: 0, evidence: [] };
};

test('a level that has held long enough is raised when it has, not when the next look comes', () => {
  const replay = createReplay(() => ({ ...rules['pool.chain'], raiseAfter: 300, clearAfter: 60 }));
  replay.take({ at: 0, seen: [look('pool.chain', 0.85)] });
  replay.take({ at: 60 * MINUTE, seen: [look('pool.chain', 0.2)] });
  const [only, ...others] = replay.end(120 * MINUTE);
  assert.deepEqual(others, []);
  assert.deepEqual([only?.raisedAt, only?.clearedAt, only?.severity], [5 * MINUTE, 61 * MINUTE, 'warning']);
});

test('a level that is good again before its time raises nothing; an open alert is still open at the end', () => {
  const replay = createReplay(() => ({ ...rules['pool.chain'], raiseAfter: 300 }));
  replay.take({ at: 0, seen: [look('pool.chain', 0.85)] });
  replay.take({ at: 4 * MINUTE, seen: [look('pool.chain', 0.2)] });
  assert.deepEqual(replay.end(60 * MINUTE), []);
  replay.take({ at: 70 * MINUTE, seen: [look('pool.chain', 0.97)] });
  const [only] = replay.end(80 * MINUTE);
  assert.deepEqual([only?.raisedAt, only?.clearedAt, only?.severity], [75 * MINUTE, undefined, 'critical']);
});

test('it keeps the worst severity, and an incident that comes again after its quiet is another alert', () => {
  const level = createReplay(() => rules['pool.chain']);
  for (const [at, value] of [[0, 0.97], [1, 0.85], [10, 0.1]] as const) level.take({ at: at * MINUTE, seen: [look('pool.chain', value)] }); // prettier-ignore
  assert.deepEqual(level.end(20 * MINUTE).map(({ severity }) => severity), ['critical']); // prettier-ignore
  const incident = createReplay(() => ({ ...rules['pool.exhausted'], clearAfter: 600 }));
  for (const at of [0, 5, 14, 30]) incident.take({ at: at * MINUTE, seen: [look('pool.exhausted', 1)] });
  const told = incident
    .end(60 * MINUTE)
    .map(({ raisedAt, clearedAt }) => [raisedAt / MINUTE, (clearedAt ?? 0) / MINUTE]);
  assert.deepEqual(told, [[0, 24], [30, 40]]); // prettier-ignore
});

test('pools together are as full as their fullest moment within a minute, then as they ended', () => {
  const row = (pool: string, minute: number, used: number, most: number) => ({
    pool,
    minute: minute * MINUTE,
    size: 10,
    used,
    most,
  });
  const uses = usesOf([[row('a', 0, 2, 2), row('a', 1, 3, 9)], [row('b', 0, 1, 1)]]);
  assert.deepEqual(uses.map(({ at, used, size }) => [at, used, size]), [
    [0, 3, 20],
    [MINUTE - 1, 3, 20],
    [MINUTE, 10, 20],
    [2 * MINUTE - 1, 4, 20],
  ]); // prettier-ignore
  assert.deepEqual(usesOf([[row('a', 0, 2, 2)], []]), [], 'of a pool that nothing is known of nothing is said');
});
