import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { accountOf, type LoginOutcome } from '../access/accounts.ts';
import { NOBODY } from '../domain/access/audit.ts';
import { isPermitted, permitNames, type Permit } from '../domain/access/permits.ts';
import { roles } from '../domain/access/role.ts';
import type { AccessDesk } from './access-desk.ts';
import { cookieHeader, cookieOf, forgetting } from './cookie.ts';
import { ApiError, failures, tooSoon } from './errors.ts';
import { comerOf, doerOf, postTokenOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { listOf, orNull, query } from './schema.ts';

const { Object: Row, Optional, String: Text, Boolean, Enum } = Type;

const closed = { additionalProperties: false };
const done200 = Row({ done: Boolean() });
const typedName = Text({ minLength: 1, maxLength: 64 });
const typedPassword = Text({ minLength: 1, maxLength: 1024 });
const credential = Text({ pattern: '^[\\w-]{20,100}$', description: 'Of the link: what stands behind its "#".' });

const me = Row({
  state: Enum(['in', 'nobody', 'new'], {
    description: '`new`: there is no account yet, and the console has the link that makes one.',
  }),
  name: orNull(Text()),
  role: Type.Union([Enum([...roles]), Type.Null()]),
  sites: Type.Union([listOf(Text()), Type.Null()]),
  hasTotp: Boolean(),
  hasPassword: Boolean({ description: 'Without one it comes in by a provider or a proxy alone.' }),
  may: listOf(Text({ description: 'What it is permitted: names of permits.' })),
  oidc: orNull(Text({ description: 'What the provider is called that one may log in by; null: there is none.' })),
  post: orNull(Text({ description: 'To be sent along as "x-tunnelwatch-post" with whatever is posted.' })),
});

/** Coming in and going out: the first administrator, logging in, who one is, and logging out. */
export function entryResource(desk: AccessDesk): Resource {
  const { admitted, accounts, setUp, enter, oidc, note } = desk;

  /** Gives the browser a new cookie; the visit that it may have come with is over. */
  async function letIn(request: FastifyRequest, reply: FastifyReply, value: string): Promise<{ done: boolean }> {
    if (request.caller?.kind === 'visit') await admitted.end([request.caller.hash]);
    void reply.header('set-cookie', cookieHeader(value));
    return { done: true };
  }

  let isSettingUp = false;
  return (app, _options, done) => {
    const config = { rate: 'login' } as const;
    const alive = {
      summary: 'That the server answers',
      querystring: query({}),
      response: { 200: done200, ...failures() },
    };
    app.get('/api/alive', { schema: alive }, () => ({ done: true }));

    const who = {
      summary: 'Who asks, and what that is permitted',
      querystring: query({}),
      response: { 200: me, ...failures() },
    };
    app.get('/api/me', { schema: who }, ({ caller, headers }) => {
      const nobody = admitted.accounts().length === 0 ? ('new' as const) : ('nobody' as const);
      const account = caller && accountOf(caller, admitted);
      const { name = null, role, sites = null } = caller ?? {};
      return {
        ...{ state: caller === undefined ? nobody : ('in' as const), name, role: role ?? null, sites },
        ...{ hasTotp: account?.hasTotp ?? false, hasPassword: typeof account?.password === 'string' },
        may: permitNames.filter((permit) => isPermitted(permit, role) && isForBound(permit, sites)),
        oidc: oidc?.label ?? null,
        post: postTokenOf(caller, cookieOf(headers.cookie)) ?? null,
      };
    });

    const first = {
      summary: 'Makes the first administrator, with the link from the console',
      querystring: query({}),
      body: Row({ credential, name: typedName, password: typedPassword }, closed),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'badLink', 'badAccount') },
    };
    app.post('/api/set-up', { config, schema: first }, async (request, reply) => {
      const { body } = request;
      if (isSettingUp || admitted.accounts().length > 0 || !setUp.fits(body.credential)) throw new ApiError('badLink');
      const { name, password } = body;
      // The password takes its time: meanwhile the link makes no second administrator.
      isSettingUp = true;
      const account = await accounts
        .add({ name, role: 'admin', sites: null, password })
        .finally(() => (isSettingUp = false));
      setUp.spend();
      await note({
        by: name,
        from: comerOf(request).from,
        kind: 'account.changed',
        about: { what: 'added', account: name, role: 'admin' },
      });
      return letIn(request, reply, await admitted.begin(account, comerOf(request)));
    });

    const login = {
      summary: 'Logs in',
      querystring: query({}),
      body: Row({ name: typedName, password: typedPassword, code: Optional(Text({ maxLength: 12 })) }, closed),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'wrongLogin', 'noCode', 'tooSoon', 'full') },
    };
    app.post('/api/login', { config, schema: login }, async (request, reply) => {
      const comer = comerOf(request);
      const outcome = await accounts.logIn(request.body, comer);
      // Nothing was looked at, and nothing is written down: whoever floods us must not fill the log.
      if (outcome.outcome === 'wait') throw tooSoon(outcome.wait);
      await note({ from: comer.from, ...noteOf(outcome, admitted.named(request.body.name)?.name) });
      if (outcome.outcome === 'wrong') throw new ApiError('wrongLogin');
      if (outcome.outcome === 'code')
        throw new ApiError('noCode', outcome.wasGiven ? 'This code is not the one.' : undefined);
      return letIn(request, reply, outcome.credential);
    });

    const linked = {
      summary: 'Lets in with a link: of the demo',
      querystring: query({}),
      body: Row({ credential }, closed),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'badLink') },
    };
    app.post('/api/enter', { config, schema: linked }, async (request, reply) => {
      const id = enter.link.fits(request.body.credential) ? enter.account() : undefined;
      const account = id === undefined ? undefined : admitted.account(id);
      if (account === undefined) throw new ApiError('badLink');
      await note({ by: account.name, from: comerOf(request).from, kind: 'login', about: { account: account.name } });
      return letIn(request, reply, await admitted.begin(account, comerOf(request)));
    });

    const out = {
      summary: 'Logs out: the cookie is worth nothing from now on',
      querystring: query({}),
      response: { 200: done200, ...failures('elsewhere', 'nobody') },
    };
    app.post('/api/logout', { schema: out }, async (request, reply) => {
      const { caller } = request;
      if (caller?.kind === 'visit') await admitted.end([caller.hash]);
      await note({ ...doerOf(request), kind: 'logout', about: {} });
      void reply.header('set-cookie', [...forgetting]);
      return { done: true };
    });

    const here = {
      summary: 'Hands were seen: the visit goes on',
      querystring: query({}),
      response: { 200: done200, ...failures('elsewhere', 'nobody') },
    };
    app.post('/api/here', { schema: here }, async ({ caller }) => {
      if (caller?.kind === 'visit') await admitted.seen(caller.hash);
      return { done: true };
    });
    done();
  };
}

/** Accounts, walls, thresholds and channels are of all sites together: whoever is bound to some governs nothing. */
function isForBound(permit: Permit, sites: readonly string[] | null): boolean {
  return sites === null || permit !== 'govern';
}

/** What is written down of a login: of a name that nobody has not even the name, for it may be a password. */
function noteOf({ outcome }: LoginOutcome, known: string | undefined) {
  const account = known ?? '(no such account)';
  return outcome === 'in'
    ? { by: account, kind: 'login' as const, about: { account } }
    : { by: NOBODY, kind: 'login.refused' as const, about: { account, why: outcome } };
}
