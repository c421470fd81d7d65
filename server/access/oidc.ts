import * as client from 'openid-client';
import { accountNameFault } from '../domain/access/account.ts';
import { OidcFault } from './oidc-fault.ts';

/** A provider, as it is set. */
export interface ProviderSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly secret: string;
  /** What it tells that is the name of an account. */
  readonly claim: string;
  readonly scopes: string;
  /** Where it sends people back to. */
  readonly back: string;
  /** How long each of its answers may take, in milliseconds. */
  readonly within?: number;
}

/** What a login was begun with, known to nobody else: the answer must fit it. */
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE (RFC 7636). */
  readonly verifier: string;
}

/** An OpenID Connect provider, asked by the authorization code flow with PKCE. */
export interface Provider {
  /** Where the browser is to go. Rejects with an `OidcFault`. */
  begin(): Promise<{ readonly url: string; readonly begun: Begun }>;
  /** The name of whom it has let in, from the parameters that the browser came back with. Rejects with an `OidcFault`. */
  finish(answer: URLSearchParams, begun: Begun): Promise<string>;
}

/** Shorter than a page of ours waits. */
const WITHIN = 5_000;
/** What a provider tells of itself is asked for anew after this, in milliseconds. */
const KNOWN_FOR = 3_600_000;
/** So much of what a provider answers is told. */
const LONGEST = 100;

/** A provider that is asked what it is when somebody first logs in by it, and again when that failed. `now`: milliseconds. */
export function createProvider(settings: ProviderSettings, now: () => number): Provider {
  let known: { readonly config: Promise<client.Configuration>; readonly until: number } | undefined;
  const configuration = (): Promise<client.Configuration> => {
    if (known !== undefined && now() < known.until) return known.config;
    const asked = { config: discovered(settings), until: now() + KNOWN_FOR };
    known = asked;
    void asked.config.catch(() => {
      if (known === asked) known = undefined;
    });
    return asked.config;
  };
  return {
    begin: () =>
      told(async () => {
        const config = await configuration();
        const begun = {
          state: client.randomState(),
          nonce: client.randomNonce(),
          verifier: client.randomPKCECodeVerifier(),
        };
        const url = client.buildAuthorizationUrl(config, {
          redirect_uri: settings.back,
          scope: settings.scopes,
          state: begun.state,
          nonce: begun.nonce,
          code_challenge: await client.calculatePKCECodeChallenge(begun.verifier),
          code_challenge_method: 'S256',
        });
        return { url: url.href, begun };
      }),
    finish: (answer, begun) =>
      told(async () => {
        const config = await configuration();
        const back = new URL(settings.back);
        back.search = answer.toString();
        const tokens = await client.authorizationCodeGrant(config, back, {
          expectedState: begun.state,
          expectedNonce: begun.nonce,
          pkceCodeVerifier: begun.verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new OidcFault('wrong', 'there is no ID token');
        const isWhole = claims[settings.claim] !== undefined || config.serverMetadata().userinfo_endpoint === undefined;
        const more = isWhole ? {} : await client.fetchUserInfo(config, tokens.access_token, claims.sub);
        return nameIn({ ...more, ...claims }, settings.claim);
      }),
  };
}

async function discovered({
  issuer,
  clientId,
  secret,
  within = WITHIN,
}: ProviderSettings): Promise<client.Configuration> {
  // Signatures are checked also of what came from the provider itself.
  const execute = [client.enableNonRepudiationChecks];
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- only to stand out: without TLS on this machine alone
  if (issuer.protocol === 'http:') execute.push(client.allowInsecureRequests);
  const config = await client.discovery(issuer, clientId, undefined, secretFor(secret), {
    timeout: within / 1000,
    execute,
  });
  // The package makes exceptions for providers that let in everybody's customers.
  if (new URL(config.serverMetadata().issuer).href !== issuer.href)
    throw new OidcFault('wrong', 'the provider calls itself otherwise than OIDC_ISSUER');
  return config;
}

/** The secret in the way that the provider wants it; by the header where it does not say. */
function secretFor(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    (ways.includes('client_secret_basic') ? basic : post)(server, ...rest);
  };
}

/** The name that stands in the claim. Only what could be an account's, letter for letter. */
function nameIn(claims: Readonly<Record<string, unknown>>, claim: string): string {
  const name = claims[claim];
  if (typeof name !== 'string' || accountNameFault(name) !== undefined)
    throw new OidcFault(
      'nobody',
      `the claim ${claim} is ${name === undefined ? 'not there' : 'no name of an account'}`,
    );
  if (claim === 'email' && claims['email_verified'] !== true)
    throw new OidcFault('nobody', 'the claim email is there without email_verified');
  return name;
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error);
  }
}

/** What went wrong in words of the package's own: what it hangs on its errors are tokens and claims. */
function faultOf(error: unknown): OidcFault {
  if (error instanceof OidcFault) return error;
  if (error instanceof client.AuthorizationResponseError)
    return new OidcFault('refused', `the provider sent back: ${error.error.slice(0, LONGEST)}`);
  if (error instanceof client.ResponseBodyError)
    return new OidcFault('wrong', `the provider answered ${error.status}: ${error.error.slice(0, LONGEST)}`);
  const all = chainOf(error);
  const isDown = all.some(
    (one) => one.name === 'TimeoutError' || isUnreached(one) || codeOf(one) === 'OAUTH_RESPONSE_IS_NOT_CONFORM',
  );
  const words = all.filter((one) => !(one instanceof SyntaxError)).map((one) => codeOf(one) ?? one.message);
  return new OidcFault(isDown ? 'down' : 'wrong', [...new Set(words)].join(': '));
}

/** An error and what it came of. */
function chainOf(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : [];
}

/** Whether it is what `fetch` rejects with where there is no answer. */
function isUnreached(error: Error): boolean {
  return error instanceof TypeError && error.cause instanceof Error;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
