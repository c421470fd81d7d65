import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partEarlier } from './part.ts';
import { AT, book, fakeReads, get, live } from './stage.ts';

const hill = encodeURIComponent('Hill Valley');

test('the load of adopted head-ends is told with who told each figure, and by what they are polled', async () => {
  const { devices } = (await get('/api/load')).json<{ devices: readonly Record<string, unknown>[] }>();
  assert.deepEqual(devices.map(({ device }) => device), ['hill-valley']); // prettier-ignore
  const [row] = devices;
  const at = Date.UTC(2026, 10, 23, 12);
  assert.deepEqual(row?.['connections'], { by: 'snmp', at, inUse: 13 });
  assert.deepEqual(row['memory'], { by: 'show', at: at - 9, used: 100, total: 400 });
  assert.deepEqual(row['interfaces'], [{ by: 'show', at: at - 90_000, name: 'outside', isUp: true, in: 1000, out: 2000 }]); // prettier-ignore
  assert.deepEqual(row['running'], { sessions: 2, tx: 240, rx: 46_816, at: at - 9, rateTx: 8, rateRx: 16, ratedAt: at - 9 }); // prettier-ignore
  assert.deepEqual((row['polls'] as readonly { everySeconds: number | null }[]).map(({ everySeconds }) => everySeconds), [60, null]); // prettier-ignore
  assert.deepEqual((await get('/api/load?tag=none')).json<{ devices: unknown }>().devices, []);
});

test('the trend tells how it was 15 minutes ago, and nothing where nobody watched', async () => {
  const earlier = { ...partEarlier, at: AT - 900_000 };
  assert.deepEqual((await get(`/api/trend?site=${hill}`)).json(), { at: AT, earlier });
  assert.deepEqual((await get('/api/trend?tag=none')).json(), { at: AT });
});

test('the census counts the running sessions of these head-ends', async () => {
  const sessions = () => [
    { ...live, device: 'hill-valley', encryption: '3DES', hashing: 'SHA1' },
    { ...live, device: 'hill-valley', state: 'ended' as const, encryption: '3DES' },
    { ...live, device: 'elsewhere', encryption: '3DES' },
  ];
  const own = { book: { ...book, sessions } };
  const told = (await get(`/api/census?site=${hill}`, own)).json<{
    sessions: number;
    census: Record<string, number>;
  }>();
  assert.deepEqual([told.sessions, told.census['3DES'], told.census['group unknown'], told.census['strong']], [1, 1, 1, 0]); // prettier-ignore
});

test('the chart of a site is asked of its devices', async () => {
  const { reads, asked } = fakeReads();
  await get(`/api/minutes?site=${hill}`, { reads });
  assert.deepEqual(asked.map((query) => ('devices' in query ? query.devices : 'all')), [[1]]); // prettier-ignore
});
