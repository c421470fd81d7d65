import { Type, type Static } from 'typebox';
import type { NameForms } from '../access/names.ts';
import { readMessageIds, readSeverities } from '../domain/message-filter.ts';
import type { MessageQuery } from '../store/message-reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError } from './errors.ts';
import { placeOptions, sendersOf } from './place.ts';
import { outcome } from './rows.ts';
import { nameOption, timeOption } from './schema.ts';

/** What a search of messages is narrowed down by. */
export const messageFilters = {
  ...placeOptions,
  text: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 256 },
      description: 'Stands in the line, in any case of its letters; no character means anything else.',
    }),
  ),
  messageId: Type.Optional(
    Type.String({
      pattern: '^(\\d{6}|\\d{1,5}(\\*|x{0,5})|\\d{6}-\\d{6})$',
      description: 'Such as 113019; 7131xx, 7131* or 7131: all that begin so; 713000-713099: a range.',
    }),
  ),
  severity: Type.Optional(
    Type.String({
      pattern: '^([A-Za-z]+|[0-7])?-?([A-Za-z]+|[0-7])?$',
      ...{ minLength: 1, maxLength: 30 },
      description:
        'As numbers or names: `3` or `errors`: this one; `0-3`: a range; `-errors`: 3 and more severe; `5-`: 5 and less severe.',
    }),
  ),
  outcome: Type.Optional(outcome),
  trap: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 1408 },
      description:
        'Only SNMP traps: `any`, or those of this name or OID, such as `cipSecTunnelStop`. A syslog message that came in one has its message ID.',
    }),
  ),
  user: nameOption(
    'The user whom the message names, in any case, also where only its hash was kept; of a message that nobody could read, a name that stands in its line as a whole.',
  ),
  address: Type.Optional(
    Type.String({
      pattern: '^[0-9A-Fa-f:.]{2,45}$',
      description: 'The address of a client, outside or inside, that the message names.',
    }),
  ),
  from: timeOption('Received then or later.'),
  to: timeOption('Received before.'),
};

type Asked = Static<ReturnType<typeof Type.Object<typeof messageFilters>>>;

/** The same for the store. Throws `noDevice` on a name that is none, `invalid` on severities that there are not. */
export function messageQuery(
  { device, site, tag, user, from, to, messageId, severity, ...rest }: Asked,
  book: CommittedView,
  forms: NameForms,
): Omit<MessageQuery, 'limit'> {
  const senders = sendersOf({ device, site, tag }, book);
  const ids = messageId === undefined ? undefined : demand(readMessageIds(messageId));
  const severities = severity === undefined ? undefined : demand(readSeverities(severity));
  return {
    ...rest,
    ...(senders && { from: senders }),
    ...(ids && (ids.first === ids.last ? { messageId: ids.first } : { messageIds: ids })),
    ...(severities && { severities }),
    ...(user !== undefined && { user: forms(user) }),
    ...(from !== undefined && { since: from }),
    ...(to !== undefined && { until: to }),
  };
}

function demand<T>(read: T | undefined): T {
  if (read === undefined) throw new ApiError('invalid');
  return read;
}
