import { Type } from 'typebox';
import type { UnstoredSum } from '../domain/unstored.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { listOf, orNull, paging, query, schemaOf, time, timeOption } from './schema.ts';

const { Object: Row, Integer, String: Text } = Type;

const DAY = 24 * 60 * 60_000;

const sum = schemaOf<Omit<UnstoredSum, 'device'>>()(
  Row({
    messageId: orNull(Integer({ description: '`null`: all those together that there was no room for.' })),
    count: Integer(),
    first: time,
    last: time,
  }),
);

/** What a device sent that was counted instead of stored. */
export function unstoredResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Messages of a device that were counted, by ID and minute, instead of stored; the most frequent first',
      params: Row({ name: Text({ minLength: 1, maxLength: 256 }) }),
      querystring: query({
        from: timeOption('The beginning; a day before `to`, if left out.'),
        to: timeOption('The end; now, if left out.'),
        limit: paging.limit,
      }),
      response: {
        200: Row({ from: time, to: time, unstored: listOf(sum) }),
        ...failures('invalid', 'noDevice', 'busy'),
      },
    };
    app.get('/api/devices/:name/unstored', { schema }, async ({ params: { name }, query: asked }) => {
      const device = book.deviceByName(name)?.id;
      if (device === undefined) throw new ApiError('noDevice');
      const { to = book.summary().at + 1, limit } = asked;
      const { from = to - DAY } = asked;
      const sums = await reads.unstored({ device, from, to, limit });
      return {
        from,
        to,
        unstored: sums.map(({ messageId, count, first, last }) => ({ messageId, count, first, last })),
      };
    });
    done();
  };
}
