import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { OidcFault, type OidcWhy } from '../../../server/access/oidc-fault.ts';
import { createProvider, type ProviderSettings } from '../../../server/access/oidc.ts';
import { CLIENT, otherKey, startOidc, type Mood } from './provider.ts';

const HOUR = 3_600_000;

/** A provider of ours, and one that it asks; the clock is the test's. */
async function oidcStage(t: TestContext, more: Partial<ProviderSettings> = {}) {
  const oidc = await startOidc(t);
  const clock = { at: 0 };
  const settings = {
    ...{ issuer: new URL(oidc.issuer), clientId: CLIENT.id, secret: CLIENT.secret },
    ...{ claim: 'preferred_username', scopes: 'openid profile', back: 'https://noc.example/api/oidc/back' },
    ...more,
  };
  const provider = createProvider(settings, () => clock.at);
  /** Logs in from the button to the way back. */
  const logIn = async (): Promise<string> => {
    const { url, begun } = await provider.begin();
    return provider.finish(await oidc.visit(url), begun);
  };
  return { ...oidc, clock, provider, logIn };
}

/** Takes a rejection for what it is, and looks that its words give nothing away. */
async function faultOf(work: Promise<unknown>): Promise<readonly [OidcWhy, string]> {
  const fault = await work.then(
    () => assert.fail('somebody came in'),
    (error: unknown) => error,
  );
  assert.ok(fault instanceof OidcFault, String(fault));
  assert.equal(fault.cause, undefined);
  assert.doesNotMatch(fault.message, /mcfly|plutonium|flux|eyJ|[\w-]{43}/, fault.message);
  return [fault.why, fault.message];
}

test('whom the provider lets in is the claim’s, by a code with PKCE, state and nonce', async (t) => {
  const { provider, logIn, mood, asked } = await oidcStage(t);
  mood.claims = { preferred_username: 'Marty' };
  const { searchParams } = new URL((await provider.begin()).url);
  assert.deepEqual(
    Object.fromEntries([...searchParams].filter(([name]) => !/state|nonce|code_challenge$/.test(name))),
    {
      ...{ client_id: CLIENT.id, response_type: 'code', code_challenge_method: 'S256', scope: 'openid profile' },
      redirect_uri: 'https://noc.example/api/oidc/back',
    },
  );
  for (const name of ['state', 'nonce', 'code_challenge']) assert.match(searchParams.get(name) ?? '', /^[\w-]{43}$/);
  assert.equal(await logIn(), 'Marty');
  assert.equal(await logIn(), 'Marty');
  const looks = asked.filter((path) => path.startsWith('/.well-known/'));
  assert.equal(looks.length, 1, 'it is asked once what it is');
});

const seconds = () => Math.floor(Date.now() / 1000);
/** What is wrong with an answer, and what our log says of it. */
const lies: Readonly<Record<string, readonly [(mood: Mood) => Partial<Mood>, RegExp]>> = {
  'another nonce': [() => ({ claims: { nonce: 'x' } }), /CLAIM/],
  'no nonce': [() => ({ claims: { nonce: undefined } }), /INVALID_RESPONSE/],
  'another audience': [() => ({ claims: { aud: 'toaster' } }), /CLAIM/],
  'several audiences, meant for another': [
    () => ({ claims: { aud: ['toaster', CLIENT.id], azp: 'toaster' } }),
    /CLAIM/,
  ],
  'another issuer': [() => ({ claims: { iss: 'https://evil.example' } }), /CLAIM/],
  'a token of before': [() => ({ claims: { exp: seconds() - 120, iat: seconds() - 180 } }), /TIMESTAMP/],
  'a token without end': [() => ({ claims: { exp: undefined } }), /INVALID_RESPONSE/],
  'a token that is not good yet': [() => ({ claims: { nbf: seconds() + 120 } }), /TIMESTAMP/],
  'a key of somebody else': [() => ({ key: otherKey }), /INVALID_RESPONSE/],
  'a broken signature': [() => ({ signature: Buffer.alloc(256, 1).toString('base64url') }), /INVALID_RESPONSE/],
  'no signature': [() => ({ header: { alg: 'none', kid: undefined }, signature: '' }), /INVALID_RESPONSE/],
  'no signature, though it says so itself': [
    () => ({ header: { alg: 'none' }, signature: '', metadata: { id_token_signing_alg_values_supported: ['none'] } }),
    /UNSUPPORTED/,
  ],
  'a signature by the client’s secret': [
    () => ({ header: { alg: 'HS256' }, metadata: { id_token_signing_alg_values_supported: ['HS256'] } }),
    /UNSUPPORTED/,
  ],
};

test('an ID token that is not for this login, not for now, or not signed by the provider lets nobody in', async (t) => {
  for (const [what, [lie, words]] of Object.entries(lies)) {
    const { logIn, mood } = await oidcStage(t);
    const told = lie(mood);
    Object.assign(mood, told, { claims: { preferred_username: 'marty', ...told.claims } });
    const [why, said] = await faultOf(logIn());
    assert.equal(why, 'wrong', what);
    assert.match(said, words, what);
  }
});

test('lets nobody in by another state, by a code of another login, and by one code twice', async (t) => {
  const { provider, visit, mood } = await oidcStage(t);
  mood.claims = { preferred_username: 'marty' };
  const [one, two] = [await provider.begin(), await provider.begin()];
  const [mine, other] = [await visit(one.url), await visit(two.url)];
  assert.equal((await faultOf(provider.finish(other, one.begun)))[0], 'wrong');
  const mixed = new URLSearchParams({ ...Object.fromEntries(other), state: one.begun.state });
  assert.deepEqual(await faultOf(provider.finish(mixed, one.begun)), [
    'wrong',
    'the provider answered 400: invalid_grant',
  ]);
  const issued = new URLSearchParams([...mine, ['iss', 'https://evil.example']]);
  assert.equal((await faultOf(provider.finish(issued, one.begun)))[0], 'wrong');
  const doubled = new URLSearchParams([...mine, ['code', 'x']]);
  assert.equal((await faultOf(provider.finish(doubled, one.begun)))[0], 'wrong');
  assert.equal(await provider.finish(mine, one.begun), 'marty');
  assert.deepEqual(await faultOf(provider.finish(mine, one.begun)), [
    'wrong',
    'the provider answered 400: invalid_grant',
  ]);
});

test('a claim that could be no account’s name, letter for letter, is nobody', async (t) => {
  const { logIn, mood } = await oidcStage(t);
  const hostile = [
    ...[undefined, null, 7, true, '', ' marty', ['marty'], { name: 'marty' }, 'x'.repeat(10_240), '../marty'],
    ...['<img src=x onerror=alert(1)>', 'mar\0ty', 'marty\r\nset-cookie: a=b', '\u202emarty', '__proto__'],
    // The sign for kelvin, whose small letter is a k.
    '\u212aelvin',
  ];
  for (const preferred_username of hostile) {
    mood.claims = { preferred_username };
    const [why, words] = await faultOf(logIn());
    assert.equal(why, 'nobody', JSON.stringify(preferred_username));
    assert.match(words, /^the claim preferred_username is (?:not there|no name of an account)$/);
  }
});

test('an e-mail address counts only where the provider has verified it', async (t) => {
  const { logIn, mood } = await oidcStage(t, { claim: 'email' });
  for (const email_verified of [undefined, false, 'true', 1]) {
    mood.claims = { email: 'marty@noc.example', email_verified };
    assert.equal((await faultOf(logIn()))[0], 'nobody', String(email_verified));
  }
  mood.claims = { email: 'marty@noc.example', email_verified: true };
  assert.equal(await logIn(), 'marty@noc.example');
});

test('what the ID token lacks is asked for, of the same person only', async (t) => {
  const { logIn, mood } = await oidcStage(t);
  mood.info = { preferred_username: 'marty' };
  assert.equal(await logIn(), 'marty');
  mood.info = { preferred_username: 'marty', sub: 'biff' };
  assert.equal((await faultOf(logIn()))[0], 'wrong');
});

test('the secret goes by the header, or in the body where only that is taken; a wrong one is told in the log', async (t) => {
  const { logIn, mood, clock } = await oidcStage(t);
  mood.claims = { preferred_username: 'marty' };
  mood.metadata = { token_endpoint_auth_methods_supported: ['client_secret_post'] };
  assert.equal(await logIn(), 'marty');
  clock.at += HOUR;
  mood.metadata = {};
  assert.equal(await logIn(), 'marty');
  const wrong = await oidcStage(t, { secret: 'lead' });
  assert.deepEqual(await faultOf(wrong.logIn()), ['wrong', 'the provider answered 401: invalid_client']);
});

test('who is not let in by the provider is told so', async (t) => {
  const { logIn, mood } = await oidcStage(t);
  mood.error = 'access_denied';
  assert.deepEqual(await faultOf(logIn()), ['refused', 'the provider sent back: access_denied']);
});

test('a provider that calls itself otherwise is none, also one that lets in everybody’s customers', async (t) => {
  const { provider, mood, issuer } = await oidcStage(t);
  for (const other of ['https://evil.example', `${issuer}/`]) {
    mood.metadata = { issuer: other };
    assert.equal((await faultOf(provider.begin()))[0], 'wrong', other);
  }
  mood.metadata = {};
  await provider.begin();
  const everybody = 'https://login.microsoftonline.com/common/v2.0';
  const told = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as object;
  t.mock.method(globalThis, 'fetch', () =>
    Promise.resolve(Response.json({ ...told, issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' })),
  );
  const settings = { issuer: new URL(everybody), clientId: CLIENT.id, secret: CLIENT.secret };
  const open = createProvider({ ...settings, claim: 'email', scopes: 'openid', back: 'https://noc.example' }, () => 0);
  assert.deepEqual(await faultOf(open.begin()), ['wrong', 'the provider calls itself otherwise than OIDC_ISSUER']);
});

test(
  'a provider that is down or silent is told so in time, and asked again the next time',
  { timeout: 20_000 },
  async (t) => {
    const { provider, logIn, mood, visit, stop } = await oidcStage(t, { within: 300 });
    mood.claims = { preferred_username: 'marty' };
    mood.silent = '/.well-known/openid-configuration';
    const [why, words] = await faultOf(provider.begin());
    assert.deepEqual([why, /TIMEOUT/.test(words)], ['down', true]);
    for (const silent of ['/token', '/keys']) {
      mood.silent = '';
      const { url, begun } = await provider.begin();
      const back = await visit(url);
      mood.silent = silent;
      assert.equal((await faultOf(provider.finish(back, begun)))[0], 'down', silent);
    }
    delete mood.silent;
    assert.equal(await logIn(), 'marty');
    const { url, begun } = await provider.begin();
    const back = await visit(url);
    await stop();
    assert.deepEqual((await faultOf(provider.finish(back, begun)))[0], 'down');
  },
);
