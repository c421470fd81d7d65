import { Type } from 'typebox';
import { accountRoles } from '../domain/access/role.ts';
import type { KeptAccount } from '../store/accounts.ts';
import type { AccessDesk } from './access-desk.ts';
import { ApiError, failures } from './errors.ts';
import { doerOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { givenSites, heldSites, listOf, orNull, query, time } from './schema.ts';

const { Object: Row, String: Text, Boolean, Enum, Integer, Optional } = Type;

const closed = { additionalProperties: false };
const done200 = Row({ done: Boolean() });
const roleOf = Enum([...accountRoles]);
const password = Text({ minLength: 1, maxLength: 1024 });
const ofAccount = Row({ id: Integer({ minimum: 1 }) });

const account = Row({
  id: Integer(),
  name: Text(),
  role: roleOf,
  sites: heldSites,
  hasTotp: Boolean(),
  hasPassword: Boolean({ description: 'Without one it comes by a provider or a proxy only.' }),
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
        {
          name: Text({ minLength: 1, maxLength: 64 }),
          role: roleOf,
          sites: Optional(givenSites),
          password: Optional(password),
        },
        closed,
      ),
      response: { 200: Row({ id: Integer() }), ...failures('invalid', 'elsewhere', 'badAccount', 'full') },
    };
    app.post('/api/accounts', { schema: added }, async (request) => {
      const { name, role, sites: bound, password: typed } = request.body;
      const { id } = await accounts.add({ name, role, sites: bound ?? null, password: typed ?? null });
      await note({
        ...doerOf(request),
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
          sites: Optional(givenSites),
          password: Optional(password),
          disabled: Optional(Boolean()),
          dropCodes: Optional(Boolean()),
        },
        closed,
      ),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'noAccount', 'badAccount', 'full') },
    };
    app.post('/api/accounts/:id', { schema: changed }, async (request) => {
      const { body, params } = request;
      const { name } = found(params.id);
      /** Each thing that is done is written down once it is, whatever comes of the next one. */
      const noted = (kind: 'account.changed' | 'role.changed', about: Readonly<Record<string, string>>) =>
        note({ ...doerOf(request), kind, about: { account: name, ...about } });
      if (body.role !== undefined || body.sites !== undefined) {
        const { role, sites: bound } = found(params.id);
        await accounts.setRole(found(params.id), body.role ?? role, body.sites === undefined ? bound : body.sites);
        await noted('role.changed', { role: body.role ?? role });
      }
      if (body.password !== undefined) {
        await accounts.setPassword(found(params.id), body.password);
        await noted('account.changed', { what: 'password' });
      }
      if (body.dropCodes === true) {
        await accounts.dropTotp(found(params.id));
        await noted('account.changed', { what: 'one-time codes off' });
      }
      if (body.disabled !== undefined) {
        await accounts.setDisabled(found(params.id), body.disabled);
        await noted('account.changed', { what: body.disabled ? 'disabled' : 'enabled' });
      }
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
        ...doerOf(request),
        kind: 'visit.revoked',
        about: { account: one.name },
      });
      return { done: true };
    });
    done();
  };
}
