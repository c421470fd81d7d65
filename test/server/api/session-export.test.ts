import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { sessionFactNames } from '../../../server/domain/session-fact.ts';
import { ended, fakeReads, get, live } from './stage.ts';

const rowsOf = (body: string): readonly Readonly<Record<string, string>>[] => parse(body, { columns: true });

test('sessions come as CSV with raw numbers and times with their offset', async () => {
  const answer = await get('/api/sessions.csv');
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal(answer.headers['content-disposition'], 'attachment; filename="sessions.csv"');
  const [first, second] = rowsOf(answer.body);
  assert.deepEqual(Object.keys(first ?? {}), sessionFactNames);
  assert.equal(first?.['bytesTx'], '4294967296123');
  assert.equal(first['start'], '2025-11-23T17:46:40.000+00:00');
  assert.equal(first['end'], '2025-11-23T17:47:40.000+00:00');
  assert.equal(first['duration'], '60');
  assert.equal(first['user'], ended.user);
  assert.deepEqual(
    [second?.['user'], second?.['bytesTx'], second?.['end'], second?.['pool']],
    ['marty', '', '', 'vpnpool'],
  );
});

test('an export has the columns and rows that are asked for, from every page', async () => {
  const all = Array.from({ length: 2500 }, (_, n) => ({
    ...live,
    id: live.id + n,
    user: n % 2 === 0 ? 'marty' : 'doc',
  }));
  const { reads, asked } = fakeReads(all);
  const query = 'columns=device,user,nothing&where=user:MAR,device:!paradox&state=active&protocol=ikev1&thereFrom=5';
  const rows = rowsOf((await get(`/api/sessions.csv?${query}`, { reads })).body);
  assert.equal(rows.length, 1250);
  assert.deepEqual(rows[0], { device: 'hill-valley', user: 'marty' });
  const common = { state: 'active', protocol: 'ikev1', thereFrom: 5, limit: 1000 };
  assert.deepEqual(asked, [common, { ...common, cursor: 'after-1000' }, { ...common, cursor: 'after-2000' }]);
  const told = (await get(`/api/sessions.json?${query}`, { reads })).json<object[]>();
  assert.deepEqual(told, rows);
  assert.deepEqual((await get('/api/sessions.json?where=user:nobody', { reads })).json(), []);
});

test('what cannot be asked is told by a status, not by a file', async () => {
  assert.equal((await get('/api/sessions.csv?device=nobody')).statusCode, 404);
  assert.equal((await get('/api/sessions.csv?limit=5')).statusCode, 400);
});
