import { Type } from 'typebox';
import { aaaRows, type AaaRow } from '../domain/aaa.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { listOf, query, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, String: Text } = Type;

const aaaRow = schemaOf<AaaRow>()(
  Row({
    device: Text(),
    server: Optional(Text({ description: 'Its address; absent for the local database.' })),
    group: Optional(Text()),
    protocol: Optional(Text()),
    state: Enum(['active', 'failed', 'silent', 'unknown'], {
      description: '`silent`: not marked as failed, but not answering.',
    }),
    since: Optional(Type.Integer({ description: 'Since when it is silent, epoch milliseconds.' })),
    at: time,
    source: Enum(['syslog', 'poll']),
  }),
);

/** The AAA servers that the head-ends ask: as polled, and as messages have told since. */
export function aaaResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'AAA servers by head-end: as last listed by it, or as its messages have told since',
      querystring: query({}),
      response: { 200: Row({ servers: listOf(aaaRow) }), ...failures('busy') },
    };
    app.get('/api/aaa', { schema }, async () => {
      const polls = await reads.polls();
      const marks = book.aaaMarks();
      const adopted = book.devices().filter(({ state }) => state === 'adopted');
      const servers = adopted.flatMap(({ id, name }) => {
        const told = polls.find((one) => one.device === id && one.aaa !== undefined)?.aaa;
        return aaaRows(
          name,
          told,
          marks.filter(({ device }) => device === id),
        );
      });
      return { servers };
    });
    done();
  };
}
