import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { accountOf } from '../access/accounts.ts';
import { mayGrant } from '../access/admitted.ts';
import { LONGEST_TOKEN } from '../domain/access/account.ts';
import { accountRoles } from '../domain/access/role.ts';
import type { KeptAccount } from '../store/accounts.ts';
import type { AccessDesk } from './access-desk.ts';
import { cookieHeader } from './cookie.ts';
import { ApiError, failures, tooSoon } from './errors.ts';
import { comerOf, doerOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { listOf, orNull, query, time } from './schema.ts';

const { Object: Row, String: Text, Boolean, Enum, Integer } = Type;

const DAY = 86_400_000;
const closed = { additionalProperties: false };
const done200 = Row({ done: Boolean() });
const typedPassword = Text({ minLength: 1, maxLength: 1024 });
const roleOf = Enum([...accountRoles]);

const visit = Row({
  id: Text({ description: 'The beginning of its hash.' }),
  isThis: Boolean({ description: 'The one that asks.' }),
  beganAt: time,
  seenAt: time,
  from: Text(),
  agent: Text(),
});
const token = Row({
  id: Integer(),
  name: Text(),
  role: roleOf,
  createdAt: time,
  endsAt: time,
  revokedAt: orNull(time),
});

/** So much of a hash names a visit to its owner; it opens nothing. */
const SHOWN = 12;

/** What everybody does about the own account: password, one-time codes, visits, tokens. */
export function ownResource({ admitted, accounts, note, newSeed }: AccessDesk): Resource {
  const own = (request: FastifyRequest): KeptAccount => {
    const account = request.caller && accountOf(request.caller, admitted);
    if (account === undefined) throw new ApiError('noAccount');
    return account;
  };
  const noted = (
    request: FastifyRequest,
    kind: Parameters<typeof note>[0]['kind'],
    about: Readonly<Record<string, string>>,
  ) => note({ ...doerOf(request), kind, about });
  const insistOnPassword = async (request: FastifyRequest, account: KeptAccount, password: string): Promise<void> => {
    const looked = await accounts.confirm(account, password, comerOf(request));
    if (looked.is === 'too soon') throw tooSoon(looked.wait);
    if (looked.is === 'wrong') throw new ApiError('wrongLogin', 'The password is wrong.');
  };

  return (app, _options, done) => {
    // Each takes a password: a guess, perhaps.
    const config = { rate: 'login' } as const;
    const change = {
      summary: 'Changes the own password; all other visits end',
      querystring: query({}),
      body: Row({ password: typedPassword, next: typedPassword }, closed),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'wrongLogin', 'tooSoon', 'badAccount', 'full') },
    };
    app.post('/api/me/password', { config, schema: change }, async (request, reply) => {
      const account = own(request);
      await insistOnPassword(request, account, request.body.password);
      await accounts.setPassword(account, request.body.next);
      await noted(request, 'account.changed', { what: 'password', account: account.name });
      // Another right than before: another cookie, too.
      void reply.header('set-cookie', cookieHeader(await admitted.begin(account, comerOf(request))));
      return { done: true };
    });

    const seed = {
      summary: 'A seed for one-time codes, to be read by an app; it counts when a first code of it is told',
      querystring: query({}),
      response: { 200: Row({ seed: Text(), uri: Text() }), ...failures('elsewhere') },
    };
    app.post('/api/me/seed', { schema: seed }, (request) => newSeed(own(request).name));

    const codes = {
      summary: 'Asks for one-time codes from now on',
      querystring: query({}),
      body: Row(
        { password: typedPassword, seed: Text({ pattern: '^[A-Z2-7]{32}$' }), code: Text({ maxLength: 12 }) },
        closed,
      ),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'wrongLogin', 'tooSoon', 'badCode', 'full') },
    };
    app.post('/api/me/codes', { config, schema: codes }, async (request) => {
      const account = own(request);
      await insistOnPassword(request, account, request.body.password);
      if (!(await accounts.setTotp(account, request.body.seed, request.body.code))) throw new ApiError('badCode');
      await noted(request, 'account.changed', { what: 'one-time codes on', account: account.name });
      return { done: true };
    });

    const noCodes = {
      summary: 'Asks for no one-time codes any more',
      querystring: query({}),
      body: Row({ password: typedPassword }, closed),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'wrongLogin', 'tooSoon', 'full') },
    };
    app.post('/api/me/codes/drop', { config, schema: noCodes }, async (request) => {
      const account = own(request);
      await insistOnPassword(request, account, request.body.password);
      await accounts.dropTotp(account);
      await noted(request, 'account.changed', { what: 'one-time codes off', account: account.name });
      return { done: true };
    });

    const visits = {
      summary: 'Where this account is logged in, and its tokens',
      querystring: query({}),
      response: { 200: Row({ visits: listOf(visit), tokens: listOf(token) }), ...failures('noAccount') },
    };
    app.get('/api/me/visits', { schema: visits }, (request) => {
      const { id } = own(request);
      return {
        visits: admitted.visitsOf(id).map(({ hash, account: _of, ...rest }) => ({
          ...rest,
          id: hash.slice(0, SHOWN),
          isThis: hash === request.caller?.hash,
        })),
        tokens: admitted.tokens().flatMap(({ hash: _hash, account: of, ...rest }) => (of === id ? [rest] : [])),
      };
    });

    const end = {
      summary: 'Ends a visit of this account, at once',
      params: Row({ id: Text({ pattern: `^[0-9a-f]{${SHOWN}}$` }) }),
      querystring: query({}),
      response: { 200: done200, ...failures('elsewhere', 'noEntry') },
    };
    app.post('/api/me/visits/:id/end', { schema: end }, async (request) => {
      const { id } = own(request);
      const found = admitted.visitsOf(id).find(({ hash }) => hash.startsWith(request.params.id));
      if (found === undefined) throw new ApiError('noEntry');
      await admitted.end([found.hash]);
      await noted(request, 'visit.revoked', {});
      return { done: true };
    });

    const grant = {
      summary: 'Makes a token for scripts; its text is told this once',
      querystring: query({}),
      body: Row(
        {
          name: Text({ minLength: 1, maxLength: 64 }),
          role: roleOf,
          days: Integer({ minimum: 1, maximum: LONGEST_TOKEN / DAY }),
        },
        closed,
      ),
      response: { 200: Row({ token: Text() }), ...failures('invalid', 'elsewhere', 'notPermitted') },
    };
    app.post('/api/me/tokens', { schema: grant }, async (request) => {
      const account = own(request);
      const { name, role, days } = request.body;
      // Who came with a token makes no further ones: a stolen one would outlive itself.
      if (request.caller?.kind === 'token' || !mayGrant(account.role, role)) throw new ApiError('notPermitted');
      const { credential } = await admitted.grant(account, { name, role, milliseconds: days * DAY });
      await noted(request, 'token.changed', { what: 'made', token: name, role });
      return { token: credential };
    });

    const revoke = {
      summary: 'Revokes a token of this account, at once',
      params: Row({ id: Integer({ minimum: 1 }) }),
      querystring: query({}),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'noEntry') },
    };
    app.post('/api/me/tokens/:id/revoke', { schema: revoke }, async (request) => {
      const account = own(request);
      const found = admitted.tokens().find(({ id, account: of }) => id === request.params.id && of === account.id);
      if (found === undefined || !(await admitted.revoke('token', found.id))) throw new ApiError('noEntry');
      await noted(request, 'token.changed', { what: 'revoked', token: found.name });
      return { done: true };
    });
    done();
  };
}
