import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { buildApp } from '../../../server/api/app.ts';
import { lacks } from '../../../server/api/strict.ts';
import { entryStage } from './entry-stage.ts';
import { deps, get } from './stage.ts';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

test('every route of the API is documented with its answers and its errors, and changes something only where it is posted to', async (t) => {
  const { desk } = await entryStage(t);
  const { openapi, paths } = (await get('/api/docs/json', { access: desk })).json<OpenApi>();
  assert.match(openapi, /^3\./);
  const methods = Object.entries(paths).map(
    ([path, operations]) => `${Object.keys(operations).sort().join(' ')} ${path}`,
  );
  assert.deepEqual(methods.sort(), [
    'get /api/aaa',
    'get /api/addresses/{address}',
    'get /api/alerts',
    'get /api/alerts/channels',
    'get /api/alerts/deliveries',
    'get /api/alerts/rules',
    'get /api/alerts/{id}',
    'get /api/alive',
    'get /api/arrivals',
    'get /api/attempts',
    'get /api/attempts/groups',
    'get /api/attempts/over-time',
    'get /api/attempts/patterns',
    'get /api/attempts/{id}',
    'get /api/census',
    'get /api/devices',
    'get /api/devices/{name}',
    'get /api/devices/{name}/findings',
    'get /api/devices/{name}/unstored',
    'get /api/health',
    'get /api/hidden',
    'get /api/ledger',
    'get /api/listening',
    'get /api/load',
    'get /api/management',
    'get /api/me',
    'get /api/me/visits',
    'get /api/message-ids/{messageId}',
    'get /api/messages',
    'get /api/messages.csv',
    'get /api/messages.json',
    'get /api/messages/{id}',
    'get /api/minutes',
    'get /api/pairings/mine',
    'get /api/pools',
    'get /api/pools/history',
    'get /api/series',
    'get /api/series/lately',
    'get /api/sessions',
    'get /api/sessions.csv',
    'get /api/sessions.json',
    'get /api/sessions/{id}',
    'get /api/sources',
    'get /api/summary',
    'get /api/trend',
    'get /api/unknown',
    'get /api/users',
    'get /api/users/{name}',
    'get /api/users/{name}/earlier',
    'get /api/verdicts',
    'get /api/wall',
    'get /metrics',
    'get post /api/accounts',
    'get post /api/alerts/silences',
    'get post /api/alerts/windows',
    'get post /api/pairings',
    'get post /api/walls',
    'post /api/accounts/{id}',
    'post /api/accounts/{id}/end',
    'post /api/alerts/channels/{name}/test',
    'post /api/alerts/deliveries/{id}/dismiss',
    'post /api/alerts/deliveries/{id}/resend',
    'post /api/alerts/rules/{rule}',
    'post /api/alerts/rules/{rule}/preview',
    'post /api/alerts/rules/{rule}/reset',
    'post /api/alerts/silences/{id}/expire',
    'post /api/alerts/windows/{id}/cancel',
    'post /api/alerts/{id}/acknowledge',
    'post /api/alerts/{id}/release',
    'post /api/enter',
    'post /api/here',
    'post /api/login',
    'post /api/logout',
    'post /api/look-ups',
    'post /api/me/codes',
    'post /api/me/codes/drop',
    'post /api/me/password',
    'post /api/me/seed',
    'post /api/me/tokens',
    'post /api/me/tokens/{id}/revoke',
    'post /api/me/visits/{id}/end',
    'post /api/oidc',
    'post /api/set-up',
    'post /api/walls/{id}/revoke',
  ]);
  for (const [path, operations] of Object.entries(paths)) {
    for (const { summary, responses } of Object.values(operations)) {
      assert.ok(summary !== undefined, path);
      assert.ok('200' in responses && '500' in responses, path);
    }
  }
  const parameters = paths['/api/sessions']?.['get']?.parameters?.map(({ name }) => name);
  assert.deepEqual(parameters, [
    'user',
    'device',
    'site',
    'tag',
    'publicIp',
    'assignedIp',
    'q',
    'state',
    'protocol',
    'from',
    'to',
    'thereFrom',
    'limit',
    'cursor',
  ]);
});

test('a route without a schema stops the start', async () => {
  const app = await buildApp(deps());
  assert.throws(() => app.get('/api/forgotten', () => 'hello'), /route GET \/api\/forgotten lacks a schema/);
});

test('a route is told what it lacks', () => {
  const closed = Type.Object({}, { additionalProperties: false });
  const response = { 200: Type.String() };
  const whole = { summary: 'x', querystring: closed, response };
  assert.deepEqual(lacks({ url: '/a', schema: whole }), []);
  assert.deepEqual(lacks({ url: '/a', schema: { hide: true } }), []);
  assert.deepEqual(lacks({ url: '/a/:id', schema: whole }), ['a schema of its path']);
  assert.deepEqual(lacks({ url: '/a', schema: { ...whole, querystring: Type.Object({}) } }), [
    'a query without unknown parameters',
  ]);
  assert.deepEqual(lacks({ url: '/a', schema: { ...whole, response: {} } }), ['a schema of its answer']);
  assert.deepEqual(lacks({ url: '/a', schema: {} }).length, 3);
});

test('the server waits for nobody for long', async () => {
  const app = await buildApp(deps());
  const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = app.server;
  assert.deepEqual([headersTimeout, requestTimeout, keepAliveTimeout, timeout], [10_000, 15_000, 20_000, 30_000]);
  assert.equal(app.initialConfig.bodyLimit, 64 * 1024);
  await app.close();
});

test('every answer, also an error, forbids what a page of ours does not need', async () => {
  for (const path of ['/', '/api/summary', '/api/nothing', '/api/sessions?limit=0', '/metrics']) {
    const { headers } = await get(path, {}, { origin: 'https://evil.example' });
    assert.equal(
      headers['content-security-policy'],
      "default-src 'self';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self' ws: wss:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types 'none'",
      path,
    );
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['strict-transport-security'], undefined);
    const shared = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
    assert.deepEqual(shared, [], 'no page elsewhere may read it');
  }
});
