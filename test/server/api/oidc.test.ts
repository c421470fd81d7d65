import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { OidcFault } from '../../../server/access/oidc-fault.ts';
import { AWAY, createOidcLogins } from '../../../server/access/oidc-logins.ts';
import { createProvider } from '../../../server/access/oidc.ts';
import { CLIENT, startOidc } from '../access/provider.ts';
import { entryStage, HERE, PASSWORD } from './entry-stage.ts';

const PAGES = 'http://localhost:8080';

/** The API with a provider to log in by. */
async function stageOf(t: TestContext) {
  const provider = await startOidc(t);
  provider.mood.claims = { preferred_username: 'marty' };
  const faults: OidcFault[] = [];
  const settings = {
    ...{ issuer: new URL(provider.issuer), clientId: CLIENT.id, secret: CLIENT.secret, within: 300 },
    ...{ claim: 'preferred_username', scopes: 'openid profile', back: `${PAGES}/api/oidc/back` },
  };
  const stage = await entryStage(t, (parts) =>
    createOidcLogins({
      ...{ ...parts, label: 'Hill Valley', pages: new URL(PAGES), onFault: (fault) => faults.push(fault) },
      provider: createProvider(settings, () => 0),
    }),
  );
  /** Presses the button: where the browser is to go, and the cookie that it is known by. */
  const begin = async (to = '/', cookie?: string) => {
    const { status, body, headers } = await stage.ask('POST', '/api/oidc', cookie, { to });
    assert.equal(status, 200, body);
    const given = String(headers['set-cookie']);
    assert.match(given, /^__Host-tunnelwatch-oidc=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/);
    return { url: (JSON.parse(body) as { url: string }).url, known: given.split(';')[0] ?? '' };
  };
  /** Comes back as a browser does: from another site, with no cookie but that one. */
  const comeBack = async (known: string, answer: URLSearchParams) => {
    const headers = { host: HERE.host, 'sec-fetch-site': 'cross-site', cookie: known };
    const back = await stage.ask('GET', `/api/oidc/back?${answer.toString()}`, undefined, undefined, headers);
    assert.equal(back.status, 303, back.body);
    return { to: back.headers.location, given: [back.headers['set-cookie']].flat().map(String), cookie: back.cookie };
  };
  const logIn = async (to?: string, cookie?: string) => {
    const { url, known } = await begin(to, cookie);
    return comeBack(known, await provider.visit(url));
  };
  return { ...stage, provider, faults, begin, comeBack, logIn };
}

test('whom the provider lets in is in as the account of that name, without a password, at the page that was asked for', async (t) => {
  const { ask, accounts, noted, logIn, provider } = await stageOf(t);
  await accounts.add({ name: 'Marty', role: 'operator', sites: null, password: null });
  assert.match((await ask('GET', '/api/me')).body, /"state":"nobody".*"oidc":"Hill Valley"/);
  const { to, given, cookie } = await logIn('/sessions?state=any');
  assert.equal(to, `${PAGES}/sessions?state=any`);
  assert.match(given[0] ?? '', /^__Host-tunnelwatch=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
  assert.match(given[1] ?? '', /^__Host-tunnelwatch-oidc=; .*Max-Age=0$/);
  assert.match((await ask('GET', '/api/me', cookie)).body, /"state":"in","name":"Marty","role":"operator"/);
  assert.deepEqual(noted, [
    { by: 'Marty', from: '127.0.0.1', kind: 'login', about: { account: 'Marty', via: 'oidc' } },
  ]);
  assert.ok(provider.asked.includes('/keys'), 'the signature was looked at');
});

test('each login gives another cookie, and ends the visit that the browser had', async (t) => {
  const { ask, accounts, logIn } = await stageOf(t);
  await accounts.add({ name: 'marty', role: 'viewer', sites: null, password: PASSWORD });
  const before = (await ask('POST', '/api/login', undefined, { name: 'marty', password: PASSWORD })).cookie;
  const after = (await logIn('/', before)).cookie;
  assert.equal((await ask('GET', '/api/health', before)).status, 401);
  assert.equal((await ask('GET', '/api/health', after)).status, 200);
});

test('an answer is taken once, in time, from the browser that began, with its state; else nothing is looked at', async (t) => {
  const { accounts, clock, noted, begin, comeBack, provider } = await stageOf(t);
  await accounts.add({ name: 'marty', role: 'viewer', sites: null, password: null });
  const [one, other] = [await begin(), await begin()];
  const answer = await provider.visit(one.url);
  const late = { to: '/enter?refused=late', given: ['undefined'], cookie: undefined };
  const changed = (state: string) => new URLSearchParams({ ...Object.fromEntries(answer), state });
  for (const [known, told] of [
    [other.known, answer],
    ['', answer],
    [`${one.known}; ${other.known}`, answer],
    ['__Host-tunnelwatch-oidc=planted-by-somebody-else-0123456789abcdefghi', answer],
    [one.known, changed('x')],
    [one.known, changed('')],
    [one.known, new URLSearchParams()],
    // What another browser has been given, with the cookie of this one: no login of somebody else is forced upon it.
    [one.known, await provider.visit(other.url)],
  ] as const)
    assert.deepEqual(await comeBack(known, told), late);
  assert.ok(!provider.asked.includes('/token'));
  clock.at += AWAY - 1;
  assert.ok((await comeBack(one.known, answer)).cookie);
  assert.deepEqual(await comeBack(one.known, answer), late);
  const slow = await begin();
  const told = await provider.visit(slow.url);
  clock.at += AWAY;
  assert.deepEqual(await comeBack(slow.known, told), late);
  assert.equal(noted.length, 1, 'whoever floods us does not fill the log');
});

test('whoever has no account, and whoever’s is disabled, is told the same; it is written down, and slowed down', async (t) => {
  const { accounts, admitted, noted, logIn, provider } = await stageOf(t);
  await accounts.add({ name: 'doc', role: 'admin', sites: null, password: null });
  const biff = await accounts.add({ name: 'biff', role: 'viewer', sites: null, password: null });
  await accounts.setDisabled(biff, true);
  const refused = { by: 'nobody', from: '127.0.0.1', kind: 'login.refused', about: { why: 'nobody', via: 'oidc' } };
  for (const preferred_username of ['biff', 'marty']) {
    provider.mood.claims = { preferred_username };
    const { to, cookie } = await logIn();
    assert.deepEqual([to, cookie], [`/enter?refused=nobody#${preferred_username}`, undefined]);
    assert.deepEqual(noted.splice(0), [refused]);
  }
  assert.equal(admitted.named('marty'), undefined, 'none is made');
  for (let tries = 1; tries < 5; tries += 1) await logIn();
  noted.length = 0;
  assert.equal((await logIn()).to, '/enter?refused=soon');
  assert.deepEqual(noted, [], 'nothing was looked at');
  provider.mood.claims = { preferred_username: 'doc' };
  assert.ok((await logIn()).cookie, 'nobody else waits');
});

test('what no account can be called is in no address and in no log', async (t) => {
  const { accounts, noted, faults, logIn, provider } = await stageOf(t);
  await accounts.add({ name: 'doc', role: 'admin', sites: null, password: null });
  for (const preferred_username of [7, 'x'.repeat(10_240), '<b>marty</b>', 'doc\r\nset-cookie: a=b', undefined]) {
    provider.mood.claims = { preferred_username };
    assert.equal((await logIn()).to, '/enter?refused=nobody');
  }
  assert.doesNotMatch(JSON.stringify([noted, faults.map(String)]), /xxx|marty|set-cookie/);
});

test('a provider that refuses, lies, or does not answer is told apart, and lets nobody in', async (t) => {
  const { accounts, noted, faults, begin, comeBack, logIn, provider, ask } = await stageOf(t);
  await accounts.add({ name: 'marty', role: 'viewer', sites: null, password: null });
  provider.mood.error = 'access_denied';
  assert.equal((await logIn()).to, '/enter?refused=refused');
  delete provider.mood.error;
  provider.mood.claims = { preferred_username: 'marty', aud: 'toaster' };
  assert.equal((await logIn()).to, '/enter?refused=wrong');
  provider.mood.silent = '/token';
  assert.equal((await logIn()).to, '/enter?refused=down');
  assert.deepEqual(
    noted.map(({ kind, about }) => [kind, about?.['why']]),
    [
      ['login.refused', 'refused'],
      ['login.refused', 'wrong'],
    ],
  );
  assert.deepEqual(
    faults.map(({ why }) => why),
    ['refused', 'wrong', 'down'],
  );
  const { url, known } = await begin();
  const answer = await provider.visit(url);
  await provider.stop();
  assert.equal((await comeBack(known, answer)).to, '/enter?refused=down');
  assert.equal((await ask('GET', '/api/alive')).status, 200);
});

test('while the provider cannot be asked what it is, the button says so, and passwords let in', async (t) => {
  const { enter, ask, provider, begin } = await stageOf(t);
  provider.mood.silent = '/.well-known/openid-configuration';
  const { status, body } = await ask('POST', '/api/oidc', undefined, { to: '/' });
  assert.deepEqual([status, /cannot be asked just now/.test(body)], [503, true]);
  assert.ok(await enter('doc', 'admin'));
  delete provider.mood.silent;
  await begin();
});

test('one comes back to a page of ours and to nothing else, whatever was asked for', async (t) => {
  const { accounts, logIn } = await stageOf(t);
  await accounts.add({ name: 'marty', role: 'viewer', sites: null, password: null });
  for (const [asked, to] of [
    ['//evil.example/x', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['http://localhost:8081/', '/'],
    ['javascript:alert(1)', '/'],
    ['http://[', '/'],
    ['', '/'],
    ['/\t/evil.example', '/'],
    ['/.//evil.example', '//evil.example'],
    ['/users/HILL%5Cmarty', '/users/HILL%5Cmarty'],
  ] as const)
    assert.equal((await logIn(asked)).to, `${PAGES}${to}`, asked);
});

test('a login is begun by a page of ours only, at the name that the provider knows, and where one is set', async (t) => {
  const { ask } = await stageOf(t);
  const at = (headers: Record<string, string>) => ask('POST', '/api/oidc', undefined, { to: '/' }, headers);
  assert.equal((await at({ ...HERE, origin: 'https://evil.example' })).status, 403);
  assert.equal((await at({ ...HERE, 'sec-fetch-site': 'cross-site' })).status, 403);
  assert.equal((await at({ host: HERE.host })).status, 403);
  const other = await at({ ...HERE, host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' });
  assert.deepEqual([other.status, /at http:\/\/localhost:8080 only/.test(other.body)], [404, true]);
  assert.equal((await ask('GET', '/api/oidc')).status, 401);

  const none = await entryStage(t);
  assert.equal((await none.ask('POST', '/api/oidc', undefined, { to: '/' })).status, 404);
  const back = await none.ask('GET', '/api/oidc/back?code=x&state=y');
  assert.deepEqual([back.status, back.headers.location], [303, '/enter?refused=late']);
  assert.match((await none.ask('GET', '/api/me')).body, /"oidc":null/);
});

test('of more logins than may be under way the oldest is forgotten', async (t) => {
  const { admitted } = await entryStage(t);
  let count = 0;
  const logins = createOidcLogins({
    ...{ label: 'x', pages: new URL(PAGES), admitted, now: () => 0, onFault: () => undefined },
    throttle: { ask: () => ({ wait: 1 }), failed: () => undefined, succeeded: () => undefined },
    provider: {
      begin: () => Promise.resolve({ url: '', begun: { state: String((count += 1)), nonce: '', verifier: '' } }),
      finish: () => Promise.resolve('marty'),
    },
  });
  const begin = async () => (await logins.begin({ to: '/', visit: undefined })).credential;
  const finish = (credential: string | undefined, state: number) =>
    logins.finish(credential, new URLSearchParams({ state: String(state) }), { from: '127.0.0.1', agent: '' });
  const all: string[] = [];
  while (all.length < 10_001) all.push(await begin());
  assert.deepEqual(await finish(all[0], 1), { outcome: 'late' });
  assert.deepEqual(await finish(all[1], 2), { outcome: 'soon' });
});
