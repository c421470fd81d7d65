import { Type } from 'typebox';
import type { NameForms } from '../access/names.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { MessageRow } from '../domain/feed.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { messageFilters, messageQuery } from './message-filters.ts';
import type { Resource } from './resource.ts';
import { messageRow } from './rows.ts';
import { listOf, next, orNull, paging, query } from './schema.ts';

/** A stored message with the device that it came from. */
export function toMessageRow(message: StoredMessage, book: CommittedView): MessageRow {
  const [id, at, from, messageId, severity, became, text] = message;
  return { id, at, device: book.deviceNameOf(from) ?? null, from, messageId, severity, outcome: became, text };
}

const looked = Type.Object(
  {
    lines: Type.Integer(),
    back: orNull(Type.Integer({ description: 'When the oldest of them was received; epoch milliseconds.' })),
    skipped: Type.Integer({ description: 'With `after`: how many more like that are among them than are given.' }),
  },
  { description: 'Which lines were looked at. Absent where an index found the messages.' },
);

/** The raw messages. */
export function messagesResource(reads: Reads, book: CommittedView, forms: NameForms): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Messages as they came, newest first',
      description:
        'One answer looks at 200,000 lines at most: it may have fewer messages than asked for, or none, and a `next` all the same, with which the search goes on.',
      querystring: query({
        ...messageFilters,
        ...paging,
        after: Type.Optional(
          Type.String({
            pattern: '^\\d{1,16}$',
            description: '`newest` of an answer before, or the id of a message: only what came since.',
          }),
        ),
      }),
      response: {
        200: Type.Object({
          messages: listOf(messageRow),
          next,
          newest: Type.String({ description: 'The `after` of the question what has come since.' }),
          looked: Type.Optional(looked),
        }),
        ...failures('invalid', 'badCursor', 'noDevice', 'busy'),
      },
    };
    app.get('/api/messages', { schema }, async ({ query: { limit, cursor, after, ...search } }) => {
      const page = await reads.messages({
        ...messageQuery(search, book, forms),
        limit,
        ...(cursor !== undefined && { cursor }),
        ...(after !== undefined && { after }),
      });
      return {
        messages: page.messages.map((message) => toMessageRow(message, book)),
        next: page.next,
        newest: page.newest ?? '0',
        ...(page.looked && { looked: page.looked }),
      };
    });
    done();
  };
}
