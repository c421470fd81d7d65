import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Summary } from '../../../server/domain/feed.ts';
import { chart, partFigures } from './part.ts';
import { AT, chain, devices, fakeReads, get, pool, unread } from './stage.ts';

const hill = encodeURIComponent('Hill Valley');

test('a site or a tag narrows every list down to its devices; one that no device has finds nothing', async () => {
  const { reads, asked } = fakeReads();
  for (const list of ['sessions', 'attempts', 'verdicts']) {
    assert.equal((await get(`/api/${list}?site=${hill}`, { reads })).statusCode, 200, list);
    await get(`/api/${list}?tag=old`, { reads });
    await get(`/api/${list}?tag=old&site=Elsewhere`, { reads });
    await get(`/api/${list}?site=${hill}&device=192.0.2.9`, { reads });
  }
  assert.deepEqual(
    asked.map((query) => ('devices' in query ? query.devices : 'all')),
    [[1], [1], [], [], [1], [1], [], [], [1], [1], [], []],
  );
  assert.equal((await get(`/api/sessions?site=${hill}&device=nobody`)).statusCode, 404);
});

test('messages are narrowed down by the addresses of the devices of a site', async () => {
  const { reads, asked } = fakeReads();
  await get(`/api/messages?site=${hill}`, { reads });
  await get('/api/messages?tag=none', { reads });
  assert.deepEqual(asked, [
    { from: ['10.10.10.2'], limit: 100 },
    { from: [], limit: 100 },
  ]);
});

test('devices, pools and their chains are those of the site', async () => {
  assert.deepEqual((await get(`/api/devices?site=${hill}`)).json(), { devices: [devices[0]] });
  assert.deepEqual((await get(`/api/pools?tag=lab`)).json(), { pools: [pool, unread], chains: [chain] });
  assert.deepEqual((await get('/api/pools?site=Elsewhere')).json(), { pools: [], chains: [] });
  assert.equal((await get('/api/pools?device=nobody')).statusCode, 404);
  assert.equal((await get('/api/pools/history?device=nobody')).statusCode, 404);
});

test('the summary of a site counts its active sessions, and asks the store for the rest', async () => {
  assert.deepEqual((await get(`/api/summary?site=${hill}`)).json(), {
    at: AT,
    sessions: { total: 2, byProtocol: { ikev1: 1, ikev2: 0, anyconnect: 1, clientless: 0, unknown: 0 } },
    // Of the two pairs of IPsec one is closed.
    tunnels: { ike: 1, ipsec: 0, parent: 0, ssl: 0, dtls: 0 },
    users: 1,
    ...partFigures,
    pools: [pool, unread],
    lastMessageAt: AT,
  });
  const nowhere = (await get('/api/summary?tag=none')).json<Summary>();
  assert.deepEqual([nowhere.sessions.total, nowhere.users, nowhere.pools, nowhere.lastMessageAt], [0, 0, [], null]);
});

test('a chart is of whole steps that it can show, a day back unless told otherwise', async () => {
  const { reads, asked } = fakeReads();
  const minute = 60_000;
  const day = 1440 * minute;
  assert.deepEqual((await get('/api/minutes', { reads })).json(), { step: minute, ...chart() });
  const spans = [7 * day, 30 * day, 4000 * day];
  for (const span of spans) await get(`/api/minutes?from=${AT - span}&to=${AT}`, { reads });
  const whole = (at: number, step: number) => Math.floor(at / step) * step;
  assert.deepEqual(asked, [
    ...[
      [day, minute],
      [7 * day, 10 * minute],
      [30 * day, 30 * minute],
      [400 * day, 360 * minute * 4],
    ].map(([span = 0, step = 1]) => ({
      from: whole(AT - span, step),
      to: Math.ceil(AT / step) * step,
      step,
    })),
  ]);
});
