import { Type } from 'typebox';
import { accountRoles } from '../domain/access/role.ts';
import type { KeptAccount } from '../store/accounts.ts';
import { NOBODY, type AccessDesk } from './access-desk.ts';
import { ApiError, failures } from './errors.ts';
import { comerOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { listOf, orNull, query, time } from './schema.ts';

const { Object: Row, String: Text, Boolean, Enum, Integer, Optional } = Type;

const closed = { additionalProperties: false };
const done200 = Row({ done: Boolean() });
const roleOf = Enum([...accountRoles]);
const password = Text({ minLength: 1, maxLength: 256 });
const sites = Optional(
  Type.Array(Text({ minLength: 1, maxLength: 64 }), {
    maxItems: 50,
    description: 'The sites that it is bound to; all, if left out.',
  }),
);
const ofAccount = Row({ id: Integer({ minimum: 1 }) });

const account = Row({
  id: Integer(),
  name: Text(),
  role: roleOf,
  sites: Type.Union([listOf(Text()), Type.Null()]),
  hasTotp: Boolean(),
  hasPassword: Boolean({ description: 'Without one it comes by a proxy only.' }),
  visits: Integer({ description: 'Where it is logged in just now.' }),
  seenAt: orNull(time),
  createdAt: time,
  disabledAt: orNull(time),
});

/** Accounts, for administrators. */
export function accountsResource({ admitted, accounts, note }: AccessDesk): Resource {
  const found = (id: number): KeptAccount => {
    const one = admitted.account(id);
    if (one === undefined) throw new ApiError('noAccount');
    return one;
  };

  return (app, _options, done) => {
    const listed = {
      summary: 'The accounts, by name',
      querystring: query({}),
      response: { 200: Row({ accounts: listOf(account) }), ...failures() },
    };
    app.get('/api/accounts', { schema: listed }, () => ({
      accounts: admitted.accounts().map(({ password: kept, totpStep: _step, ...rest }) => {
        const visits = admitted.visitsOf(rest.id);
        const seen = visits.map(({ seenAt }) => seenAt);
        return {
          ...rest,
          hasPassword: kept !== null,
          visits: visits.length,
          seenAt: seen.length === 0 ? null : Math.max(...seen),
        };
      }),
    }));

    const added = {
      summary: 'Makes an account',
      querystring: query({}),
      body: Row(
        { name: Text({ minLength: 1, maxLength: 64 }), role: roleOf, sites, password: Optional(password) },
        closed,
      ),
      response: { 200: Row({ id: Integer() }), ...failures('invalid', 'elsewhere', 'badAccount', 'full') },
    };
    app.post('/api/accounts', { schema: added }, async (request) => {
      const { name, role, sites: bound, password: typed } = request.body;
      const { id } = await accounts.add({ name, role, sites: bound ?? null, password: typed ?? null });
      await note({
        by: request.caller?.name ?? NOBODY,
        from: comerOf(request).from,
        kind: 'account.changed',
        about: { what: 'added', account: name, role },
      });
      return { id };
    });

    const changed = {
      summary:
        'Gives an account another role, other sites, another password, or disables it: whatever it was logged in with ends at once',
      params: ofAccount,
      querystring: query({}),
      body: Row(
        {
          role: Optional(roleOf),
          sites: Optional(
            Type.Union([Type.Array(Text({ minLength: 1, maxLength: 64 }), { maxItems: 50 }), Type.Null()]),
          ),
          password: Optional(password),
          disabled: Optional(Boolean()),
          dropCodes: Optional(Boolean()),
        },
        closed,
      ),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'noAccount', 'badAccount', 'full') },
    };
    app.post('/api/accounts/:id', { schema: changed }, async (request) => {
      const { body, caller, params } = request;
      const one = found(params.id);
      if (body.role !== undefined || body.sites !== undefined)
        await accounts.setRole(one, body.role ?? one.role, body.sites === undefined ? one.sites : body.sites);
      if (body.password !== undefined) await accounts.setPassword(found(one.id), body.password);
      if (body.dropCodes === true) await accounts.dropTotp(found(one.id));
      if (body.disabled !== undefined) await accounts.setDisabled(found(one.id), body.disabled);
      const what = Object.keys(body).join(', ');
      await note({
        by: caller?.name ?? NOBODY,
        from: comerOf(request).from,
        kind: 'account.changed',
        about: { account: one.name, what, ...(body.role && { role: body.role }) },
      });
      return { done: true };
    });

    const ended = {
      summary: 'Ends all that an account is logged in with, at once',
      params: ofAccount,
      querystring: query({}),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'noAccount') },
    };
    app.post('/api/accounts/:id/end', { schema: ended }, async (request) => {
      const one = found(request.params.id);
      await admitted.endAll(one.id);
      await note({
        by: request.caller?.name ?? NOBODY,
        from: comerOf(request).from,
        kind: 'visit.revoked',
        about: { account: one.name },
      });
      return { done: true };
    });
    done();
  };
}
