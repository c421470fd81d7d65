import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryStage, HERE, PASSWORD } from './entry-stage.ts';

test('a role, a password, a disabled account: whatever it had come with is out at once', async (t) => {
  const { ask, enter, admitted, accounts } = await entryStage(t);
  const doc = await enter('doc', 'admin');
  const marty = await enter('marty', 'operator');
  const made = await ask('POST', '/api/me/tokens', marty, { name: 'script', role: 'viewer', days: 7 });
  const { token } = JSON.parse(made.body) as { readonly token: string };
  const byToken = () =>
    ask('GET', '/api/health', undefined, undefined, { host: HERE.host, authorization: `Bearer ${token}` });
  assert.equal((await byToken()).status, 200);
  const { id } = admitted.named('marty') ?? { id: 0 };
  const told: string[] = [];
  admitted.onEnded((hashes) => told.push(...hashes));
  assert.equal((await ask('POST', `/api/accounts/${id}`, doc, { role: 'helpdesk' })).status, 200);
  assert.equal((await ask('GET', '/api/health', marty)).status, 401);
  assert.ok(told.length >= 2, 'whoever watches is told: the visit and the token');
  assert.equal((await ask('POST', `/api/accounts/${id}`, doc, { role: 'operator' })).status, 200);
  assert.equal((await byToken()).status, 401, 'a token of before does not come back');
  const again = await ask('POST', '/api/login', undefined, { name: 'marty', password: PASSWORD });
  assert.equal((await ask('POST', `/api/accounts/${id}`, doc, { password: 'another good password' })).status, 200);
  assert.equal((await ask('GET', '/api/health', again.cookie)).status, 401);
  assert.equal((await ask('POST', `/api/accounts/${id}`, doc, { disabled: true })).status, 200);
  const admin = admitted.named('doc');
  assert.ok(admin);
  await assert.rejects(() => accounts.setDisabled(admin, true), /last administrator/);
});

test('a token counts as a bearer’s alone, and a cookie as a cookie alone', async (t) => {
  const { ask, enter } = await entryStage(t);
  const doc = await enter('doc', 'admin');
  const { token } = JSON.parse(
    (await ask('POST', '/api/me/tokens', doc, { name: 'x', role: 'admin', days: 1 })).body,
  ) as { readonly token: string };
  assert.equal((await ask('GET', '/api/health', token)).status, 401);
  assert.equal(
    (await ask('GET', '/api/health', undefined, undefined, { host: HERE.host, authorization: `Bearer ${doc}` })).status,
    401,
  );
  const bearer = { host: HERE.host, authorization: `Bearer ${token}` };
  assert.equal(
    (await ask('POST', '/api/accounts', undefined, { name: 'einstein', role: 'viewer' }, bearer)).status,
    200,
  );
  assert.equal(
    (await ask('POST', '/api/me/tokens', undefined, { name: 'y', role: 'admin', days: 365 }, bearer)).status,
    403,
    'no token makes another',
  );
});

test('each thing that is changed of an account is written down, also where the next one fails', async (t) => {
  const { ask, enter, admitted, noted } = await entryStage(t);
  const doc = await enter('doc', 'admin');
  await enter('marty', 'viewer');
  const { id } = admitted.named('marty') ?? { id: 0 };
  noted.length = 0;
  assert.equal((await ask('POST', `/api/accounts/${id}`, doc, { role: 'operator', password: 'short' })).status, 409);
  assert.deepEqual(
    noted.map(({ kind, about }) => [kind, about]),
    [['role.changed', { account: 'marty', role: 'operator' }]],
  );
  const own = admitted.named('doc')?.id ?? 0;
  for (const body of [{ sites: ['London'] }, { role: 'viewer' }, { disabled: true }])
    assert.equal((await ask('POST', `/api/accounts/${own}`, doc, body)).status, 409, 'nobody else governs all sites');
});

test('an account has 50 tokens at most, those that it revoked today included', async (t) => {
  const { ask, enter, clock } = await entryStage(t);
  const cookie = await enter('doc', 'admin');
  const make = () => ask('POST', '/api/me/tokens', cookie, { name: 'x', role: 'viewer', days: 1 });
  for (let n = 1; n <= 50; n += 1) {
    assert.equal((await make()).status, 200);
    assert.equal((await ask('POST', `/api/me/tokens/${n}/revoke`, cookie)).status, 200);
  }
  assert.equal((await make()).status, 409);
  clock.at += 86_400_000;
  const tomorrow = (await ask('POST', '/api/login', undefined, { name: 'doc', password: PASSWORD })).cookie;
  assert.equal((await ask('POST', '/api/me/tokens', tomorrow, { name: 'x', role: 'viewer', days: 1 })).status, 200);
});

test('helpdesk sees one user, for a reason that is written down first, and nobody else', async (t) => {
  const { ask, enter, noted } = await entryStage(t);
  const cookie = await enter('lorraine', 'helpdesk');
  assert.equal((await ask('GET', '/api/sessions?user=marty', cookie)).status, 403);
  assert.equal((await ask('POST', '/api/look-ups', cookie, { user: 'marty', reason: ' ' })).status, 400);
  assert.equal((await ask('POST', '/api/look-ups', cookie, { user: 'marty', reason: 'call 4711' })).status, 200);
  assert.deepEqual(noted.at(-1), {
    by: 'lorraine',
    from: '127.0.0.1',
    kind: 'user.looked-up',
    about: { user: 'marty' },
    said: 'call 4711',
  });
  assert.equal((await ask('GET', '/api/sessions?user=Marty', cookie)).status, 200);
  for (const url of [
    '/api/sessions?user=biff',
    '/api/sessions',
    '/api/sessions?q=m',
    '/api/users/biff',
    '/api/attempts?user=biff',
  ])
    assert.equal((await ask('GET', url, cookie)).status, 403, url);
  assert.equal((await ask('POST', '/api/look-ups', cookie, { user: 'biff', reason: 'call 4712' })).status, 200);
  assert.equal((await ask('GET', '/api/sessions?user=marty', cookie)).status, 403, 'one at a time');
  const made = await ask('POST', '/api/me/tokens', cookie, { name: 'script', role: 'helpdesk', days: 1 });
  const { token } = JSON.parse(made.body) as { readonly token: string };
  const bearer = { host: HERE.host, authorization: `Bearer ${token}` };
  assert.equal((await ask('GET', '/api/sessions?user=marty', undefined, undefined, bearer)).status, 403);
  assert.equal(
    (await ask('POST', '/api/look-ups', undefined, { user: 'marty', reason: 'call 4713' }, bearer)).status,
    200,
  );
  assert.equal(
    (await ask('GET', '/api/sessions?user=marty', undefined, undefined, bearer)).status,
    200,
    'by a token, too',
  );
});

test('a wall is let in by the code that it shows, sees figures, and is out at once when it is revoked', async (t) => {
  const { ask, enter, app, admitted, store, noted } = await entryStage(t);
  const doc = await enter('doc', 'admin');
  const asked = await ask('POST', '/api/pairings');
  const pairing = /__Host-tunnelwatch-pairing=([\w-]+);/.exec(String(asked.headers['set-cookie']))?.[1] ?? '';
  const { code } = JSON.parse(asked.body) as { readonly code: string };
  const mine = () =>
    app.inject({ url: '/api/pairings/mine', headers: { ...HERE, cookie: `__Host-tunnelwatch-pairing=${pairing}` } });
  assert.equal((await mine()).json<{ state: string }>().state, 'waiting');
  assert.equal((await ask('GET', '/api/wall', pairing)).status, 401, 'not yet');
  const body = {
    code: code.toLowerCase().replace('-', ' '),
    name: 'NOC',
    showsNames: false,
    sites: ['London'],
    days: 30,
  };
  assert.equal((await ask('POST', '/api/walls', await enter('marty', 'operator'), body)).status, 403);
  assert.equal((await ask('POST', '/api/walls', await enter('biff', 'admin', ['London']), body)).status, 403);
  assert.equal((await ask('POST', '/api/walls', doc, body)).status, 200);
  assert.deepEqual(noted.at(-1)?.about, { what: 'paired', wall: 'NOC', names: 'none', sites: 'London' });
  assert.equal((await ask('POST', '/api/walls', doc, body)).status, 404, 'once');
  const paired = await mine();
  assert.equal(paired.json<{ state: string }>().state, 'paired');
  const wall = /__Host-tunnelwatch=([\w-]+);/.exec(String(paired.headers['set-cookie']))?.[1];
  assert.equal((await ask('GET', '/api/wall', wall)).status, 200);
  for (const url of ['/api/sessions', '/api/users', '/api/messages', '/api/sessions.csv', '/api/alerts', '/metrics'])
    assert.equal((await ask('GET', url, wall)).status, 403, url);
  const told = JSON.parse((await ask('GET', '/api/me', wall)).body) as { readonly sites: unknown };
  assert.deepEqual([told.sites, (await store.entries()).walls[0]?.sites], [['London'], ['London']]);
  const [{ id } = { id: 0 }] = admitted.walls();
  assert.equal((await ask('POST', `/api/walls/${id}/revoke`, doc)).status, 200);
  assert.equal((await ask('GET', '/api/wall', wall)).status, 401);
});

test('the own password and one-time codes change only with the password that counts now; own visits are seen, and ended', async (t) => {
  const { ask, enter } = await entryStage(t);
  const cookie = await enter('marty', 'viewer');
  const { seed } = JSON.parse((await ask('POST', '/api/me/seed', cookie)).body) as { readonly seed: string };
  const password = 'not the password';
  for (const [path, body] of [
    ['password', { password, next: 'another good password' }],
    ['codes', { password, seed, code: '000000' }],
    ['codes/drop', { password }],
  ] as const)
    assert.equal((await ask('POST', `/api/me/${path}`, cookie, body)).status, 401, path);
  const other = (await ask('POST', '/api/login', undefined, { name: 'marty', password: PASSWORD })).cookie;
  const { visits } = JSON.parse((await ask('GET', '/api/me/visits', cookie)).body) as {
    readonly visits: readonly { readonly id: string; readonly isThis: boolean }[];
  };
  assert.deepEqual(visits.map(({ isThis }) => isThis).sort(), [false, true]);
  const elsewhere = visits.find(({ isThis }) => !isThis)?.id ?? '';
  assert.equal((await ask('POST', `/api/me/visits/${elsewhere}/end`, cookie)).status, 200);
  assert.equal((await ask('GET', '/api/health', other)).status, 401);
  assert.equal((await ask('GET', '/api/health', cookie)).status, 200);
});
