import { Type } from 'typebox';
import type { PollFailure, Polling, PollPace } from '../domain/polling.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { deviceFacts } from './device-facts.ts';
import { ApiError, failures } from './errors.ts';
import type { Resource } from './resource.ts';
import { deviceRow } from './rows.ts';
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

const failure = schemaOf<PollFailure>()(
  Row({
    at: Text({ description: '`connect`, `login`, or the command.' }),
    why: Enum(['unreachable', 'deadline', 'key unknown', 'key changed', 'login refused', 'refused', 'misfit', 'cut']),
    detail: Text(),
    transcript: Optional(Text({ description: 'What the device printed, without its secrets.' })),
    line: Optional(Integer({ description: 'The line of it that nobody knows, from 1.' })),
    fingerprint: Optional(Text({ description: 'SHA-256 of the key that answered, and that nobody has accepted.' })),
    until: Optional(time),
  }),
);

const pace = schemaOf<PollPace>()(
  Row({
    polling: Type.Boolean({ description: 'Whether a poll is under way.' }),
    stretch: Type.Number({ description: 'How many times longer than asked for its interval is.' }),
    skipped: Integer(),
    late: Type.Number({ description: 'How late the last poll began, in milliseconds.' }),
    nextAt: time,
    blockedUntil: Optional(time),
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
): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'One device: how it is polled, and what the last poll gave',
      params: Row({ name: Text({ minLength: 1, maxLength: 256 }) }),
      querystring: query({}),
      response: { 200: Row({ device: deviceRow, poll }), ...failures('invalid', 'noDevice', 'busy') },
    };
    app.get('/api/devices/:name', { schema }, async ({ params }) => {
      const device = book.devices().find(({ name }) => name === params.name);
      if (device === undefined) throw new ApiError('noDevice');
      const told = paceOf(device.id);
      return { device, poll: { ...(await reads.poll(device.id)), ...(told !== undefined && { pace: told }) } };
    });
    done();
  };
}
