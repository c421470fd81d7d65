import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOTP, Secret } from 'otpauth';
import { apiErrors } from '../../../server/api/errors.ts';
import { IDLE, LONGEST_VISIT } from '../../../server/domain/access/account.ts';
import { entryStage, HERE, PASSWORD } from './entry-stage.ts';

test('the first administrator is made by the link from the console, once, and within its time', async (t) => {
  const { ask, setUp, clock, admitted, noted } = await entryStage(t);
  assert.match((await ask('GET', '/api/me')).body, /"state":"new"/);
  const body = { name: 'doc', password: PASSWORD };
  const late = setUp.make(1000);
  clock.at += 1000;
  assert.equal((await ask('POST', '/api/set-up', undefined, { ...body, credential: late })).status, 403);
  const credential = setUp.make(1000);
  assert.equal((await ask('POST', '/api/set-up', undefined, { ...body, credential: 'x'.repeat(43) })).status, 403);
  const short = await ask('POST', '/api/set-up', undefined, { name: 'doc', password: 'short', credential });
  assert.deepEqual([short.status, short.body.includes('at least 8')], [409, true]);
  const done = await ask('POST', '/api/set-up', undefined, { ...body, credential });
  assert.equal(done.status, 200, done.body);
  assert.match(
    String(done.headers['set-cookie']),
    /^__Host-tunnelwatch=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
  );
  assert.equal(admitted.named('DOC')?.role, 'admin');
  assert.equal((await ask('POST', '/api/set-up', undefined, { ...body, name: 'biff', credential })).status, 403);
  assert.deepEqual(
    noted.map(({ kind, by }) => [kind, by]),
    [['account.changed', 'doc']],
  );
});

test('the link of the first run makes one administrator, however many use it at once', async (t) => {
  const { ask, setUp, admitted } = await entryStage(t);
  const credential = setUp.make(1000);
  const make = (name: string) => ask('POST', '/api/set-up', undefined, { name, password: PASSWORD, credential });
  const statuses = (await Promise.all([make('doc'), make('biff'), make('griff')])).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), [200, 403, 403]);
  assert.equal(admitted.accounts().length, 1);
});

test('a password that is changed, or an account that is disabled, while it is looked at lets nobody in', async (t) => {
  const { ask, enter, accounts, admitted } = await entryStage(t);
  await enter('marty', 'viewer');
  const marty = () => admitted.named('marty') ?? assert.fail('there is no marty');
  const login = () => ask('POST', '/api/login', undefined, { name: 'marty', password: PASSWORD });
  const [late] = await Promise.all([login(), accounts.setDisabled(marty(), true)]);
  assert.equal(late.status, 401);
  await accounts.setDisabled(marty(), false);
  const kept = marty().password;
  const tried = login();
  admitted.know({ ...marty(), password: 'another' });
  const old = await tried;
  assert.equal(old.status, 401);
  admitted.know({ ...marty(), password: kept });
  assert.equal((await login()).status, 200);
});

test('whoever is wrong is told the same, whatever is wrong', async (t) => {
  const { ask, enter, accounts, admitted } = await entryStage(t);
  await enter('doc', 'admin');
  await enter('biff', 'viewer');
  const biff = admitted.named('biff');
  assert.ok(biff);
  await accounts.setDisabled(biff, true);
  const answers = [
    await ask('POST', '/api/login', undefined, { name: 'doc', password: 'wrong password' }),
    await ask('POST', '/api/login', undefined, { name: 'nobody', password: PASSWORD }),
    await ask('POST', '/api/login', undefined, { name: 'biff', password: PASSWORD }),
  ];
  for (const { status, body, cookie } of answers)
    assert.deepEqual([status, JSON.parse(body), cookie], [401, { error: apiErrors.wrongLogin.words }, undefined]);
});

test('no cookie that somebody brings is taken: each login gives another one, and ends the one before', async (t) => {
  const { ask, enter } = await entryStage(t);
  const first = await enter('doc', 'admin');
  const planted = 'planted-by-somebody-else-0123456789abcdefghi';
  const again = await ask('POST', '/api/login', planted, { name: 'doc', password: PASSWORD });
  assert.notEqual(again.cookie, planted);
  assert.equal((await ask('GET', '/api/sessions', planted)).status, 401);
  const renewed = await ask('POST', '/api/login', first, { name: 'doc', password: PASSWORD });
  assert.equal((await ask('GET', '/api/health', first)).status, 401, 'the old one is worth nothing');
  assert.equal((await ask('GET', '/api/health', renewed.cookie)).status, 200);
  const changed = await ask('POST', '/api/me/password', renewed.cookie, {
    password: PASSWORD,
    next: 'another good password',
  });
  assert.equal(changed.status, 200, changed.body);
  for (const old of [renewed.cookie, again.cookie]) assert.equal((await ask('GET', '/api/health', old)).status, 401);
  assert.equal((await ask('GET', '/api/health', changed.cookie)).status, 200);
});

test('a visit ends without hands after 30 minutes, with them after 12 hours, and when it is logged out', async (t) => {
  const { ask, enter, clock } = await entryStage(t);
  const cookie = await enter('doc', 'admin');
  clock.at += IDLE - 1;
  assert.equal((await ask('GET', '/api/health', cookie)).status, 200);
  clock.at += 1;
  assert.equal((await ask('GET', '/api/health', cookie)).status, 401, 'what a page asks by itself are no hands');
  const other = (await ask('POST', '/api/login', undefined, { name: 'doc', password: PASSWORD })).cookie;
  for (let passed = 0; passed < LONGEST_VISIT; passed += IDLE / 2) {
    assert.equal((await ask('POST', '/api/here', other)).status, 200);
    clock.at += IDLE / 2;
  }
  assert.equal((await ask('POST', '/api/here', other)).status, 401);
  const last = (await ask('POST', '/api/login', undefined, { name: 'doc', password: PASSWORD })).cookie;
  assert.equal((await ask('POST', '/api/logout', last)).status, 200);
  assert.equal((await ask('GET', '/api/health', last)).status, 401);
});

test('what a page elsewhere makes a browser post is refused: 30 forged origins, and without what our pages send along', async (t) => {
  const { ask, enter, app, postOf } = await entryStage(t);
  const cookie = await enter('doc', 'admin');
  const body = { name: 'biff', role: 'admin' };
  const forged = [
    ...[
      'http://evil.example',
      'https://evil.example',
      'null',
      '',
      'localhost:8080',
      '//localhost:8080',
      'http://localhost',
    ],
    ...[
      'http://localhost:8081',
      'http://localhost:80',
      'https://localhost:8081',
      'http://127.0.0.1:8080',
      'http://[::1]:8080',
    ],
    ...[
      'http://localhost:8080.evil.example',
      'http://localhost.evil.example:8080',
      'http://evil.example/localhost:8080',
    ],
    ...[
      'http://localhost:8080@evil.example',
      'http://localhost:8080/',
      'http://localhost:8080/x',
      'http://LOCALHOST:8080.',
      'ftp://localhost:8080',
    ],
    ...[
      'file://',
      'chrome-extension://abcdef',
      'http://xn--localhost-5ya:8080',
      'http://localhost%00:8080',
      'http://localhost:8080, http://evil.example',
    ],
    ...[
      'http://evil.example#http://localhost:8080',
      'http://evil.example?http://localhost:8080',
      'javascript:alert(1)',
      'data:text/html,x',
      'about:blank',
      'ws://localhost:8080',
    ],
  ];
  assert.ok(forged.length >= 30);
  for (const origin of forged) {
    const answer = await ask('POST', '/api/accounts', cookie, body, { ...HERE, origin });
    assert.equal(answer.status, 403, `${origin}: ${answer.body}`);
  }
  const without = { ...HERE, cookie: `__Host-tunnelwatch=${cookie}` };
  for (const extra of [{}, { 'x-tunnelwatch-post': '' }, { 'x-tunnelwatch-post': 'x'.repeat(43) }])
    assert.equal((await app.inject({ method: 'POST', url: '/api/accounts', payload: body, headers: { ...without, ...extra } })).statusCode, 403); // prettier-ignore
  for (const site of ['cross-site', 'same-site', 'none'])
    assert.equal(
      (await ask('POST', '/api/accounts', cookie, body, { ...HERE, 'sec-fetch-site': site })).status,
      403,
      site,
    );
  const form = {
    ...without,
    'x-tunnelwatch-post': await postOf(cookie),
    'content-type': 'application/x-www-form-urlencoded',
  };
  assert.equal(
    (await app.inject({ method: 'POST', url: '/api/accounts', payload: 'name=biff', headers: form })).statusCode,
    415,
  );
  assert.equal((await ask('POST', '/api/accounts', cookie, body)).status, 200, 'and a page of ours is taken');
});

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

test('one-time codes are asked for from the first code on, and each is taken once', async (t) => {
  const { ask, enter, clock, accounts } = await entryStage(t);
  const cookie = await enter('doc', 'admin');
  const { seed } = JSON.parse((await ask('POST', '/api/me/seed', cookie)).body) as { readonly seed: string };
  const code = () => new TOTP({ secret: Secret.fromBase32(seed) }).generate({ timestamp: clock.at });
  assert.equal((await ask('POST', '/api/me/codes', cookie, { password: PASSWORD, seed, code: '000000' })).status, 409);
  assert.equal((await ask('POST', '/api/me/codes', cookie, { password: PASSWORD, seed, code: code() })).status, 200);
  const login = (more: object) => ask('POST', '/api/login', undefined, { name: 'doc', password: PASSWORD, ...more });
  assert.deepEqual(
    [(await login({})).status, (await login({ code: code() })).status],
    [401, 401],
    'none, and the one that was shown',
  );
  clock.at += 30_000;
  assert.equal((await login({ code: code() })).status, 200);
  assert.equal((await login({ code: code() })).status, 401, 'twice');
  clock.at += 30_000;
  const both = await Promise.all(
    ['198.51.100.1', '198.51.100.2'].map((from) =>
      accounts.logIn({ name: 'doc', password: PASSWORD, code: code() }, { from, agent: '' }),
    ),
  );
  assert.deepEqual(both.map(({ outcome }) => outcome).sort(), ['code', 'in'], 'two at once, from two places');
});

test('of one address one password is looked at at a time: others do not wait behind a flood', async (t) => {
  const { ask, accounts } = await entryStage(t);
  await accounts.add({ name: 'doc', role: 'admin', sites: null, password: PASSWORD });
  const guess = () => ask('POST', '/api/login', undefined, { name: 'doc', password: 'wrong password' });
  const statuses = (await Promise.all(Array.from({ length: 6 }, guess))).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), [401, 429, 429, 429, 429, 429]);
  assert.equal((await ask('POST', '/api/login', undefined, { name: 'doc', password: PASSWORD })).status, 200);
});

test('each login and each refusal is written down, by name where there is such an account', async (t) => {
  const { ask, accounts, noted } = await entryStage(t);
  await accounts.add({ name: 'doc', role: 'admin', sites: null, password: PASSWORD });
  await ask('POST', '/api/login', undefined, { name: 'Doc', password: PASSWORD });
  await ask('POST', '/api/login', undefined, { name: 'doc', password: 'wrong password' });
  await ask('POST', '/api/login', undefined, { name: 'a password in the wrong box', password: PASSWORD });
  const from = '127.0.0.1';
  assert.deepEqual(noted, [
    { by: 'doc', from, kind: 'login', about: { account: 'doc' } },
    { by: 'nobody', from, kind: 'login.refused', about: { account: 'doc', why: 'wrong' } },
    { by: 'nobody', from, kind: 'login.refused', about: { account: '(no such account)', why: 'wrong' } },
  ]);
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
  const { ask, enter, app, admitted } = await entryStage(t);
  const doc = await enter('doc', 'admin');
  const asked = await ask('POST', '/api/pairings');
  const pairing = /__Host-tunnelwatch-pairing=([\w-]+);/.exec(String(asked.headers['set-cookie']))?.[1] ?? '';
  const { code } = JSON.parse(asked.body) as { readonly code: string };
  const mine = () =>
    app.inject({ url: '/api/pairings/mine', headers: { ...HERE, cookie: `__Host-tunnelwatch-pairing=${pairing}` } });
  assert.equal((await mine()).json<{ state: string }>().state, 'waiting');
  assert.equal((await ask('GET', '/api/wall', pairing)).status, 401, 'not yet');
  const body = { code: code.toLowerCase().replace('-', ' '), name: 'NOC', showsNames: false, days: 30 };
  assert.equal((await ask('POST', '/api/walls', await enter('marty', 'operator'), body)).status, 403);
  assert.equal((await ask('POST', '/api/walls', doc, body)).status, 200);
  assert.equal((await ask('POST', '/api/walls', doc, body)).status, 404, 'once');
  const paired = await mine();
  assert.equal(paired.json<{ state: string }>().state, 'paired');
  const wall = /__Host-tunnelwatch=([\w-]+);/.exec(String(paired.headers['set-cookie']))?.[1];
  assert.equal((await ask('GET', '/api/wall', wall)).status, 200);
  for (const url of ['/api/sessions', '/api/users', '/api/messages', '/api/sessions.csv', '/api/alerts', '/metrics'])
    assert.equal((await ask('GET', url, wall)).status, 403, url);
  const [{ id } = { id: 0 }] = admitted.walls();
  assert.equal((await ask('POST', `/api/walls/${id}/revoke`, doc)).status, 200);
  assert.equal((await ask('GET', '/api/wall', wall)).status, 401);
});
