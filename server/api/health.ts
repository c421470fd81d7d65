import { Type } from 'typebox';
import { shownHealth, type ShownHealth } from '../domain/feed.ts';
import type { Health } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { gapRow, healthRow } from './rows.ts';
import { listOf, query, schemaOf, time } from './schema.ts';

const answer = schemaOf<Omit<Health, 'collectors'> & { readonly collectors: readonly ShownHealth[] }>()(
  Type.Object({
    at: time,
    status: Type.Enum(['ok', 'warning', 'critical']),
    collectors: listOf(healthRow),
    gaps: listOf(gapRow),
  }),
);

/** How the collecting goes: the buckets of every collector, and the spans in which nothing was collected. */
export function healthResource(health: () => Health): Resource {
  return (app, _options, done) => {
    const schema = { summary: 'Health', querystring: query({}), response: { 200: answer, ...failures() } };
    app.get('/api/health', { schema }, () => {
      const told = health();
      return { ...told, collectors: told.collectors.map(shownHealth) };
    });
    done();
  };
}
