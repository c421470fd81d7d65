import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { Type, type Static } from 'typebox';
import type { NameForms } from '../access/names.ts';
import { csvLine } from '../domain/csv.ts';
import type { SessionRow } from '../domain/feed.ts';
import { exportedFacts, isSessionFact, sessionFactNames } from '../domain/session-fact.ts';
import { fulfils, readWhere } from '../domain/session-where.ts';
import type { Reads, SessionPage } from '../store/reads.ts';
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
    const pages = async (search: Static<typeof asked>) => {
      const { where = '', columns = '', ...rest } = search;
      const holds = fulfils(readWhere(where));
      const at = now();
      const question = { ...sessionQuery(rest, book, forms), limit: AT_ONCE };
      // Before the answer has begun, so that what cannot be answered is told by a status.
      const first = await reads.sessions(question);
      const chosen = columns.split(',').filter(isSessionFact);
      const rowsOf = (page: SessionPage): readonly SessionRow[] =>
        page.sessions.map((session) => toSessionRow(session, book)).filter((row) => holds(row, at));
      async function* all(): AsyncGenerator<readonly SessionRow[]> {
        for (let page = first; ;) {
          yield rowsOf(page);
          if (page.next === null) return;
          page = await reads.sessions({ ...question, cursor: page.next });
        }
      }
      return { at, facts: chosen.length === 0 ? sessionFactNames : chosen, all: all() };
    };

    app.get('/api/sessions.csv', { schema: schemaOf('CSV', 'text/csv') }, async ({ query: search }, reply) => {
      const { at, facts, all } = await pages(search);
      async function* text(): AsyncGenerator<string> {
        yield csvLine(facts);
        for await (const rows of all) yield rows.map((row) => csvLine(exportedFacts(row, facts, at))).join('');
      }
      return asFile(reply, 'text/csv; charset=utf-8', 'sessions.csv', text());
    });

    app.get(
      '/api/sessions.json',
      { schema: schemaOf('JSON', 'application/json') },
      async ({ query: search }, reply) => {
        const { at, facts, all } = await pages(search);
        async function* text(): AsyncGenerator<string> {
          let before = '[\n';
          for await (const rows of all)
            for (const row of rows) {
              const values = exportedFacts(row, facts, at);
              yield `${before}${JSON.stringify(Object.fromEntries(facts.map((name, place) => [name, values[place]])))}`;
              before = ',\n';
            }
          yield before === ',\n' ? '\n]\n' : '[]\n';
        }
        return asFile(reply, 'application/json; charset=utf-8', 'sessions.json', text());
      },
    );
    done();
  };
}

function asFile(reply: FastifyReply, type: string, name: string, text: AsyncGenerator<string>): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Readable.from(text, { objectMode: false }));
}
