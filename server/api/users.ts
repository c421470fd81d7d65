import { Type } from 'typebox';
import type { NameForms } from '../access/names.ts';
import { HIDDEN } from '../domain/name.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { toPeople } from './people.ts';
import { devicesOf } from './place.ts';
import type { Resource } from './resource.ts';
import { listOf, nameOption, paging, query } from './schema.ts';
import { tellEarlier, tellUser } from './user.ts';
import { earlierTold, personRow, userTold } from './user-rows.ts';

/** Users over all head-ends: a list, and all that is known of one. */
export function usersResource(
  reads: Reads,
  book: CommittedView,
  forms: NameForms,
  now: () => number = Date.now,
): Resource {
  return (app, _options, done) => {
    // A hidden name stands for many: what is known of them is nobody's.
    const whom = (name: string) => ({ name, hashes: name === HIDDEN ? [] : forms(name).slice(1) });
    const listed = {
      summary: 'Users whose name begins so, who is called so first; without it those who came or tried last',
      querystring: query({ q: nameOption("The beginning of a user's name, with or without a domain."), limit: paging.limit }), // prettier-ignore
      response: { 200: Type.Object({ users: listOf(personRow) }), ...failures('invalid', 'busy') },
    };
    app.get('/api/users', { schema: listed }, async ({ query: asked }) => ({
      users: toPeople(await reads.people({ ...asked, ...devicesOf({}, book) }), book, now()),
    }));

    const one = {
      summary:
        'One user over all head-ends: where they stand, sessions and tries, why the last one failed, and what is around it',
      params: Type.Object({
        name: Type.String({
          ...{ minLength: 1, maxLength: 256 },
          description: 'Without a domain the user of that name in every domain. A user of whom nothing is known is told as one.',
        }), // prettier-ignore
      }),
      querystring: query({}),
      response: { 200: userTold, ...failures('invalid', 'busy') },
    };
    app.get('/api/users/:name', { schema: one }, ({ params: { name } }) => {
      return tellUser(reads, book, whom(name), now());
    });

    const cursor = Type.Optional(
      Type.String({ maxLength: 200, description: '`next` of the page before; without it none.' }),
    );
    const before = {
      summary: 'Earlier sessions and tries of a user, newest start first',
      params: one.params,
      querystring: query({ sessions: cursor, attempts: cursor }),
      response: { 200: earlierTold, ...failures('invalid', 'badCursor', 'busy') },
    };
    app.get('/api/users/:name/earlier', { schema: before }, ({ params: { name }, query: asked }) => {
      const { sessions = null, attempts = null } = asked;
      return tellEarlier(reads, book, { ...whom(name), sessions, attempts });
    });
    done();
  };
}
