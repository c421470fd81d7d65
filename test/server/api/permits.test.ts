import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildApp } from '../../../server/api/app.ts';
import { apiErrors } from '../../../server/api/errors.ts';
import type { Caller } from '../../../server/domain/access/account.ts';
import { isPermitted, routePermits, topicPermits, type Permit } from '../../../server/domain/access/permits.ts';
import { roles } from '../../../server/domain/access/role.ts';
import { topicNames } from '../../../server/domain/feed.ts';
import { HERE, entryStage } from './entry-stage.ts';
import { anAdmin, doorsOf, POST } from './doors.ts';
import { deps } from './stage.ts';

/** What the table says, written down once more: by hand, from the issue. */
const expected: Readonly<Record<Permit, string>> = {
  everybody: 'nobody wall helpdesk viewer operator admin',
  entered: 'wall helpdesk viewer operator admin',
  own: 'helpdesk viewer operator admin',
  screen: 'wall viewer operator admin',
  lookUp: 'helpdesk viewer operator admin',
  helpdesk: 'helpdesk',
  read: 'viewer operator admin',
  act: 'operator admin',
  govern: 'admin',
};

const callers: readonly (Caller | undefined)[] = [undefined, ...roles.map((role) => ({ ...anAdmin, role }))];
const nameOf = (caller: Caller | undefined): string => caller?.role ?? 'nobody';

/** A path that fits a route. */
const pathOf = (url: string): string =>
  url
    .replace(':id/end', '0123456789ab/end')
    .replace(/:(?:id|messageId)\b/g, '113019')
    .replace(/:\w+/g, 'marty')
    .replace('*', 'x');

test('each permit is for whom it is meant for', () => {
  for (const [permit, who] of Object.entries(expected) as [Permit, string][])
    assert.equal(
      callers
        .filter((one) => isPermitted(permit, one?.role))
        .map(nameOf)
        .join(' '),
      who,
      permit,
    );
});

test('every route is for whom the table says, and for nobody else: each route with each role and with none', async (t) => {
  const stage = await entryStage(t);
  const routes = Object.entries(routePermits);
  assert.ok(routes.length > 80, String(routes.length));
  let asked = 0;
  let ticks = 0;
  for (const caller of callers) {
    const app = await buildApp(
      deps({ reads: stage.store.reads, access: stage.desk, doors: doorsOf(caller), ticks: () => (ticks += 60_000) }),
    );
    for (const [route, permit] of routes) {
      const [method = '', url = ''] = route.split(' ');
      // A route of the table that is none would look as if it were refused.
      assert.ok(
        app.hasRoute({ method: method, url }) || url.endsWith('/*'),
        `${route} is in the table, and nowhere else`,
      );
      const answer = await app.inject({
        ...{ method: method as 'GET', url: pathOf(url), headers: { ...HERE, ...POST } },
        ...(method === 'POST' && { payload: {} }),
      });
      const refused = [apiErrors.nobody.words, apiErrors.notPermitted.words].some((words) =>
        answer.body.includes(words),
      );
      assert.equal(!refused, expected[permit].split(' ').includes(nameOf(caller)), `${route} for ${nameOf(caller)}: ${answer.statusCode} ${answer.body.slice(0, 200)}`); // prettier-ignore
      if (refused) assert.equal(answer.statusCode, caller === undefined ? 401 : 403, route);
      asked += 1;
    }
    await app.close();
  }
  t.diagnostic(`${asked} questions: ${routes.length} routes, ${callers.length} callers`);
});

test('a route that is not in the table does not start the program', async () => {
  const app = await buildApp(deps());
  try {
    assert.throws(
      () => app.get('/api/forgotten', { schema: { hide: true } }, () => 'everything'),
      /GET \/api\/forgotten is not in the table of permits/,
    );
  } finally {
    await app.close();
  }
});

test('what is not there is told only to those who are let in', async () => {
  const app = await buildApp(deps({ doors: doorsOf(undefined) }));
  for (const url of ['/api/nowhere', '/api', '/metrics/x', '/api/docs', '/api/docs/json'])
    assert.equal((await app.inject({ url, headers: HERE })).statusCode, 401, url);
  await app.close();
  const inside = await buildApp(deps());
  assert.equal((await inside.inject({ url: '/api/nowhere', headers: HERE })).statusCode, 404);
  await inside.close();
});

test('every topic of the feed has its permit, and none with names is for a wall', () => {
  assert.deepEqual(Object.keys(topicPermits).sort(), [...topicNames].sort());
  for (const topic of ['sessions', 'messages', 'logins'] as const)
    assert.ok(!isPermitted(topicPermits[topic], 'wall') && !isPermitted(topicPermits[topic], 'helpdesk'), topic);
});

test('a refusal has the headers of every other answer, and is kept by nobody', async () => {
  const app = await buildApp(deps({ doors: doorsOf(undefined), hosts: ['localhost'], ticks: () => 0 }));
  const csp = "default-src 'self'";
  for (const [headers, status] of [
    [HERE, 401],
    [{ host: 'evil.example' }, 421],
  ] as const) {
    const answer = await app.inject({ url: '/api/sessions', headers });
    assert.equal(answer.statusCode, status);
    assert.ok(String(answer.headers['content-security-policy']).startsWith(csp), String(status));
    assert.deepEqual(
      [answer.headers['x-content-type-options'], answer.headers['cache-control']],
      ['nosniff', 'no-store'],
    );
  }
  await app.close();
});
