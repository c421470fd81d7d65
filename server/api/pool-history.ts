import { Type } from 'typebox';
import { HOLDS, historyOf, type Peak, type PoolMinute, type UsePoint } from '../domain/pool-history.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { gapRow } from './rows.ts';
import { listOf, orNull, query, schemaOf, time, timeOption } from './schema.ts';

const { Object: Row, Integer, String: Text } = Type;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** No answer reaches over more than this: longer ago an hour has two rows, and there are many pools. */
const LONGEST = 92 * DAY;
/** Points that a chart can show. */
const MOST = 400;
const steps = [1, 2, 5, 10, 30, 60, 180, 360, 1440].map((minutes) => minutes * MINUTE);

const point = schemaOf<UsePoint>()(
  Row({
    at: Integer({ description: 'The end of the step, epoch milliseconds.' }),
    used: orNull(Integer({ description: 'Not free at its end; `null` where nobody knows.' })),
    most: orNull(Integer({ description: 'Not free at most, within it.' })),
    size: orNull(Integer()),
  }),
);

const peak = schemaOf<Peak>()(Row({ at: time, used: Integer(), size: orNull(Integer()) }));

const history = { points: listOf(point), peak: Type.Optional(peak) };

/** How full the pools of a head-end, and its chains, were over time. */
export function poolHistoryResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'How full the pools of a head-end and its chains were over time, and when they were fullest',
      querystring: query({
        device: Text({ description: 'The name of a device.' }),
        from: timeOption('The beginning; a day before `to`, if left out; 92 days before it at the earliest.'),
        to: timeOption('The end; now, if left out.'),
      }),
      response: {
        200: Row({
          step: Integer({ description: 'Milliseconds from one point to the next.' }),
          pools: listOf(Row({ pool: Text(), ...history })),
          chains: listOf(Row({ tunnelGroup: Text(), ...history })),
          gaps: listOf(gapRow),
        }),
        ...failures('invalid', 'noDevice', 'busy'),
      },
    };
    app.get('/api/pools/history', { schema }, async ({ query: { device: name, ...asked } }) => {
      const device = book.deviceByName(name);
      if (device === undefined) throw new ApiError('noDevice');
      const now = book.summary().at;
      const to = Math.min(asked.to ?? now, now);
      const from = Math.min(to - MINUTE, Math.max(asked.from ?? to - DAY, to - LONGEST));
      const step = steps.find((one) => to - from <= one * MOST) ?? DAY;
      const mine = <T extends { readonly device: string }>(rows: readonly T[]) =>
        rows.filter((row) => row.device === name);
      const pools = mine(book.pools()).map((pool) => pool.name);
      const { minutes, gaps } = await reads.poolMinutes({ device: device.id, pools, from: from - HOLDS, to });
      const byPool = new Map<string, PoolMinute[]>(pools.map((pool) => [pool, []]));
      for (const row of minutes) byPool.get(row.pool)?.push(row);
      const told = (names: readonly string[]) =>
        historyOf(names.map((one) => byPool.get(one) ?? []), gaps, { from, to, step }); // prettier-ignore
      return {
        step,
        pools: pools.map((pool) => ({ pool, ...told([pool]) })),
        chains: mine(book.chains()).map(({ tunnelGroup, pools: chain }) => ({ tunnelGroup, ...told(chain) })),
        gaps,
      };
    });
    done();
  };
}
