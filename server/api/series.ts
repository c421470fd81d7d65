import { Type } from 'typebox';
import { pointsOf, together, type SeriesPoint, type SeriesSpan, type SeriesTold } from '../domain/series-points.ts';
import {
  ALL_DEVICES,
  MOST_POINTS,
  planOf,
  seriesCharts,
  tiers,
  type SeriesChart,
  type SeriesKey,
  type SeriesMetric,
} from '../domain/series.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import { placeOptions, standing, type Placed } from './place.ts';
import type { Resource } from './resource.ts';
import { gapRow } from './rows.ts';
import { listOf, query, schemaOf, time, timeOption } from './schema.ts';
import { isBound } from './scope.ts';

const { Object: Row, Optional, Enum, Integer, Number: Real, String: Text } = Type;

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** No answer reaches over more than this. */
const LONGEST = 3 * 366 * DAY;

/** What the charts of all head-ends together, or of a site, can be of. */
const ofMany: readonly SeriesChart[] = ['sessions', 'bytes', 'packets'];

const point = schemaOf<SeriesPoint>()(
  Row({
    at: Integer({ description: 'The beginning of its step, epoch milliseconds.' }),
    mean: Optional(Real({ description: 'Of a gauge, over what was told within the step.' })),
    low: Optional(Real()),
    high: Optional(Real()),
    grown: Optional(Real({ description: 'Of a counter: by how much it grew. A rate is this by `seconds`.' })),
    seconds: Optional(
      Real({ description: 'In how long: up to when it was counted in this step, since it was before. More than the step, where it is counted less often.' }), // prettier-ignore
    ),
  }),
);

/** A series as it is shown: its head-end is that of the question. */
type Shown = Omit<SeriesTold, 'device'>;

const told = schemaOf<Shown>()(
  Row({
    metric: Type.Unsafe<SeriesMetric>({ type: 'string', description: 'What it is of: `cpu`, `bytes.tx`.' }),
    instance: Text({ description: 'Which of several: an interface, a pool; empty where there is but one.' }),
    points: listOf(point),
    gaps: Type.Immutable(Type.Array(gapRow, { description: 'Of which nothing was told, by what is usual for it.' })),
  }),
);

/** What head-ends, their pools and their sessions told over time. */
export function seriesResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary:
        'What was told over time of a head-end, or of all head-ends or those of a site together: sessions, bytes, packets, load',
      querystring: query({
        chart: Enum(Object.keys(seriesCharts) as SeriesChart[], { description: 'Without `device`: `sessions`, `bytes` or `packets`.' }), // prettier-ignore
        ...placeOptions,
        from: timeOption('The beginning; a day before `to`, if left out; three years before it at the earliest.'),
        to: timeOption('The end; now, if left out.'),
        points: Integer({ minimum: 10, maximum: MOST_POINTS, default: MOST_POINTS, description: 'Of each series at most.' }), // prettier-ignore
      }),
      response: {
        200: Row({
          step: Integer({ description: 'Milliseconds from one point to the next, where nothing is missing.' }),
          tier: Enum(tiers.map(({ name }) => name), { description: 'The tier that it was read from.' }), // prettier-ignore
          from: time,
          to: time,
          series: listOf(told),
          gaps: Type.Immutable(Type.Array(gapRow, { description: 'When nothing was collected.' })),
        }),
        ...failures('invalid', 'noDevice', 'busy'),
      },
    };
    app.get('/api/series', { schema }, async ({ query: { chart, points: most, ...asked } }) => {
      const now = book.summary().at;
      const to = Math.max(SECOND, Math.min(asked.to ?? now, now));
      const from = Math.min(to - SECOND, Math.max(asked.from ?? to - DAY, to - LONGEST));
      const devices = devicesIn(asked, chart);
      // Of many head-ends hardly more rows are read than of a few.
      const plan = planOf({ from, to }, now, Math.max(10, Math.floor(most / Math.max(1, devices.length / 5))));
      const span = { from, to, step: plan.step };
      const { metrics } = seriesCharts[chart];
      const { series, gaps } = await reads.series({ devices, metrics, from, to, ...plan });
      const order = (one: SeriesKey): number => (metrics as readonly SeriesMetric[]).indexOf(one.metric);
      const each = [...series]
        .sort((one, other) => order(one) - order(other))
        .map(({ rows, ...key }): SeriesTold => ({ ...key, ...pointsOf(key.metric, rows, span) }));
      const isOne = devices.length === 1;
      const shown = isOne ? each.map(({ device: _device, ...rest }) => rest) : summed(each, span);
      return { step: plan.step, tier: plan.tier, from, to, series: shown, gaps };
    });
    done();
  };

  /** One, or several whose figures are put together; sessions of all of them were counted together. Throws where there is no such device. */
  function devicesIn(asked: Placed, chart: SeriesChart): readonly number[] {
    if (asked.device !== undefined && book.deviceByName(asked.device) === undefined) throw new ApiError('noDevice');
    if (asked.device === undefined && !ofMany.includes(chart))
      throw new ApiError('invalid', `"device" is wanted: ${chart} is told of one head-end.`);
    const isAll = asked.device === undefined && asked.site === undefined && asked.tag === undefined && !isBound();
    return isAll && chart === 'sessions' ? [ALL_DEVICES] : standing(book.devices(), asked).map(({ id }) => id);
  }
}

/** The series of several head-ends, metric by metric. */
function summed(each: readonly SeriesTold[], span: SeriesSpan): readonly Shown[] {
  const metrics = [...new Set(each.map(({ metric }) => metric))];
  return metrics.map((metric) => ({
    ...{ metric, instance: '' },
    ...together(
      each.filter((one) => one.metric === metric),
      span,
    ),
  }));
}
