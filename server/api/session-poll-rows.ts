import { Type } from 'typebox';
import type { SessionCount } from '../domain/session-count.ts';
import type { SessionTold } from '../domain/session-told.ts';
import { MOST_TEXT, type SessionTextRow } from '../domain/session-text.ts';
import type { TunnelRow } from '../domain/tunnel-rows.ts';
import { gapRow } from './rows.ts';
import { listOf, orNull, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Integer, String: Text } = Type;
const source = Enum(['syslog', 'trap', 'poll']);
const seconds = (description: string) => Optional(Integer({ description: `${description}, in seconds.` }));

const told = schemaOf<SessionTold>()(
  Row({
    kind: Enum([
      ...(['session.opened', 'session.learned', 'session.suspended', 'session.lost', 'session.resumed'] as const),
      ...(['session.closing', 'session.ended', 'tunnel.opened', 'tunnel.closed'] as const),
    ]),
    source,
    at: time,
    messageId: Optional(Integer()),
    facts: Type.Unsafe<SessionTold['facts']>({
      type: 'object',
      additionalProperties: { type: ['string', 'number'] },
      description: 'What was told, by name.',
    }),
  }),
);

const tunnelRow = schemaOf<TunnelRow>()(
  Row({
    id: Optional(Text()),
    kind: Enum(['ike', 'ipsec', 'parent', 'ssl', 'dtls', 'ppp']),
    openedAt: Optional(time),
    closedAt: Optional(time),
    openedBy: Optional(Row({ source, at: time, messageId: Optional(Integer()) })),
    inboundSpi: Optional(Text()),
    outboundSpi: Optional(Text()),
    listedAs: Optional(Text({ description: 'As a detailed listing heads it.' })),
    listedAt: Optional(Integer({ description: 'When that told cipher, bytes and timers, epoch milliseconds.' })),
    encryption: Optional(Text()),
    hashing: Optional(Text()),
    dhGroup: Optional(Text()),
    authMode: Optional(Text()),
    mode: Optional(Text()),
    encapsulation: Optional(Text()),
    bytesTx: Optional(Integer({ description: 'To the client.' })),
    bytesRx: Optional(Integer({ description: 'From the client.' })),
    packetsTx: Optional(Integer()),
    packetsRx: Optional(Integer()),
    rekeyInterval: seconds('For how long its keys are made'),
    rekeyLeft: seconds('What was left of that when it was listed'),
    rekeyKilobytesLeft: Optional(Integer()),
    idleTimeout: seconds('After how long without traffic it ends'),
    idleLeft: seconds('What was left of that when it was listed'),
    transform: Optional(Text()),
    encaps: Optional(Integer()),
    decaps: Optional(Integer()),
    sasAt: Optional(Integer({ description: 'When its IPsec SAs were listed, epoch milliseconds.' })),
  }),
);

const count = schemaOf<SessionCount>()(
  Row({
    session: Integer(),
    at: time,
    bytesTx: Integer(),
    bytesRx: Integer(),
    anew: Optional(Integer({ description: '1: its counters began anew since the count before.' })),
  }),
);

const text = schemaOf<SessionTextRow>()(
  Row({
    which: Enum(['first', 'latest'], { description: 'Of the polls that listed it.' }),
    at: time,
    text: Text({
      description: `As printed, without secrets, ${MOST_TEXT} characters at most; kept a day after its end.`,
    }),
  }),
);

/** What polls told of a session beside its statistics. */
export const sessionPolls = {
  told: listOf(told),
  tunnels: listOf(tunnelRow),
  counts: listOf(count),
  texts: listOf(text),
  unwatched: Type.Immutable(Type.Array(gapRow, { description: 'When nothing was collected during its life.' })),
  everySeconds: orNull(
    Integer({
      description: 'How often its device is asked for its sessions, by commands or over SNMP; `null`: it is not.',
    }),
  ),
};
