import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GroupsTold, OverTimeTold, PatternsTold } from '../../../server/domain/failures-told.ts';
import { AT, fakeReads, get } from './stage.ts';
import { tallyReads } from './tally-reads.ts';

async function ask<T>(path: string): Promise<{ readonly told: T; readonly query: Readonly<Record<string, unknown>> }> {
  const queries: object[] = [];
  const answer = await get(path, { reads: { ...fakeReads().reads, ...tallyReads((query) => queries.push(query)) } });
  assert.equal(answer.statusCode, 200, answer.body);
  return { told: answer.json<T>(), query: { ...queries[0] } };
}

test('groups come with devices by name and causes in words, within what the filters say', async () => {
  const filters = `stage=xauth&tunnelGroup=hillvalleyvpn&publicIp=198.51.100.7&from=${AT - 9}&to=${AT}`;
  const { told, query } = await ask<GroupsTold>(`/api/attempts/groups?by=device&${filters}`);
  const [group] = told.groups;
  assert.deepEqual([group?.key, group?.tries, told.inAll, told.tries], ['hill-valley', 9, 3, 12]);
  assert.deepEqual(query, { stage: 'xauth', tunnelGroup: 'hillvalleyvpn', publicIp: '198.51.100.7', from: AT - 9, to: AT }); // prettier-ignore
  const byCause = await ask<GroupsTold>('/api/attempts/groups?by=cause');
  assert.equal(byCause.told.groups[0]?.words, 'certificate not accepted');
  const byUser = await ask<GroupsTold>('/api/attempts/groups?by=user');
  assert.equal(byUser.told.groups[0]?.key, null, 'not told');
  assert.equal((await get('/api/attempts/groups?by=colour')).statusCode, 400);
});

test('steps are whole, and as many as a chart can show', async () => {
  const { told } = await ask<OverTimeTold>(`/api/attempts/over-time?from=${AT - 90_000}&to=${AT}`);
  assert.deepEqual([told.step, told.from % told.step, told.from <= AT - 90_000], [60_000, 0, true]);
  assert.deepEqual(told.steps, [{ at: AT - 60_000, key: 'cert', tries: 9 }]);
  const week = await ask<OverTimeTold>(`/api/attempts/over-time?from=${AT - 7 * 86_400_000}&to=${AT}`);
  assert.ok(7 * 86_400_000 <= week.told.step * 150 && week.told.step <= 7_200_000 * 1.5);
});

test('the three patterns and a shared source are told with what they are made of', async () => {
  const { told, query } = await ask<PatternsTold>('/api/attempts/patterns');
  assert.deepEqual(told.patterns.map(({ is }) => is), ['spray', 'hunted name', 'saved password', 'shared source']); // prettier-ignore
  const saved = told.patterns.find(({ is }) => is === 'saved password');
  assert.deepEqual(saved, {
    ...{ is: 'saved password', user: 'marty', source: '203.0.113.9', every: 300_000 },
    ...{ tries: 4, first: AT - 900_000, last: AT },
  });
  assert.equal(Number(query['to']) - Number(query['from']), 86_400_000, 'a day, unless told');
});
