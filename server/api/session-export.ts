import { Type, type Static } from 'typebox';
import type { NameForms } from '../access/names.ts';
import { exportedFacts, isSessionFact, sessionFactNames } from '../domain/session-fact.ts';
import { fulfils, readWhere } from '../domain/session-where.ts';
import type { Reads, SessionPage } from '../store/reads.ts';
import { asCsv, asJson, type Written } from './as-file.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { query } from './schema.ts';
import { sessionFilters, sessionQuery, toSessionRow } from './sessions.ts';

/** Rows that are read at once: an export holds no more of them in memory, however many there are. */
const AT_ONCE = 1000;

const asked = query({
  ...sessionFilters,
  where: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: 'Filters of columns: `user:mar,bytesTx:%3E1M`, each value encoded as a part of an address.',
    }),
  ),
  columns: Type.Optional(
    Type.String({ maxLength: 500, description: `Some of these, separated by commas: ${sessionFactNames.join(', ')}.` }),
  ),
});

/** All sessions that a search finds, in one file that is written while it is read: newest start first. */
export function sessionExportResource(
  reads: Reads,
  book: CommittedView,
  forms: NameForms,
  now: () => number = Date.now,
): Resource {
  return (app, _options, done) => {
    const schemaOf = (form: string, produces: string) => ({
      summary: `Sessions as one ${form} file, newest start first`,
      querystring: asked,
      response: { 200: Type.String(), ...failures('invalid', 'noDevice', 'busy') },
      produces: [produces],
    });
    const table = async (search: Static<typeof asked>): Promise<Written> => {
      const { where = '', columns: named = '', ...rest } = search;
      const holds = fulfils(readWhere(where));
      const at = now();
      const question = { ...sessionQuery(rest, book, forms), limit: AT_ONCE };
      // Before the answer has begun, so that what cannot be answered is told by a status.
      const first = await reads.sessions(question);
      const chosen = named.split(',').filter(isSessionFact);
      const columns = chosen.length === 0 ? sessionFactNames : chosen;
      const rowsOf = (page: SessionPage) =>
        page.sessions
          .map((session) => toSessionRow(session, book))
          .filter((row) => holds(row, at))
          .map((row) => exportedFacts(row, columns, at));
      async function* all(): Written['rows'] {
        for (let page = first; ;) {
          yield rowsOf(page);
          if (page.next === null) return;
          page = await reads.sessions({ ...question, cursor: page.next });
        }
      }
      return { columns, rows: all() };
    };

    const config = { rate: 'export' } as const;
    app.get('/api/sessions.csv', { config, schema: schemaOf('CSV', 'text/csv') }, async ({ query: search }, reply) =>
      asCsv(reply, 'sessions', await table(search)),
    );
    app.get(
      '/api/sessions.json',
      { config, schema: schemaOf('JSON', 'application/json') },
      async ({ query: search }, reply) => asJson(reply, 'sessions', await table(search)),
    );
    done();
  };
}
