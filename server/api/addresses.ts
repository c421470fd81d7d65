import { Type } from 'typebox';
import { wasThere } from '../domain/holder.ts';
import type { Session } from '../domain/session.ts';
import type { HolderRow } from '../domain/user-told.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { devicesOf } from './place.ts';
import type { Resource } from './resource.ts';
import { query, timeOption } from './schema.ts';
import { toSessionRow } from './sessions.ts';
import { holdersTold } from './user-rows.ts';

/** As many sessions of an address in a span are told: an office may have thousands behind one. */
const MOST = 200;

/** Whose an address was in a span of time. */
export function addressesResource(reads: Reads, book: CommittedView, now: () => number = Date.now): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Who had an address in a span of time, inside of a tunnel or as the place they came from',
      params: Type.Object({ address: Type.String({ maxLength: 45, pattern: '^[0-9A-Fa-f:.]+$' }) }),
      querystring: query({
        from: timeOption('The span begins; now, if it is left out.'),
        to: timeOption('It ends before; a millisecond after its begin, if it is left out.'),
      }),
      response: { 200: holdersTold, ...failures('invalid', 'busy') },
    };
    app.get('/api/addresses/:address', { schema }, async ({ params: { address }, query: asked }) => {
      const from = asked.from ?? now();
      const to = Math.max(asked.to ?? 0, from + 1);
      const { held, cameFrom, before, after, gaps } = await reads.holders({
        ...{ address, from, to, limit: MOST },
        ...devicesOf({}, book),
      });
      const rows = (sessions: readonly Session[]): readonly HolderRow[] =>
        sessions.flatMap((session) => {
          const sure = wasThere(session, { from, to });
          return sure === 'no' ? [] : [{ session: toSessionRow(session, book), sure }];
        });
      return {
        address,
        from,
        to,
        held: rows(held),
        cameFrom: rows(cameFrom),
        ...(before !== undefined && { before: toSessionRow(before, book) }),
        ...(after !== undefined && { after: toSessionRow(after, book) }),
        gaps,
      };
    });
    done();
  };
}
