import { Type } from 'typebox';
import type { ProtocolLimit } from '../domain/licence.ts';
import { loadOf, type InterfaceLoad, type Load, type LoadRow, type RunningBytes } from '../domain/load.ts';
import type { PolledDevice } from '../store/polled-reads.ts';
import type { Reads } from '../store/reads.ts';
import type { CommittedView } from './committed.ts';
import { failures } from './errors.ts';
import { placeOptions, standing } from './place.ts';
import type { Resource } from './resource.ts';
import { listOf, orNull, query, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Boolean, Enum, Integer, Number: Real, String: Text } = Type;

const source = { by: Enum(['show', 'snmp']), at: time };
const perSecond = Optional(Real({ description: 'Bytes a second; absent where nobody has told it.' }));

const protocolLimit = schemaOf<ProtocolLimit>()(
  Row({
    protocols: listOf(Enum(['ikev1', 'ikev2', 'anyconnect', 'clientless', 'unknown'])),
    most: Integer(),
    licence: Text({ description: 'As the device names it.' }),
  }),
);
const interfaceLoad = schemaOf<InterfaceLoad>()(
  Row({ ...source, name: Text(), isUp: Boolean(), in: perSecond, out: perSecond }),
);
const running = schemaOf<RunningBytes>()(
  Row(
    {
      sessions: Integer({ description: 'That go on, and whose bytes a poll has told.' }),
      tx: Integer({ description: 'To the clients.' }),
      rx: Integer(),
      at: Integer({ description: 'Of the oldest count in it, epoch milliseconds.' }),
      rateTx: perSecond,
      rateRx: perSecond,
      ratedAt: Optional(Integer({ description: 'Epoch milliseconds.' })),
    },
    { description: 'What the sessions that go on have counted so far.' },
  ),
);

const load = schemaOf<LoadRow>()(
  Row({
    device: Text(),
    polls: listOf(
      Row({
        by: Enum(['show', 'snmp']),
        everySeconds: orNull(Integer({ description: '`null` where it is not polled any more.' })),
        at: time,
        whole: Boolean(),
      }),
    ),
    cpu: Optional(Row({ ...source, minute: Real({ description: 'Percent.' }), fiveMinutes: Real() })),
    memory: Optional(Row({ ...source, used: Integer({ description: 'Bytes.' }), total: Integer() })),
    connections: Optional(Row({ ...source, inUse: Integer() })),
    interfaces: listOf(interfaceLoad),
    sessionLimit: Optional(Row({ ...source, most: Integer() })),
    protocolLimits: listOf(protocolLimit),
    running: Optional(running),
  }),
);

const none: Load = { interfaces: [], protocolLimits: [] };

/** What each head-end carries: CPU, memory, connections, interfaces, limits and what running sessions have counted, by its polls. */
export function loadResource(reads: Reads, book: CommittedView): Resource {
  return (app, _options, done) => {
    const { site, tag } = placeOptions;
    const schema = {
      summary:
        'What each adopted head-end carries, as its polls last told it; of one that is not polled nothing is known',
      querystring: query({ site, tag }),
      response: { 200: Row({ at: time, devices: listOf(load) }), ...failures('invalid', 'busy') },
    };
    app.get('/api/load', { schema }, async ({ query: asked }) => {
      const [polls, loads] = await Promise.all([reads.polls(), reads.loads()]);
      const adopted = standing(book.devices(), asked).filter(({ state }) => state === 'adopted');
      const devices = adopted.map(({ id, name }): LoadRow => {
        const told = loads.find(({ device }) => device === id);
        return {
          device: name,
          polls: polls.filter(({ device }) => device === id).map(rhythm),
          ...(told === undefined ? none : loadOf(told.facts, told.samples)),
          ...(told?.running !== undefined && { running: told.running }),
        };
      });
      return { at: book.summary().at, devices };
    });
    done();
  };
}

function rhythm({ by, everySeconds, at, whole }: PolledDevice): LoadRow['polls'][number] {
  return { by, everySeconds, at, whole };
}
