import { Type } from 'typebox';
import type { AccessDesk } from './access-desk.ts';
import { failures } from './errors.ts';
import { doerOf } from './gate.ts';
import type { Resource } from './resource.ts';
import { query } from './schema.ts';

const { Object: Row, String: Text, Boolean } = Type;

/** Helpdesk looks up one user at a time, and tells why: both are written down before anything is shown. */
export function lookUpsResource({ admitted, note }: Pick<AccessDesk, 'admitted' | 'note'>): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Looks up one user, for a reason: from now on until another one is, what there is of that user is shown',
      querystring: query({}),
      body: Row(
        {
          user: Text({ minLength: 1, maxLength: 256 }),
          reason: Text({ minLength: 3, maxLength: 500, pattern: '\\S' }),
        },
        { additionalProperties: false },
      ),
      response: { 200: Row({ done: Boolean() }), ...failures('invalid', 'elsewhere') },
    };
    app.post('/api/look-ups', { schema }, async (request) => {
      const { body, caller } = request;
      await note({
        ...doerOf(request),
        kind: 'user.looked-up',
        about: { user: body.user },
        said: body.reason,
      });
      if (caller !== undefined) admitted.lookUp(caller.hash, body.user);
      return { done: true };
    });
    done();
  };
}
