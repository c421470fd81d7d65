import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { text } from 'node:stream/consumers';

/** What this provider gets wrong, and whom it lets in. */
export interface Mood {
  /** Of the ID token; what is `undefined` is left out. */
  claims: Record<string, unknown>;
  header: Record<string, unknown>;
  key: KeyObject;
  /** In place of the ID token's signature. */
  signature?: string;
  /** What it tells beside the ID token. */
  info?: Record<string, unknown>;
  /** Of what it tells of itself. */
  metadata: Record<string, unknown>;
  /** It lets nobody in, in this word. */
  error?: string;
  /** It takes questions to this path, and never answers. */
  silent?: string;
}

/** What a code was given for. */
interface Given {
  readonly challenge: string;
  readonly nonce: string;
  readonly back: string;
}

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const ours = pair();
/** A key that it does not tell of. */
export const otherKey = pair().privateKey;
export const CLIENT = { id: 'tunnelwatch', secret: 'plutonium & lead' };

/** An OpenID Connect provider on a free port of 127.0.0.1, which asks nobody for a password: it lets in whoever is in its claims. */
export async function startOidc(t: TestContext) {
  const given = new Map<string, Given>();
  const asked: string[] = [];
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a pipe
  const issuer = `http://127.0.0.1:${port}/realms/noc`;
  const mood: Mood = { claims: {}, header: {}, key: ours.privateKey, metadata: {} };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((done) => server.close(done));
  };
  t.after(stop);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', issuer);
    const path = url.pathname.replace('/realms/noc', '');
    asked.push(path);
    if (path === mood.silent) return;
    const json = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (path === '/.well-known/openid-configuration') json(200, metadata());
    else if (path === '/keys')
      json(200, { keys: [{ ...ours.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    else if (path === '/login') response.writeHead(302, { location: letIn(url.searchParams) }).end();
    else if (path === '/info') json(200, { sub: 'mcfly', ...mood.info });
    else if (path === '/token') {
      const told = new URLSearchParams(await text(request));
      const fault = faultOf(request.headers.authorization, told);
      if (fault !== undefined) json(fault === 'invalid_client' ? 401 : 400, { error: fault });
      else json(200, { access_token: 'flux', token_type: 'Bearer', id_token: idToken(take(told)) });
    } else response.writeHead(404).end();
  }

  const metadata = () => ({
    issuer,
    ...{ authorization_endpoint: `${issuer}/login`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` },
    ...{ response_types_supported: ['code'], subject_types_supported: ['public'] },
    id_token_signing_alg_values_supported: ['RS256'],
    ...(mood.info && { userinfo_endpoint: `${issuer}/info` }),
    ...mood.metadata,
  });

  /** Where it sends the browser back to. */
  function letIn(told: URLSearchParams): string {
    const value = (name: string): string => told.get(name) ?? '';
    const back = new URL(value('redirect_uri'));
    back.searchParams.set('state', value('state'));
    if (mood.error !== undefined) back.searchParams.set('error', mood.error);
    else {
      const code = randomBytes(8).toString('hex');
      given.set(code, { challenge: value('code_challenge'), nonce: value('nonce'), back: value('redirect_uri') });
      back.searchParams.set('code', code);
      // Of its own, as providers add something.
      back.searchParams.set('session_state', 'x');
    }
    return back.href;
  }

  function faultOf(authorization: string | undefined, told: URLSearchParams): string | undefined {
    // RFC 6749, 2.3.1: encoded as in a form before it is put together.
    const form = (part: string): string => new URLSearchParams({ '': part }).toString().slice(1);
    const basic = `Basic ${Buffer.from(`${form(CLIENT.id)}:${form(CLIENT.secret)}`).toString('base64')}`;
    const posted = told.get('client_id') === CLIENT.id && told.get('client_secret') === CLIENT.secret;
    const isPosted = mood.metadata['token_endpoint_auth_methods_supported'] !== undefined;
    if (isPosted ? !posted || authorization !== undefined : authorization !== basic) return 'invalid_client';
    const one = given.get(told.get('code') ?? '');
    const challenge = createHash('sha256').update(told.get('code_verifier') ?? '').digest('base64url'); // prettier-ignore
    return one?.challenge === challenge && one.back === told.get('redirect_uri') ? undefined : 'invalid_grant';
  }

  /** A code is good once. */
  function take(told: URLSearchParams): string {
    const code = told.get('code') ?? '';
    const nonce = given.get(code)?.nonce ?? '';
    given.delete(code);
    return nonce;
  }

  function idToken(nonce: string): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: 'mcfly', aud: CLIENT.id, iat: now, exp: now + 60, nonce, ...mood.claims };
    const parts = [{ alg: 'RS256', kid: 'one', ...mood.header }, claims];
    const body = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${body}.${mood.signature ?? sign('sha256', Buffer.from(body), mood.key).toString('base64url')}`;
  }

  /** Goes where a login begins, as a browser does; resolves with what it comes back with. */
  const visit = async (url: string): Promise<URLSearchParams> => {
    const { headers } = await fetch(url, { redirect: 'manual' });
    return new URL(headers.get('location') ?? '').searchParams;
  };
  return { issuer, mood, asked, stop, visit };
}
