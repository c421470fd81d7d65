import type { SessionEvent } from './event.ts';
import type { Provenance } from './session.ts';

/** What a poll told of a session that nobody had told before, or that one of its tunnels came up. */
export interface SessionTold extends Provenance {
  readonly kind: SessionEvent['kind'];
  /** The six digits of the message, where one told it. */
  readonly messageId?: number;
  /** What was told, by name: those of the session, of the tunnel, of the event. */
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What of the events of a session its page shows beside its messages, in their order. */
export function toldOf(events: readonly SessionEvent[]): readonly SessionTold[] {
  return events.filter(({ kind, source }) => source === 'poll' || kind === 'tunnel.opened').map(told);
}

const envelope: ReadonlySet<string> = new Set([
  ...['kind', 'device', 'at', 'source', 'evidence', 'messageId', 'session', 'facts', 'tunnel'],
]);

function told(event: SessionEvent): SessionTold {
  const { kind, at, source, messageId } = event;
  const inner = 'facts' in event ? event.facts : 'tunnel' in event ? event.tunnel : {};
  const own = Object.entries(event).filter(([name]) => !envelope.has(name));
  // The border: what is neither text nor number is no fact.
  const facts = Object.fromEntries(
    [...own, ...Object.entries(inner)].filter(([, value]) => typeof value === 'string' || typeof value === 'number'),
  ) as Record<string, string | number>;
  return { kind, at, source, ...(messageId === undefined ? {} : { messageId }), facts };
}

/** Who told last where the client is, and when it logged in. */
export function openingTold(events: readonly SessionEvent[]): {
  readonly publicIp?: Provenance;
  readonly start?: Provenance;
} {
  const from = ({ source, at }: SessionEvent): Provenance => ({ source, at });
  const place = events.findLast(({ kind }) => kind === 'session.opened' || kind === 'session.resumed');
  const login = events.findLast(
    (event) => event.kind === 'session.opened' || (event.kind === 'session.learned' && event.start !== undefined),
  );
  return { ...(place && { publicIp: from(place) }), ...(login && { start: from(login) }) };
}
