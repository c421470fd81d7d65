import fc from 'fast-check';

import { stages, type Attempt, type AttemptFacts } from '../../../server/domain/attempt.ts';
import { causes, type Cause } from '../../../server/domain/cause.ts';
import type { Event, EventKind, Events } from '../../../server/domain/event.ts';
import type { Session, SessionFacts } from '../../../server/domain/session.ts';
import type { Opening, Tunnel } from '../../../server/domain/tunnel.ts';

/** Text as the network can send it: any character, and what breaks programs. */
export const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  fc.constantFrom(
    ...[
      '',
      '__proto__',
      'constructor',
      "O'Brien",
      '"quoted"',
      '\\',
      '\\u0000',
      '\0',
      'before\0after',
      '\ufeffmark',
      '\ufffd',
    ],
    ...['😀', '%', '_', '[],"', 'null', '12', '1e3', '\u2028', '<img src=x onerror=alert(1)>', 'é'.repeat(5000)],
  ),
);

/** Epoch milliseconds, and any other exact integer. */
export const integer = fc.oneof(fc.integer({ min: 0, max: 4e12 }), fc.maxSafeInteger());

/** The same with plain objects in it: fast-check makes some that have no prototype, which nothing of ours does. */
const plain = <T>(value: T): T => structuredClone(value);

const device = fc.constantFrom(1, 2);
/** Of what arrived: what was imported is not loaded into the live state, and has ids of its own. */
const id = fc.integer({ min: 1000, max: Number.MAX_SAFE_INTEGER }).map((one) => one - (one % 1000) + (one % 500));
const source = fc.constantFrom('syslog', 'trap', 'poll');
const protocol = fc.constantFrom('ikev1', 'ikev2', 'anyconnect', 'clientless', 'unknown');

const opening: fc.Arbitrary<Opening> = fc.record(
  {
    id: text,
    kind: fc.constantFrom('ike', 'ipsec', 'parent', 'ssl', 'dtls', 'ppp'),
    inboundSpi: text,
    outboundSpi: text,
  },
  { requiredKeys: ['id', 'kind'] },
);

const tunnel: fc.Arbitrary<Tunnel> = fc
  .tuple(opening, fc.record({ openedAt: integer, closedAt: integer }, { requiredKeys: ['openedAt'] }))
  .map(([told, times]) => ({ ...told, ...times }));

const sessionFacts: fc.Arbitrary<SessionFacts> = fc.record(
  {
    tunnelGroup: text,
    groupPolicy: text,
    assignedIp: text,
    clientType: text,
    clientVersion: text,
    firewall: text,
    firewallMismatch: text,
    sessionType: text,
    continues: id,
  },
  { requiredKeys: [] },
);

const attemptFacts: fc.Arbitrary<AttemptFacts> = fc.record(
  {
    ...{ user: text, tunnelGroup: text, groupPolicy: text, aaaServer: text },
    ...{ clientType: text, clientVersion: text, firewall: text, firewallMismatch: text, detail: text },
  },
  { requiredKeys: [] },
);

const provenance = fc.record({ source, at: integer });

/** Sessions with all, some and none of their optional fields. */
export const session: fc.Arbitrary<Session> = fc
  .tuple(
    fc.record(
      {
        ...{ id, device, user: text, publicIp: text, protocol, state: fc.constantFrom('active', 'ended') },
        ...{ start: integer, startIs: fc.constantFrom('seen', 'inferred'), end: integer, endReason: text },
        ...{ endIs: fc.constantFrom('reported', 'inferred'), seconds: integer, bytesTx: integer, bytesRx: integer },
        ...{
          closingAt: integer,
          closingReason: text,
          suspendedAt: integer,
          seenAt: integer,
          tunnels: fc.array(tunnel, { maxLength: 3 }),
        },
        from: fc.record({ tunnelGroup: provenance, assignedIp: provenance, bytes: provenance }, { requiredKeys: [] }),
      },
      {
        requiredKeys: [
          ...(['id', 'device', 'user', 'publicIp', 'protocol', 'state', 'start', 'startIs'] as const),
          ...(['seenAt', 'tunnels', 'from'] as const),
        ],
      },
    ),
    sessionFacts,
  )
  .map(([known, facts]) => plain({ ...known, ...facts }));

const stage = fc.constantFrom(...stages);
const sure = fc.constantFrom('told', 'inferred');
const cause = fc.constantFrom(...(Object.keys(causes) as readonly Cause[])); // its own keys
const verdictFacts = fc.record(
  { cause, reason: text, user: text, aaaServer: text, publicIp: text, tunnelGroup: text },
  { requiredKeys: ['cause', 'reason'] },
);

/** Attempts with all, some and none of their optional fields. */
export const attempt: fc.Arbitrary<Attempt> = fc
  .tuple(
    fc.record(
      {
        ...{ id, device, publicIp: text, start: integer, seenAt: integer, stage: fc.constantFrom(...stages) },
        ...{
          outcome: fc.constantFrom('open', 'succeeded', 'failed', 'redirected', 'abandoned', 'dismissed'),
          session: id,
        },
        ...{ cause, hint: cause, sure },
      },
      { requiredKeys: ['id', 'device', 'publicIp', 'start', 'seenAt', 'stage', 'outcome'] },
    ),
    attemptFacts,
  )
  .map(([known, facts]) => plain({ ...known, ...facts }));

/** What each kind of event tells. */
const bodies: { readonly [K in EventKind]: fc.Arbitrary<Events[K]> } = {
  'session.opened': fc.record({
    ...{ session: id, user: text, publicIp: text, protocol, start: integer },
    ...{ startIs: fc.constantFrom('seen', 'inferred'), facts: sessionFacts },
  }),
  'session.learned': fc.record({ session: id, facts: sessionFacts, protocol }, { requiredKeys: ['session', 'facts'] }),
  'session.suspended': fc.record({ session: id }),
  'session.lost': fc.record({ session: id, reason: text }),
  'session.resumed': fc.record({ session: id, publicIp: text }),
  'session.closing': fc.record({ session: id, reason: text }),
  'session.ended': fc.record(
    {
      ...{ session: id, end: integer, reason: text, endIs: fc.constantFrom('reported', 'inferred') },
      ...{ sessionType: text, seconds: integer, bytesTx: integer, bytesRx: integer },
    },
    { requiredKeys: ['session', 'end', 'reason', 'endIs'] },
  ),
  'tunnel.opened': fc.record({ session: id, tunnel: opening }),
  'tunnel.closed': fc.record({ session: id, tunnelId: text }),
  'address.assigned': fc.record({ address: text, pool: text, session: id }, { requiredKeys: ['address'] }),
  'address.freed': fc.record({ address: text }),
  'address.refused': fc.record({ tunnelGroup: text, publicIp: text }, { requiredKeys: [] }),
  'attempt.advanced': fc.record(
    { attempt: id, publicIp: text, stage, facts: attemptFacts, hint: cause, session: id },
    { requiredKeys: ['attempt', 'publicIp', 'stage', 'facts'] },
  ),
  'attempt.ended': fc.record(
    {
      ...{ attempt: id, publicIp: text, stage, facts: attemptFacts, cause, hint: cause, sure, session: id },
      outcome: fc.constantFrom('succeeded', 'failed', 'redirected', 'abandoned', 'dismissed'),
    },
    { requiredKeys: ['attempt', 'publicIp', 'stage', 'facts', 'outcome'] },
  ),
  'login.rejected': fc.record({ verdict: id, facts: verdictFacts }),
  'verdict.given': fc.record({ verdict: id, facts: verdictFacts }),
  'verdict.attributed': fc.record(
    { verdict: id, service: fc.constantFrom('vpn', 'management', 'unattributed'), attempt: id },
    { requiredKeys: ['verdict', 'service'] },
  ),
};

/** The names of all kinds of events. */
export const eventKinds = Object.keys(bodies) as readonly EventKind[];

/** Events of one kind. */
export function eventOf(kind: EventKind): fc.Arbitrary<Event> {
  const envelope = fc.record({ device, at: integer, source, evidence: fc.array(id, { maxLength: 4 }) });
  // The border: a body of a kind and that kind's name make an event, which the compiler does not see across the union.
  return fc
    .tuple(envelope, bodies[kind])
    .map(([around, told]) => plain({ kind, ...around, ...told }) as unknown as Event);
}

/** Events of any kind. */
export const event: fc.Arbitrary<Event> = fc.oneof(...eventKinds.map(eventOf));
