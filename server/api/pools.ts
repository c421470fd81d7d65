import { Type } from 'typebox';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import { placeOptions, standing } from './place.ts';
import type { Resource } from './resource.ts';
import { chainRow, poolRow } from './pool-rows.ts';
import { listOf, query } from './schema.ts';

/** The address pools and how full they are. */
export function poolsResource(book: CommittedView): Resource {
  return (app, _options, done) => {
    const response = {
      200: Type.Object({ pools: listOf(poolRow), chains: listOf(chainRow) }),
      ...failures('invalid', 'noDevice'),
    };
    const schema = { summary: 'Address pools', querystring: query(placeOptions), response };
    app.get('/api/pools', { schema }, ({ query: asked }) => {
      if (asked.device !== undefined && book.deviceByName(asked.device) === undefined) throw new ApiError('noDevice');
      const names = new Set(standing(book.devices(), asked).map(({ name }) => name));
      const there = <T extends { readonly device: string }>(rows: readonly T[]): readonly T[] =>
        rows.filter(({ device }) => names.has(device));
      return { pools: there(book.pools()), chains: there(book.chains()) };
    });
    done();
  };
}
