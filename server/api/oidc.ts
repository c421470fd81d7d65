import { Type } from 'typebox';
import { AWAY, type OidcOutcome } from '../access/oidc-logins.ts';
import { NOBODY } from '../domain/access/audit.ts';
import type { AccessDesk } from './access-desk.ts';
import { cookieHeader, noOidc, oidcHeader, oidcOf } from './cookie.ts';
import { ApiError, failures } from './errors.ts';
import { comerOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { query } from './schema.ts';

const { Object: Row, String: Text } = Type;

const SEE_OTHER = 303;

/** Logging in by an OpenID Connect provider: a page of ours begins it, and the browser comes back to be sent on to a page. */
export function oidcResource({ oidc, note }: AccessDesk): Resource {
  return (app, _options, done) => {
    const begun = {
      summary: 'Begins a login by the OpenID Connect provider: where the browser is to go',
      querystring: query({}),
      body: Row(
        { to: Text({ maxLength: 2048, description: 'The page that was asked for.' }) },
        { additionalProperties: false },
      ),
      response: { 200: Row({ url: Text() }), ...failures('invalid', 'elsewhere', 'noProvider', 'providerDown') },
    };
    app.post('/api/oidc', { config: { rate: 'login' }, schema: begun }, async (request, reply) => {
      if (oidc === undefined) throw new ApiError('noProvider');
      const { caller, headers, body } = request;
      // The answer comes to that name alone, and the cookie does not.
      if (headers.host !== oidc.pages.host)
        throw new ApiError('noProvider', `By it one logs in at ${oidc.pages.origin} only.`);
      const visit = caller?.kind === 'visit' ? caller.hash : undefined;
      const { url, credential } = await oidc.begin({ to: ours(body.to, oidc.pages), visit });
      void reply.header('set-cookie', oidcHeader(credential, AWAY / 1000));
      return { url };
    });

    // A page: browsers come here from the provider, with whatever it adds. No more often than they were sent there, so it is no try of its own.
    app.get('/api/oidc/back', { schema: { hide: true } }, async (request, reply) => {
      const comer = comerOf(request);
      const answer = new URLSearchParams(request.url.split('?').slice(1).join('?'));
      const told: OidcOutcome = (await oidc?.finish(oidcOf(request.headers.cookie), answer, comer)) ?? {
        outcome: 'late',
      };
      const row = noteOf(told);
      if (row !== undefined) await note({ from: comer.from, ...row });
      if (told.outcome !== 'in') return reply.redirect(refusal(told), SEE_OTHER);
      void reply.header('set-cookie', [cookieHeader(told.credential), noOidc]);
      return reply.redirect(told.to, SEE_OTHER);
    });
    done();
  };
}

/** The address of a page of ours, or of the first one: nothing leads elsewhere from here. */
function ours(path: string, { origin }: URL): string {
  const url = URL.canParse(path, origin) ? new URL(path, origin) : undefined;
  return url?.origin === origin ? url.href : `${origin}/`;
}

/** Where the page tells why; the name that nobody here has stands behind the "#", which no log gets to see. */
function refusal(told: Exclude<OidcOutcome, { outcome: 'in' }>): string {
  const name = 'name' in told ? `#${encodeURIComponent(told.name ?? '')}` : '';
  return `/enter?refused=${told.outcome}${name}`;
}

/** What is written down; nothing where nobody was looked at. */
function noteOf(told: OidcOutcome) {
  const via = 'oidc';
  switch (told.outcome) {
    case 'in':
      return { by: told.account.name, kind: 'login' as const, about: { account: told.account.name, via } };
    case 'nobody':
    case 'refused':
    case 'wrong':
      return { by: NOBODY, kind: 'login.refused' as const, about: { why: told.outcome, via } };
    case 'late':
    case 'soon':
    case 'down':
      return undefined;
  }
}
