import { Type } from 'typebox';
import type { UnknownRow } from '../domain/feed.ts';
import type { UnknownOutcome } from '../domain/unknown.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { ApiError, failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { listOf, nameOption, orNull, paging, query, schemaOf, time } from './schema.ts';

const unknownOutcome = schemaOf<UnknownOutcome>()(Type.Enum(['unlisted', 'misfit', 'foreign', 'others']));
const unknownRow = schemaOf<UnknownRow>()(
  Type.Object({
    device: Type.String(),
    messageId: orNull(Type.Integer({ description: '`null` for `foreign`, `others` and traps.' })),
    oid: Type.Optional(Type.String({ description: 'Of traps: their snmpTrapOID.' })),
    outcome: unknownOutcome,
    count: Type.Integer(),
    sample: Type.String({ description: 'The beginning of the last line.' }),
    first: time,
    last: time,
  }),
);

/** What is not understood, counted. */
export function unknownResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'Messages that are not understood, counted by device and message ID or trap, the most frequent first',
      querystring: query({
        device: nameOption("The device's name."),
        outcome: Type.Optional(unknownOutcome),
        limit: paging.limit,
      }),
      response: { 200: Type.Object({ unknown: listOf(unknownRow) }), ...failures('invalid', 'noDevice', 'busy') },
    };
    app.get('/api/unknown', { schema }, async ({ query: { device: name, ...rest } }) => {
      const device = name === undefined ? undefined : book.deviceByName(name)?.id;
      if (name !== undefined && device === undefined) throw new ApiError('noDevice');
      const tallies = await reads.unknown({ ...rest, ...(device !== undefined && { device }) });
      return { unknown: tallies.map((one) => ({ ...one, device: book.deviceName(one.device) ?? `${one.device}` })) };
    });
    done();
  };
}
