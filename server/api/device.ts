import { Type } from 'typebox';
import type { Polling, PollPace } from '../domain/polling.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { deviceFacts } from './device-facts.ts';
import { shownSnmp, snmp, told, toldBy } from './device-snmp.ts';
import { ApiError, failures } from './errors.ts';
import { failure, pace } from './poll-rows.ts';
import type { Resource } from './resource.ts';
import { deviceRow } from './device-rows.ts';
import { listOf, query, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, String: Text } = Type;

const polling = schemaOf<Omit<Polling, 'device'>>()(
  Row({
    transport: Enum(['ssh', 'https']),
    host: Text(),
    port: Integer(),
    user: Text(),
    legacy: Type.Boolean({ description: 'Whether algorithms that are broken by now are allowed.' }),
    fingerprint: Optional(Text({ description: 'SHA-256 of the key that a person has accepted.' })),
    everySeconds: Integer(),
  }),
);

const poll = Row({
  polling: Optional(polling),
  pace: Optional(pace),
  unread: Optional(listOf(Row({ at: time, failure }))),
  last: Optional(Row({ startedAt: time, at: time, facts: deviceFacts, failures: listOf(failure) })),
});

/** One head-end: how it is asked, and what it last said of itself. */
export function deviceResource(
  reads: Reads,
  book: CommittedView,
  paceOf: (device: number) => PollPace | undefined = () => undefined,
  snmpPaceOf: (device: number) => PollPace | undefined = () => undefined,
): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'One device: how it is polled, what the last poll gave, and its SNMP',
      params: Row({ name: Text({ minLength: 1, maxLength: 256 }) }),
      querystring: query({}),
      response: { 200: Row({ device: deviceRow, poll, snmp, told }), ...failures('invalid', 'noDevice', 'busy') },
    };
    app.get('/api/devices/:name', { schema }, async ({ params }) => {
      const device = book.devices().find(({ name }) => name === params.name);
      if (device === undefined) throw new ApiError('noDevice');
      const { id } = device;
      const [asked, over] = await Promise.all([reads.poll(id), reads.snmp(id)]);
      const now = paceOf(id);
      return {
        device,
        poll: { ...asked, ...(now !== undefined && { pace: now }) },
        snmp: shownSnmp(over, snmpPaceOf(id)),
        told: toldBy(asked, over),
      };
    });
    done();
  };
}
