import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GroupsTold, OverTimeTold, PatternsTold } from '../../../server/domain/failures-told.ts';
import { AT, fakeReads, get } from './stage.ts';
import { tallyReads } from './tally-reads.ts';

async function ask(path: string) {
  const queries: object[] = [];
  const answer = await get(path, { reads: { ...fakeReads().reads, ...tallyReads((query) => queries.push(query)) } });
  assert.equal(answer.statusCode, 200, answer.body);
  return { answer, query: { ...queries[0] } as Readonly<Record<string, unknown>> };
}

test('groups come with devices by name and causes in words, within what the filters say', async () => {
  const filters = `stage=xauth&tunnelGroup=hillvalleyvpn&publicIp=198.51.100.7&from=${AT - 9}&to=${AT}`;
  const { answer, query } = await ask(`/api/attempts/groups?by=device&${filters}`);
  const told = answer.json<GroupsTold>();
  const [group] = told.groups;
  assert.deepEqual([group?.key, group?.tries, told.inAll, told.tries], ['hill-valley', 9, 3, 12]);
  assert.deepEqual(query, { stage: 'xauth', tunnelGroup: 'hillvalleyvpn', publicIp: '198.51.100.7', from: AT - 9, to: AT }); // prettier-ignore
  const byCause = (await ask('/api/attempts/groups?by=cause')).answer.json<GroupsTold>();
  assert.equal(byCause.groups[0]?.words, 'certificate not accepted');
  const byUser = (await ask('/api/attempts/groups?by=user')).answer.json<GroupsTold>();
  assert.equal(byUser.groups[0]?.key, null, 'not told');
  assert.equal((await get('/api/attempts/groups?by=colour')).statusCode, 400);
});

test('steps are whole, and as many as a chart can show', async () => {
  const told = (await ask(`/api/attempts/over-time?from=${AT - 90_000}&to=${AT}`)).answer.json<OverTimeTold>();
  assert.deepEqual([told.step, told.from % told.step, told.from <= AT - 90_000], [60_000, 0, true]);
  assert.deepEqual(told.steps, [{ at: AT - 60_000, key: 'cert', tries: 9 }]);
  const week = (await ask(`/api/attempts/over-time?from=${AT - 7 * 86_400_000}&to=${AT}`)).answer.json<OverTimeTold>();
  assert.ok(7 * 86_400_000 <= week.step * 150 && week.step <= 7_200_000 * 1.5);
});

test('the patterns and a shared source are told with what they are made of', async () => {
  const { answer, query } = await ask('/api/attempts/patterns');
  const told = answer.json<PatternsTold>();
  assert.deepEqual(told.patterns.map(({ is }) => is), ['spray', 'hidden names', 'hunted name', 'saved password', 'shared source']); // prettier-ignore
  const saved = told.patterns.find(({ is }) => is === 'saved password');
  assert.deepEqual(saved, {
    ...{ is: 'saved password', user: 'marty', source: '203.0.113.9', every: 300_000 },
    ...{ tries: 4, first: AT - 900_000, last: AT },
  });
  assert.equal(Number(query['to']) - Number(query['from']), 86_400_000, 'a day, unless told');
});
