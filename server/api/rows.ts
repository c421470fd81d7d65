import { Type } from 'typebox';
import { stages, type AttemptOutcome, type Stage } from '../domain/attempt.ts';
import { causes, type Cause } from '../domain/cause.ts';
import type {
  AttemptRow,
  GapRow,
  HiddenRow,
  MessageRow,
  Outcome,
  SessionRow,
  ShownHealth,
  Summary,
  VerdictRow,
} from '../domain/feed.ts';
import type { Protocol, Provenance } from '../domain/session.ts';
import type { Tunnel } from '../domain/tunnel.ts';
import type { Service } from '../domain/verdict.ts';
import { poolRow, total } from './pool-rows.ts';
import { counts, listOf, orNull, schemaOf, time } from './schema.ts';

const { Object: Row, Optional, Enum, Literal, Integer, String: Text } = Type;

export const outcome = schemaOf<Outcome>()(Enum(['claim', 'noted', 'unlisted', 'misfit', 'foreign']));
export const protocol = schemaOf<Protocol>()(Enum(['ikev1', 'ikev2', 'anyconnect', 'clientless', 'unknown']));
const provenance = schemaOf<Provenance>()(Row({ source: Enum(['syslog', 'trap', 'poll']), at: time }));

const tunnel = schemaOf<Tunnel>()(
  Row({
    id: Text(),
    kind: Enum(['ike', 'ipsec', 'parent', 'ssl', 'dtls', 'ppp']),
    openedAt: time,
    closedAt: Optional(time),
    inboundSpi: Optional(Text()),
    outboundSpi: Optional(Text()),
  }),
);

export const sessionRow = schemaOf<SessionRow>()(
  Row({
    id: Integer(),
    device: Text(),
    user: Text(),
    publicIp: Text(),
    assignedIp: Optional(Text()),
    pool: Optional(Text()),
    protocol,
    state: Enum(['active', 'ended']),
    start: time,
    startIs: Enum(['seen', 'inferred', 'listed'], {
      description: '`inferred`: end minus duration, no login was seen; `listed`: by the duration of a listing.',
    }),
    end: Optional(time),
    endIs: Optional(Enum(['reported', 'inferred', 'between'])),
    endAfter: Optional(Type.Integer({ description: 'Of an end `between`: when it was last known to be there.' })),
    endBefore: Optional(Type.Integer({ description: 'And when it was gone.' })),
    endReason: Optional(Text()),
    seconds: Optional(Integer({ description: "The device's own count." })),
    bytesTx: Optional(Integer({ description: 'To the client. Absent until the device has told it.' })),
    bytesRx: Optional(Integer({ description: 'From the client. Absent until the device has told it.' })),
    closingAt: Optional(time),
    closingReason: Optional(Text()),
    suspendedAt: Optional(time),
    continues: Optional(Integer({ description: 'The session that the same client lost shortly before.' })),
    seenAt: time,
    tunnelGroup: Optional(Text()),
    groupPolicy: Optional(Text()),
    clientType: Optional(Text()),
    clientVersion: Optional(Text()),
    firewall: Optional(Text({ description: 'The personal firewall that the client reports (713143).' })),
    firewallMismatch: Optional(
      Text({ description: 'How it is not the one that the policy expects, yet lets in (713141, 713142).' }),
    ),
    sessionType: Optional(Text()),
    index: Optional(Integer({ description: "The device's own number of it." })),
    auditSessionId: Optional(Text()),
    assignedIpv6: Optional(Text()),
    protocols: Optional(Text()),
    license: Optional(Text()),
    encryption: Optional(Text()),
    hashing: Optional(Text()),
    dhGroup: Optional(Text()),
    authMode: Optional(Text()),
    port: Optional(Integer({ description: "The device's port of TCP or UDP encapsulation." })),
    tunnels: listOf(tunnel),
    from: Row(
      {
        tunnelGroup: Optional(provenance),
        groupPolicy: Optional(provenance),
        assignedIp: Optional(provenance),
        clientType: Optional(provenance),
        clientVersion: Optional(provenance),
        firewall: Optional(provenance),
        firewallMismatch: Optional(provenance),
        sessionType: Optional(provenance),
        continues: Optional(provenance),
        index: Optional(provenance),
        auditSessionId: Optional(provenance),
        assignedIpv6: Optional(provenance),
        protocols: Optional(provenance),
        license: Optional(provenance),
        encryption: Optional(provenance),
        hashing: Optional(provenance),
        dhGroup: Optional(provenance),
        authMode: Optional(provenance),
        port: Optional(provenance),
        bytes: Optional(provenance),
      },
      { description: 'Where each fact comes from, and since when it is known.' },
    ),
  }),
);

// The border: Object.keys knows strings only.
export const cause = schemaOf<Cause>()(Enum(Object.keys(causes) as Cause[]));
export const attemptOutcome = schemaOf<AttemptOutcome>()(
  Enum(['open', 'succeeded', 'failed', 'redirected', 'abandoned', 'dismissed']),
);
export const service = schemaOf<Service>()(Enum(['unknown', 'vpn', 'management', 'unattributed']));
export const stage = schemaOf<Stage>()(Enum([...stages]));

export const attemptRow = schemaOf<AttemptRow>()(
  Row({
    id: Integer(),
    device: Text(),
    publicIp: Text(),
    start: time,
    seenAt: time,
    stage,
    outcome: attemptOutcome,
    cause: Optional(cause),
    causeWords: Optional(Text()),
    sure: Optional(
      Enum(['told', 'inferred'], { description: '`told` by a message, or `inferred` from a hint and silence.' }),
    ),
    hint: Optional(cause),
    refused: Optional(Literal(true, { description: 'The last password was refused.' })),
    session: Optional(Integer({ description: 'The session it became.' })),
    user: Optional(Text({ description: 'A name that may be a password stands as its hash.' })),
    tunnelGroup: Optional(Text()),
    groupPolicy: Optional(Text()),
    aaaServer: Optional(Text()),
    clientType: Optional(Text()),
    clientVersion: Optional(Text()),
    firewall: Optional(Text({ description: 'As of a session.' })),
    firewallMismatch: Optional(Text()),
    detail: Optional(Text({ description: "In the device's own words." })),
  }),
);

export const verdictRow = schemaOf<VerdictRow>()(
  Row({
    id: Integer({ description: 'That of its message.' }),
    device: Text(),
    at: time,
    service,
    cause,
    causeWords: Text(),
    reason: Text({ description: 'As the device says it.' }),
    user: Optional(Text()),
    aaaServer: Optional(Text()),
    publicIp: Optional(Text()),
    tunnelGroup: Optional(Text()),
    attempt: Optional(Integer({ description: 'The attempt that it is evidence of.' })),
  }),
);

export const messageRow = schemaOf<MessageRow>()(
  Row({
    id: Integer(),
    at: time,
    device: orNull(Text()),
    from: Text({ description: 'The address it came from.' }),
    messageId: orNull(Integer()),
    severity: orNull(Integer()),
    outcome,
    text: Text({ description: 'The line as it came.' }),
  }),
);

export const hiddenRow = schemaOf<HiddenRow>()(
  Row({
    device: Text(),
    told: Enum(['address', 'untold', 'others'], {
      description: '`untold`: the messages tell no address; `others`: addresses that there was no room for.',
    }),
    publicIp: orNull(Text({ description: "The client's; `null` for `untold` and `others`." })),
    count: Integer({ description: 'Messages; several tell of one try.' }),
    tries: orNull(
      Integer({ description: 'Login attempts from there that nobody has named; `null` without an address.' }),
    ),
    last: time,
  }),
);

export const summary = schemaOf<Summary>()(
  Row({
    at: time,
    sessions: Row({
      total: Integer(),
      byProtocol: Row({
        ikev1: Integer(),
        ikev2: Integer(),
        anyconnect: Integer(),
        clientless: Integer(),
        unknown: Integer(),
      }),
    }),
    tunnels: Row({ ike: Integer(), ipsec: Integer(), parent: Integer(), ssl: Integer(), dtls: Integer() }),
    users: Integer(),
    pools: listOf(poolRow),
    bytes: Row(
      { tx: Integer(), rx: Integer(), sessions: Integer() },
      { description: 'Of the sessions that ended in the last 24 h.' },
    ),
    failed15m: Integer({ description: 'Login attempts that failed in the last 15 min.' }),
    rejected15m: Integer({ description: 'Logins that an AAA server rejected in the last 15 min, of management too.' }),
    refused15m: Integer({ description: 'Clients that got no address in the last 15 min.' }),
    lastMessageAt: orNull(time),
    remoteAccess: Optional(total),
    lanToLan: Optional(total),
    unsaved: Optional(time),
  }),
);

export const gapRow = schemaOf<GapRow>()(Row({ from: time, to: time }));

export const healthRow = schemaOf<ShownHealth>()(
  Row({
    collector: Text(),
    ports: Optional(Row({ udp: Optional(Integer()), tcp: Optional(Integer()), tls: Optional(Integer()) })),
    buckets: counts,
    outcomes: Row({
      claim: Integer(),
      noted: Integer(),
      unlisted: Integer(),
      misfit: Integer(),
      foreign: Integer(),
    }),
    notes: Optional(counts),
    receiveBuffer: Row({ effective: orNull(Integer()), wanted: Integer() }, { description: 'Bytes.' }),
    queuedBytes: Integer(),
    queued: Optional(Integer({ description: 'Messages that wait to be stored, or polls under way.' })),
    warnings: listOf(Text()),
  }),
);
