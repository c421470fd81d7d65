import { Type } from 'typebox';
import type { StoredMessage } from '../domain/batch.ts';
import type { Claim, Claimed } from '../domain/claim.ts';
import type { LineRead, MessageMeaning, MessageSession, MessageTold } from '../domain/line-read.ts';
import type { MessageRow } from '../domain/feed.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import { toMessageRow } from './messages.ts';
import type { Resource } from './resource.ts';
import { messageRow } from './rows.ts';
import { listOf, query, schemaOf, time } from './schema.ts';
import { seenOf } from './scope.ts';

/** How lines are read, and what message IDs mean: the tables of the collectors. */
export interface Reader {
  readonly line: (line: string) => LineRead;
  readonly meaning: (messageId: number) => MessageMeaning;
  /** What a stored message claims, if anything. */
  readonly claim: (message: StoredMessage) => Claimed | undefined;
  /** The message IDs that may claim one of these. */
  readonly claiming: (kinds: readonly Claim['kind'][]) => readonly number[];
}

/** A message may come this long before its session is known, or after its end, in milliseconds. */
const AROUND = 10_000;
/** Sessions of one user at one moment that are told. */
const MOST = 3;

const { Object: Row, Optional, Enum, Literal, Integer, String: Text, Boolean } = Type;

const meaning = schemaOf<MessageMeaning>()(
  Row({
    messageId: Integer(),
    is: Enum(['followed', 'noted', 'unlisted']),
    claims: listOf(Text()),
    wordings: listOf(Text({ description: 'The words of the device, with the names of facts in their places.' })),
  }),
);
const told = schemaOf<MessageTold>()(
  Row({
    message: messageRow,
    read: Row({
      source: Optional(Literal('trap')),
      priority: Optional(Integer({ description: 'Of the PRI: facility x 8 + severity.' })),
      device: Optional(Text({ description: 'The device-id or the host of a relay, as printed.' })),
      deviceTime: Optional(Text({ description: "The device's own clock, as printed." })),
      deviceTimeUtc: Optional(Text()),
      text: Text({ description: 'What stands behind the header.' }),
      claim: Optional(Row({ kind: Text(), facts: listOf(Row({ name: Text(), value: Text() })) })),
      user: Optional(Text()),
      publicIp: Optional(Text()),
      assignedIp: Optional(Text()),
    }),
    meaning: Optional(meaning),
    sessions: listOf(Row({ id: Integer(), user: Text(), start: time, isEvidence: Boolean() })),
  }),
);

/** One message with all that is known of it, and what a message ID means. */
export function messageResource(reads: Reads, book: CommittedView, reader: Reader): Resource {
  return (app, _options, done) => {
    app.get(
      '/api/messages/:id',
      {
        schema: {
          summary: 'One message, read field by field',
          params: query({ id: Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) }),
          querystring: query({}),
          response: { 200: told, ...failures('invalid', 'noMessage', 'busy') },
        },
      },
      async ({ params: { id } }): Promise<MessageTold> => {
        const found = await reads.message(id);
        const [stored] = found === undefined ? [] : seenOf([found], book);
        if (stored === undefined) throw new ApiError('noMessage');
        const message = toMessageRow(stored, book);
        const read = reader.line(message.text);
        return {
          message,
          read,
          ...(message.messageId !== null && { meaning: reader.meaning(message.messageId) }),
          sessions: await sessionsAround(reads, book, message, read),
        };
      },
    );
    app.get(
      '/api/message-ids/:messageId',
      {
        schema: {
          summary: 'What Tunnelwatch makes of a message ID',
          params: query({ messageId: Integer({ minimum: 0, maximum: 999_999 }) }),
          querystring: query({}),
          response: { 200: meaning, ...failures('invalid') },
        },
      },
      ({ params: { messageId } }) => Promise.resolve(reader.meaning(messageId)),
    );
    done();
  };
}

/** The sessions that were there when the message came, of the user or the addresses that it tells. */
async function sessionsAround(
  reads: Reads,
  book: CommittedView,
  { id, at, device }: MessageRow,
  { user, publicIp, assignedIp }: LineRead,
): Promise<readonly MessageSession[]> {
  const known = device === null ? undefined : book.deviceByName(device);
  const whose =
    user !== undefined ? { user } : assignedIp !== undefined ? { assignedIp } : publicIp !== undefined && { publicIp };
  if (known === undefined || whose === false) return [];
  const search = { ...whose, device: known.id, thereFrom: at - AROUND, to: at + AROUND, limit: MOST };
  const { sessions } = await reads.sessions(search);
  const found = await Promise.all(sessions.map((one) => reads.session(one.id)));
  return found.flatMap((one) =>
    one === undefined
      ? []
      : [
          {
            id: one.session.id,
            user: one.session.user,
            start: one.session.start,
            isEvidence: one.evidence.some(([evidence]) => evidence === id),
          },
        ],
  );
}
