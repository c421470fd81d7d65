import { Type } from 'typebox';
import type { SeriesMetric, SeriesRow } from '../domain/series.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions, standing } from './place.ts';
import type { Resource } from './resource.ts';
import { listOf, query, time } from './schema.ts';

const { Object: Row, Number: Real, String: Text } = Type;

const MINUTE = 60_000;
/** How far back trends go, in milliseconds. */
const LATELY = 15 * MINUTE;

/** What a trend is told of. */
const metrics: readonly SeriesMetric[] = ['memory.used', 'memory.total', 'connections', 'aaa.answering', 'bytes.tx', 'bytes.rx']; // prettier-ignore

/** What each head-end told in the last quarter of an hour, minute by minute: by it trends are told, whoever has just opened a page. */
export function seriesLatelyResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const { site, tag } = placeOptions;
    const schema = {
      summary:
        'What the last 15 minutes told of memory, connections, AAA servers and bytes of each adopted head-end: where they go',
      querystring: query({ site, tag }),
      response: {
        200: Row({
          at: time,
          series: listOf(
            Row({
              device: Text(),
              metric: Type.Unsafe<SeriesMetric>({ type: 'string' }),
              seen: listOf(
                Row({ at: time, value: Real({ description: 'The last in its minute; of bytes, those a second.' }) }),
              ),
            }),
          ),
        }),
        ...failures('invalid', 'busy'),
      },
    };
    app.get('/api/series/lately', { schema }, async ({ query: asked }) => {
      const { at } = book.summary();
      const adopted = standing(book.devices(), asked).filter(({ state }) => state === 'adopted');
      const devices = adopted.map(({ id }) => id);
      const { series } = await reads.series({
        devices,
        metrics,
        from: at - LATELY,
        to: at + 1,
        tier: '1m',
        step: MINUTE,
      });
      const nameOf = new Map(adopted.map(({ id, name }) => [id, name]));
      return {
        at,
        series: series.flatMap(({ device, metric, rows }) => {
          const seen = rows.flatMap(lastOf);
          return seen.length === 0 ? [] : { device: nameOf.get(device) ?? '', metric, seen };
        }),
      };
    });
    done();
  };
}

function lastOf({
  at,
  last,
  lastAfter,
  total,
  span,
}: SeriesRow): readonly { readonly at: number; readonly value: number }[] {
  if (last !== null) return [{ at: at + (lastAfter ?? 0), value: last }];
  return span === null || span === 0 ? [] : [{ at: at + MINUTE, value: total / (span / 1000) }];
}
