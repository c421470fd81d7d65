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
