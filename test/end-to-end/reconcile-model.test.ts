import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchHistory, watchSwitchover, type Manner } from './reconcile-model.ts';

const HISTORIES = 60;
// Among them are some that show what is wrong when a number is ignored, or a listing believed that was cut.
const FIRST = 180;
const LATE = { duplicate: 0.2, reorder: 0.2, behind: 500, calm: 20_000 };

for (const [how, manner] of [
  ['a fifth of the lines lost', { drop: 0.2 }],
  ['no line at all', { drop: 1 }],
  ['no line lost', {}],
  ['lines doubled and late', LATE],
  ['a fifth lost, and the others doubled and late', { ...LATE, drop: 0.2 }],
] as const satisfies readonly (readonly [string, Manner])[]) {
  test(`with ${how}, a complete poll makes the active sessions those of the device, each once, and ends lie where they are said to`, async () => {
    let sessions = 0;
    for (let seed = FIRST; seed < FIRST + HISTORIES; seed += 1) {
      const { wrong, figures } = await watchHistory(seed, manner);
      assert.deepEqual(wrong, [], `seed ${seed}`);
      sessions += figures.sessions;
    }
    assert.ok(sessions > 3 * HISTORIES, `${sessions} sessions are no proof`);
  });
}

test('a switchover of a pair with 500 sessions ends none and starts none, while people come and go and a fifth of the lines is lost', async () => {
  const chosen = { sessions: 500, release: '9.16', scenario: 'everything' } as const;
  const { wrong, before } = await watchSwitchover(1, { drop: 0.2 }, chosen);
  assert.deepEqual(wrong, []);
  assert.ok(before >= 500);
});

// From 18 on are some that show what is wrong when a table is taken to be made when it is asked for.
for (const [how, manner, first] of [
  ['a fifth of the lines lost', { drop: 0.2, over: 'snmp' }, 0],
  ['no line at all', { drop: 1, over: 'snmp' }, 0],
  ['no line lost, tables shown for 5 s', { over: 'snmp', kept: 5_000 }, 18],
  ['a fifth of the lines lost, tables shown for 5 s', { drop: 0.2, over: 'snmp', kept: 5_000 }, 18],
] as const satisfies readonly (readonly [string, Manner, number])[]) {
  test(`with ${how}, and asked over SNMP alone, a complete poll makes the active sessions those of the device, each once`, async () => {
    for (let seed = first; seed < first + 5; seed += 1) {
      const { wrong } = await watchHistory(seed, manner);
      assert.deepEqual(wrong, [], `seed ${seed}`);
    }
  });
}
