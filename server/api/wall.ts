import { Type } from 'typebox';
import type { PollRhythm, SessionLimit, Usual } from '../domain/usual.ts';
import type { PolledDevice } from '../store/polled-reads.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { devicesOf } from './place.ts';
import type { Resource } from './resource.ts';
import { cause } from './rows.ts';
import { listOf, orNull, query, schemaOf, time } from './schema.ts';

const { Object: Row, Boolean, Enum, Integer, Number: Real, String: Text } = Type;

const usual = schemaOf<Usual>()(
  Row({
    sessionsLastWeek: orNull(Integer({ description: 'At this time a week ago; `null` where nobody watched then.' })),
    failed: Row({
      usual: orNull(Real({ description: 'The median of these 15 minutes on the last seven days that were watched.' })),
      days: Integer({ description: 'How many of the seven were watched.' }),
    }),
    sprays: Row({
      sources: Integer({ description: 'Addresses that tried five names or more in vain in the last 15 minutes.' }),
      names: Integer({ description: 'How many one of them tried at most.' }),
    }),
    causes: listOf(
      Row({ cause, failed: Integer({ description: 'In the last 15 minutes; the most frequent first.' }) }),
    ),
  }),
);

const limit = schemaOf<SessionLimit>()(
  Row({
    limit: orNull(Integer({ description: '`null` while not every head-end has told its own.' })),
    told: Integer(),
    of: Integer(),
  }),
);

const rhythm = schemaOf<PollRhythm>()(
  Row({
    device: Text(),
    by: Enum(['show', 'snmp']),
    everySeconds: orNull(Integer({ description: '`null` where it is not polled any more.' })),
    at: time,
    whole: Boolean({ description: 'Whether everything that was asked was told.' }),
  }),
);

/** What the wall shows beside the live feed: what is usual, what the head-ends take, and how often they are asked. */
export function wallResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const schema = {
      summary: 'What is usual at this time of day, how many sessions the head-ends take, and how often they are polled',
      querystring: query({}),
      response: { 200: Row({ at: time, usual, limit, polls: listOf(rhythm) }), ...failures('busy') },
    };
    app.get('/api/wall', { schema }, async () => {
      const { at } = book.summary();
      const adopted = book.devices().filter(({ state }) => state === 'adopted');
      const polls = (await reads.polls()).filter(({ device }) => adopted.some(({ id }) => id === device));
      return {
        at,
        usual: await reads.usual(at, devicesOf({}, book).devices),
        limit: limitOf(polls, adopted.length),
        polls: polls.map(({ device, by, everySeconds, at: ended, whole }) => {
          return { device: book.deviceName(device) ?? String(device), by, everySeconds, at: ended, whole };
        }),
      };
    });
    done();
  };
}

/** Of a head-end that tells by both ways what its command line says counts. */
function limitOf(polls: readonly PolledDevice[], of: number): SessionLimit {
  const limits = new Map<number, number>();
  for (const { device, sessionLimit } of polls)
    if (sessionLimit !== undefined && !limits.has(device)) limits.set(device, sessionLimit);
  const sum = [...limits.values()].reduce((total, one) => total + one, 0);
  return { limit: limits.size === of && of > 0 ? sum : null, told: limits.size, of };
}
