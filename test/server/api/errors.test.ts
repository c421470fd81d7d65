import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiErrors } from '../../../server/api/errors.ts';
import { ReadTimeout } from '../../../server/store/reads.ts';
import { OURS } from './doors.ts';
import { book, deps, fakeReads, get } from './stage.ts';
import { buildApp } from '../../../server/api/app.ts';

for (const [path, wanted] of [
  ['/api/sessions?limit=0', /^"limit" must be >= 1$/],
  ['/api/sessions?limit=1001', /^"limit" must be <= 1000$/],
  ['/api/sessions?limit=1.5', /^"limit" must be integer$/],
  ['/api/sessions?limit=', /^"limit" must be integer$/],
  ['/api/sessions?limit=5&limit=6', /^"limit" must be integer$/],
  ['/api/sessions?from=abc', /^"from" must be integer$/],
  ['/api/sessions?to=-1', /^"to" must be >= 0$/],
  ['/api/sessions?from=1e99', /^"from" must be <= /],
  ['/api/sessions?state=gone', /^"state" must be one of active, ended$/],
  ['/api/sessions?user=', /^"user" must NOT have fewer than 1 char/],
  ['/api/sessions?user=a&user=b', /^"user" must be string$/],
  [`/api/sessions?user=${'x'.repeat(257)}`, /^"user" must NOT have more than 256 char/],
  ['/api/sessions?publicIp=marty', /^"publicIp" must match pattern/],
  ['/api/sessions?usr=marty', /^"usr" is not a parameter of this request$/],
  ['/api/sessions?__proto__=x', /^"__proto__" is not a parameter of this request$/],
  ['/api/sessions?constructor=x', /^"constructor" is not a parameter of this request$/],
  ['/api/sessions?user[$ne]=x', /^"user\[\$ne\]" is not a parameter of this request$/],
  ['/api/sessions?cursor=garbage', /^"cursor" is not the "next"/],
  ['/api/sessions?cursor=', /^"cursor" must NOT have fewer/],
  ['/api/messages?cursor=garbage', /^"cursor" is not the "next"/],
  ['/api/messages?messageId=abc', /^"messageId" must match pattern/],
  ['/api/messages?outcome=lost', /^"outcome" must be one of claim,/],
  ['/api/sessions/abc', /^"id" must be integer$/],
  ['/api/sessions/1e3x', /^"id" must be integer$/],
  ['/api/sessions/-99999999999999999999', /^"id" must be >= -9007199254740991$/],
  ['/api/sessions/99999999999999999999', /^"id" must be <= 9007199254740991$/],
  ['/api/summary?x=1', /^"x" is not a parameter of this request$/],
  ['/metrics?x=1', /^"x" is not a parameter of this request$/],
] as const) {
  test(`${path.slice(0, 60)} is a bad request, and says why`, async () => {
    const answer = await get(path);
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json<{ error: string }>().error, wanted);
    assert.deepEqual(Object.keys(answer.json()), ['error']);
  });
}

for (const path of [
  '/api/sessions/12345',
  '/api/sessions?device=nowhere',
  '/api/messages?device=__proto__',
  '/api/',
  '/api',
  '/api/nothing',
  '/api/sessions/1/2',
  '/api/summary/',
  '/metrics.txt',
  '/assets/none.js',
]) {
  test(`${path} is not found, and says so in JSON`, async () => {
    const answer = await get(path);
    assert.equal(answer.statusCode, 404);
    assert.equal(typeof answer.json<{ error: unknown }>().error, 'string');
  });
}

test('an address that is none is a bad request', async () => {
  const answer = await get('/api/%zz');
  assert.equal(answer.statusCode, 400);
  assert.deepEqual(answer.json(), { error: 'Bad Request' });
});

test('nothing but reading is offered', async () => {
  const app = await buildApp(deps());
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
    for (const payload of [undefined, '{"__proto__":{}}']) {
      const headers = { ...OURS, ...(payload !== undefined && { 'content-type': 'application/json' }) };
      const { statusCode, body } = await app.inject({
        method,
        url: '/api/sessions',
        headers,
        ...(payload && { payload }),
      });
      assert.ok(statusCode === 404 || statusCode === 400, `${method} ${statusCode}`);
      assert.doesNotMatch(body, /    at /);
    }
  }
  const large = await app.inject({
    method: 'POST',
    url: '/api/sessions',
    payload: { x: 'x'.repeat(70_000) },
    headers: OURS,
  });
  assert.equal(large.statusCode, 413);
  await app.close();
});

test('a database that does not answer in time is told as such', async () => {
  const reads = { ...fakeReads().reads, sessions: () => Promise.reject(new ReadTimeout('5 s')) };
  const answer = await get('/api/sessions', { reads });
  assert.equal(answer.statusCode, 503);
  assert.deepEqual(answer.json(), { error: apiErrors.busy.words });
});

test('a fault of ours is logged and keeps its words to itself', async () => {
  const logged: Readonly<Record<string, unknown>>[] = [];
  const secret = new Error('password cisco123');
  const answer = await get('/api/sessions/1?', {
    reads: { ...fakeReads().reads, session: () => Promise.reject(secret) },
    log: { error: (fields) => logged.push(fields) },
  });
  assert.equal(answer.statusCode, 500);
  assert.deepEqual(answer.json(), { error: apiErrors.ours.words });
  assert.deepEqual(logged, [{ err: secret, route: '/api/sessions/:id' }]);
});

test('a fault of the state is a fault of ours too', async () => {
  const broken = {
    ...book,
    summary: () => {
      throw new Error('state');
    },
  };
  assert.equal((await get('/api/summary', { book: broken })).statusCode, 500);
});

test('where our names are known, another name gets nothing', async () => {
  const hosts = ['localhost', '127.0.0.1', '[::1]'];
  for (const host of ['localhost:8080', 'LOCALHOST', '127.0.0.1:8080', '[::1]:8080']) {
    assert.equal((await get('/api/summary', { hosts }, { host })).statusCode, 200, host);
  }
  for (const host of ['evil.example', 'localhost.evil.example:8080', 'localhost@evil.example', 'x localhost']) {
    for (const path of ['/api/summary', '/', '/metrics', '/nothing.js', '/api/docs/json']) {
      assert.equal((await get(path, { hosts }, { host })).statusCode, 421, `${host} ${path}`);
    }
  }
});
