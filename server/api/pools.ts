import { Type } from 'typebox';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { chainRow, poolRow } from './pool-rows.ts';
import { listOf, query } from './schema.ts';

/** The address pools and how full they are. */
export function poolsResource(book: CommittedView): Resource {
  return (app, _options, done) => {
    const response = { 200: Type.Object({ pools: listOf(poolRow), chains: listOf(chainRow) }), ...failures() };
    const schema = { summary: 'Address pools', querystring: query({}), response };
    app.get('/api/pools', { schema }, () => ({ pools: book.pools(), chains: book.chains() }));
    done();
  };
}
