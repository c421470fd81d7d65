import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../../server/api/app.ts';
import { Meter, rates, type Rate } from '../../../server/api/rates.ts';
import { OURS } from './doors.ts';
import { deps } from './stage.ts';

const names = Object.keys(rates) as readonly Rate[]; // our own table

for (const rate of names)
  test(`${rate}: so many at once, then one each time that one is due, by address`, () => {
    let now = 5_000;
    const meter = new Meter(() => now);
    const { atOnce, perSecond } = rates[rate];
    for (let n = 0; n < atOnce; n += 1) assert.equal(meter.wait(rate, 'a'), 0);
    const wait = meter.wait(rate, 'a');
    assert.ok(wait > 0 && wait <= 1000 / perSecond + 0.001, String(wait));
    assert.equal(meter.wait(rate, 'b'), 0);
    for (const other of names) if (other !== rate) assert.equal(meter.wait(other, 'a'), 0);
    now += 1000 / perSecond;
    assert.equal(meter.wait(rate, 'a'), 0);
    assert.ok(meter.wait(rate, 'a') > 0);
    now += (1000 / perSecond) * atOnce * 10;
    for (let n = 0; n < atOnce; n += 1) assert.equal(meter.wait(rate, 'a'), 0);
    assert.ok(meter.wait(rate, 'a') > 0);
  });

test('who is refused pays nothing: asking on does not make the wait longer', () => {
  const meter = new Meter(() => 0);
  for (let n = 0; n < rates.login.atOnce; n += 1) meter.wait('login', 'a');
  const first = meter.wait('login', 'a');
  for (let n = 0; n < 1000; n += 1) assert.equal(meter.wait('login', 'a'), first);
});

test('however many addresses ask, no more than 20,000 are remembered, and those that asked last', () => {
  const meter = new Meter(() => 0);
  for (let n = 0; n < rates.login.atOnce; n += 1) meter.wait('login', 'guesser');
  for (let n = 0; n < 19_999; n += 1) meter.wait('look', `10.${n}`);
  assert.ok(meter.wait('login', 'guesser') > 0);
  for (let n = 0; n < 100_000; n += 1) meter.wait('look', `11.${n}`);
  assert.equal(meter.size, 20_000);
});

test('an address that asks too often is told when to come back, and nobody else is', async () => {
  const app = await buildApp(deps({ ticks: () => 0 }));
  const ask = (url: string, remoteAddress: string, more: object = {}) => app.inject({ url, remoteAddress, ...more });
  for (let n = 0; n < rates.export.atOnce; n += 1)
    assert.notEqual((await ask('/api/sessions.csv?limit=x', '198.51.100.1')).statusCode, 429);
  const forged = { headers: { 'x-forwarded-for': '203.0.113.5' } };
  for (const url of ['/api/sessions.csv', '/api/sessions.json', '/api/messages.csv', '/api/messages.json']) {
    const refused = await ask(url, '198.51.100.1', forged);
    assert.equal(refused.statusCode, 429);
    assert.deepEqual(refused.json(), { error: 'Too many requests from this address. Ask again in a moment.' });
    assert.match(String(refused.headers['retry-after']), /^[12]$/);
  }
  assert.equal((await ask('/api/sessions.csv', '198.51.100.2')).statusCode, 200);
  assert.equal((await ask('/api/summary', '198.51.100.1')).statusCode, 200);
  assert.notEqual((await ask('/', '198.51.100.1')).statusCode, 429);
  await app.close();
});

test('an address that changes too much is refused before it is looked at, also where there is nothing', async () => {
  const app = await buildApp(deps({ ticks: () => 0 }));
  const post = (url: string) => app.inject({ method: 'POST', url, payload: {}, headers: OURS });
  for (let n = 0; n < rates.write.atOnce; n += 1) assert.equal((await post('/api/nothing')).statusCode, 404);
  for (const url of ['/api/nothing', '/api/alerts/1/acknowledge']) assert.equal((await post(url)).statusCode, 429);
  await app.close();
});

test('every route that gives a whole search as a file counts as an export', async () => {
  const app = await buildApp(deps({ ticks: () => 0 }));
  type Documented = { readonly paths: Readonly<Record<string, unknown>> };
  const { paths } = (await app.inject('/api/docs/json')).json<Documented>();
  const files = Object.keys(paths).filter((path) => /\.(?:csv|json)$/.test(path));
  assert.ok(files.length >= 4);
  for (let n = 0; n < rates.export.atOnce; n += 1) await app.inject(`${files[0] ?? ''}?limit=x`);
  for (const path of files) assert.equal((await app.inject(path)).statusCode, 429, path);
  await app.close();
});

test('however its path is written, a route counts as what it is', async () => {
  const app = await buildApp(deps({ ticks: () => 0 }));
  const ways = ['/api/sessions.csv', '/%61pi/sessions.csv', '/api/sessions%2Ecsv', 'http://localhost/api/sessions.csv'];
  for (let n = 0; n < rates.export.atOnce; n += 1) {
    const { statusCode } = await app.inject({ url: ways[n % ways.length] ?? '' });
    assert.notEqual(statusCode, 429);
  }
  for (const url of ways) assert.equal((await app.inject({ url })).statusCode, 429, url);
  await app.close();
});
