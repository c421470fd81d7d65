import { Type, type Static } from 'typebox';
import type { NameForms } from '../access/names.ts';
import { exportedMessage, messageFactNames } from '../domain/message-fact.ts';
import type { MessagePage } from '../store/message-reads.ts';
import type { Reads } from '../store/reads.ts';
import { asCsv, asJson, type Written } from './as-file.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { messageFilters, messageQuery } from './message-filters.ts';
import { toMessageRow } from './messages.ts';
import type { Resource } from './resource.ts';
import { query } from './schema.ts';

/** Rows that are read at once: an export holds no more of them in memory, however many there are. */
const AT_ONCE = 1000;

const asked = query(messageFilters);

/** All messages that a search finds, in one file that is written while it is read: newest first. */
export function messageExportResource(reads: Reads, book: CommittedView, forms: NameForms): Resource {
  return (app, _options, done) => {
    const schemaOf = (form: string, produces: string) => ({
      summary: `Messages as one ${form} file, newest first`,
      querystring: asked,
      response: { 200: Type.String(), ...failures('invalid', 'noDevice', 'busy') },
      produces: [produces],
    });
    const table = async (search: Static<typeof asked>): Promise<Written> => {
      const question = { ...messageQuery(search, book, forms), limit: AT_ONCE };
      // Before the answer has begun, so that what cannot be answered is told by a status.
      const first = await reads.messages(question);
      const rowsOf = (page: MessagePage) => page.messages.map((one) => exportedMessage(toMessageRow(one, book)));
      async function* all(): Written['rows'] {
        for (let page = first; ;) {
          yield rowsOf(page);
          if (page.next === null) return;
          page = await reads.messages({ ...question, cursor: page.next });
        }
      }
      return { columns: messageFactNames, rows: all() };
    };
    const config = { rate: 'export' } as const;
    app.get('/api/messages.csv', { config, schema: schemaOf('CSV', 'text/csv') }, async ({ query: search }, reply) =>
      asCsv(reply, 'messages', await table(search)),
    );
    app.get(
      '/api/messages.json',
      { config, schema: schemaOf('JSON', 'application/json') },
      async ({ query: search }, reply) => asJson(reply, 'messages', await table(search)),
    );
    done();
  };
}
