import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { buildApp } from '../../../server/api/app.ts';
import { lacks } from '../../../server/api/strict.ts';
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

test('every route of the API is documented with its answers and its errors', async () => {
  const { openapi, paths } = (await get('/api/docs/json')).json<OpenApi>();
  assert.match(openapi, /^3\./);
  assert.deepEqual(Object.keys(paths).sort(), [
    '/api/aaa',
    '/api/addresses/{address}',
    '/api/alerts',
    '/api/alerts/channels',
    '/api/alerts/channels/{name}/test',
    '/api/alerts/deliveries',
    '/api/alerts/deliveries/{id}/dismiss',
    '/api/alerts/deliveries/{id}/resend',
    '/api/alerts/rules',
    '/api/alerts/rules/{rule}',
    '/api/alerts/rules/{rule}/preview',
    '/api/alerts/rules/{rule}/reset',
    '/api/alerts/silences',
    '/api/alerts/silences/{id}/expire',
    '/api/alerts/windows',
    '/api/alerts/windows/{id}/cancel',
    '/api/alerts/{id}',
    '/api/alerts/{id}/acknowledge',
    '/api/alerts/{id}/release',
    '/api/arrivals',
    '/api/attempts',
    '/api/attempts/groups',
    '/api/attempts/over-time',
    '/api/attempts/patterns',
    '/api/attempts/{id}',
    '/api/census',
    '/api/devices',
    '/api/devices/{name}',
    '/api/devices/{name}/findings',
    '/api/health',
    '/api/hidden',
    '/api/listening',
    '/api/load',
    '/api/management',
    '/api/message-ids/{messageId}',
    '/api/messages',
    '/api/messages.csv',
    '/api/messages.json',
    '/api/messages/{id}',
    '/api/minutes',
    '/api/pools',
    '/api/pools/history',
    '/api/sessions',
    '/api/sessions.csv',
    '/api/sessions.json',
    '/api/sessions/{id}',
    '/api/sources',
    '/api/summary',
    '/api/trend',
    '/api/unknown',
    '/api/users',
    '/api/users/{name}',
    '/api/users/{name}/earlier',
    '/api/verdicts',
    '/api/wall',
    '/metrics',
  ]);
  for (const [path, operations] of Object.entries(paths)) {
    // Only what people do about alerts changes anything.
    const others = Object.keys(operations).filter((method) => method !== 'get');
    assert.deepEqual(others, others.length > 0 && path.startsWith('/api/alerts') ? ['post'] : [], path);
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
    const { headers } = await get(path);
    assert.equal(
      headers['content-security-policy'],
      "default-src 'self';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self' ws: wss:;object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types 'none'",
      path,
    );
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['strict-transport-security'], undefined);
  }
});
