import { Type } from 'typebox';
import type { Census } from '../domain/census.ts';
import type { Earlier } from '../domain/earlier.ts';
import type { Protocol } from '../domain/session.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions, standing } from './place.ts';
import type { Resource } from './resource.ts';
import { counts, listOf, query, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Integer, String: Text } = Type;

/** How far back the summary is held against what was, in milliseconds. */
const AGO = 15 * 60_000;

const earlier = schemaOf<Earlier>()(
  Row({
    at: time,
    sessions: Integer(),
    // The border: an object of counts by name; the vocabulary knows which names.
    byProtocol: Type.Unsafe<Readonly<Partial<Record<Protocol, number>>>>(counts),
    users: Integer(),
    tunnels: Row({ ike: Integer(), ipsec: Integer() }),
    census: Type.Unsafe<Census>({ ...counts, description: 'Of those sessions, as `/api/census` tells it.' }),
    pools: listOf(
      Row({ device: Text(), pool: Text(), used: Integer({ description: 'Addresses that were not free.' }) }),
    ),
    failed15m: Integer({ description: 'Failed logins in the 15 minutes before that moment.' }),
    refused15m: Integer({ description: 'Refused addresses, likewise.' }),
  }),
);

/** How the figures of the summary were a quarter of an hour ago. */
export function trendResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const { site, tag } = placeOptions;
    const schema = {
      summary:
        'How the summary was 15 minutes ago, of all head-ends or of a site; `earlier` is absent where nobody watched then',
      querystring: query({ site, tag }),
      response: { 200: Row({ at: time, earlier: Optional(earlier) }), ...failures('invalid', 'busy') },
    };
    app.get('/api/trend', { schema }, async ({ query: asked }) => {
      const { at } = book.summary();
      const devices = standing(book.devices(), asked).map(({ id }) => id);
      const then = await reads.figuresThen(devices, at - AGO);
      return { at, ...(then !== undefined && { earlier: then }) };
    });
    done();
  };
}
