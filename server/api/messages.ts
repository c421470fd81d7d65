import { Type } from 'typebox';
import type { NameForms } from '../access/names.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { MessageRow } from '../domain/feed.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions, sendersOf } from './place.ts';
import type { Resource } from './resource.ts';
import { messageRow, outcome } from './rows.ts';
import { listOf, nameOption, next, paging, query, timeOption } from './schema.ts';

/** A stored message with the device that it came from. */
export function toMessageRow(message: StoredMessage, book: CommittedView): MessageRow {
  const [id, at, from, messageId, severity, became, text] = message;
  return { id, at, device: book.deviceNameOf(from) ?? null, from, messageId, severity, outcome: became, text };
}

/** The raw messages. */
export function messagesResource(reads: Reads, book: CommittedView, forms: NameForms): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Messages as they came, newest first',
      querystring: query({
        ...placeOptions,
        messageId: Type.Optional(Type.Integer({ minimum: 0, maximum: 999_999, description: 'Such as 113019.' })),
        outcome: Type.Optional(outcome),
        trap: Type.Optional(
          Type.String({
            ...{ minLength: 1, maxLength: 1408 },
            description:
              'Only SNMP traps: `any`, or those of this name or OID, such as `cipSecTunnelStop`. A syslog message that came in one has its message ID.',
          }),
        ),
        user: nameOption(
          'A name that stands in the message, also where only its hash was kept. Slow without other filters.',
        ),
        from: timeOption('Received then or later.'),
        to: timeOption('Received before.'),
        ...paging,
      }),
      response: {
        200: Type.Object({ messages: listOf(messageRow), next }),
        ...failures('invalid', 'badCursor', 'noDevice', 'busy'),
      },
    };
    app.get('/api/messages', { schema }, async ({ query: { device, site, tag, user, from, to, ...rest } }) => {
      const senders = sendersOf({ device, site, tag }, book);
      const page = await reads.messages({
        ...rest,
        ...(senders && { from: senders }),
        ...(user !== undefined && { holds: forms(user) }),
        ...(from !== undefined && { since: from }),
        ...(to !== undefined && { until: to }),
      });
      return { messages: page.messages.map((message) => toMessageRow(message, book)), next: page.next };
    });
    done();
  };
}
