import { Type } from 'typebox';
import { LONGEST_PAIRING } from '../domain/access/account.ts';
import type { AccessDesk } from './access-desk.ts';
import { cookieHeader, pairingHeader, pairingOf } from './cookie.ts';
import { ApiError, failures } from './errors.ts';
import { comerOf, doerOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { givenSites, heldSites, listOf, orNull, query, time } from './schema.ts';

const { Object: Row, String: Text, Boolean, Enum, Integer, Optional } = Type;

const DAY = 86_400_000;
const closed = { additionalProperties: false };
const done200 = Row({ done: Boolean() });
const codeOf = Text({
  minLength: 8,
  maxLength: 16,
  description: 'As the screen shows it; dashes, blanks and case do not matter.',
});

const wall = Row({
  id: Integer(),
  name: Text(),
  showsNames: Boolean({ description: 'Whether whom an alert is about may hang there.' }),
  sites: heldSites,
  createdAt: time,
  by: Text({ description: 'The account that let it in.' }),
  endsAt: time,
  revokedAt: orNull(time),
});

/** Wall displays: a screen asks and shows a code, an administrator types it, and no token ever stands in an address. */
export function pairingsResource({ pairings, admitted, note }: AccessDesk): Resource {
  return (app, _options, done) => {
    const asked = {
      summary: 'Asks for a code to be shown on this screen, until somebody lets it in',
      querystring: query({}),
      response: { 200: Row({ code: Text(), until: time }), ...failures('elsewhere', 'full') },
    };
    app.post('/api/pairings', { config: { rate: 'login' }, schema: asked }, (request, reply) => {
      const asking = pairings.ask(comerOf(request));
      if (asking === undefined) throw new ApiError('full');
      const { code, until } = asking.asking;
      void reply.header('set-cookie', pairingHeader(asking.credential, Math.ceil((until - Date.now()) / 1000)));
      return { code, until };
    });

    const mine = {
      summary: 'How it stands with this screen; once it is let in it has its cookie from here',
      querystring: query({}),
      response: {
        200: Row({ state: Enum(['waiting', 'paired', 'gone']), code: orNull(Text()), until: orNull(time) }),
        ...failures(),
      },
    };
    app.get('/api/pairings/mine', { schema: mine }, ({ headers }, reply) => {
      const credential = pairingOf(headers.cookie);
      const told = credential === undefined ? { state: 'gone' as const } : pairings.of(credential);
      if (told.state === 'paired' && credential !== undefined)
        void reply.header('set-cookie', cookieHeader(credential, LONGEST_PAIRING / 1000));
      const { code, until } = 'asking' in told ? told.asking : { code: null, until: null };
      return { state: told.state, code, until };
    });

    const found = {
      summary: 'Which screen shows a code',
      querystring: query({ code: codeOf }),
      response: { 200: Row({ from: Text(), agent: Text(), until: time }), ...failures('invalid', 'noPairing') },
    };
    app.get('/api/pairings', { schema: found }, ({ query: { code } }) => {
      const asking = pairings.find(code);
      if (asking === undefined) throw new ApiError('noPairing');
      return { from: asking.from, agent: asking.agent, until: asking.until };
    });

    const approved = {
      summary: 'Lets the screen that shows this code in as a wall',
      querystring: query({}),
      body: Row(
        {
          code: codeOf,
          name: Text({ minLength: 1, maxLength: 64 }),
          showsNames: Boolean(),
          sites: Optional(givenSites),
          days: Integer({ minimum: 1, maximum: LONGEST_PAIRING / DAY }),
        },
        closed,
      ),
      response: { 200: Row({ id: Integer() }), ...failures('invalid', 'elsewhere', 'noPairing') },
    };
    app.post('/api/walls', { schema: approved }, async (request) => {
      const { code, name, showsNames, sites = null, days } = request.body;
      const by = request.caller?.name ?? '';
      const told = { name, showsNames, sites, by, milliseconds: days * DAY };
      const hung = await pairings.approve(code, told);
      if (hung === undefined) throw new ApiError('noPairing');
      await note({
        by,
        from: comerOf(request).from,
        kind: 'wall.changed',
        about: { what: 'paired', wall: name, names: showsNames ? 'shown' : 'none', sites: sites?.join(', ') ?? 'all' },
      });
      return { id: hung.id };
    });

    const walls = {
      summary: 'The walls that were let in',
      querystring: query({}),
      response: { 200: Row({ walls: listOf(wall) }), ...failures() },
    };
    app.get('/api/walls', { schema: walls }, () => ({
      walls: admitted.walls().map(({ hash: _hash, ...rest }) => rest),
    }));

    const revoked = {
      summary: 'Lets a wall in no more, at once',
      params: Row({ id: Integer({ minimum: 1 }) }),
      querystring: query({}),
      response: { 200: done200, ...failures('invalid', 'elsewhere', 'noEntry') },
    };
    app.post('/api/walls/:id/revoke', { schema: revoked }, async (request) => {
      if (!(await admitted.revoke('wall', request.params.id))) throw new ApiError('noEntry');
      await note({
        ...doerOf(request),
        kind: 'wall.changed',
        about: { what: 'revoked', wall: String(request.params.id) },
      });
      return { done: true };
    });
    done();
  };
}
