import type { Event } from '../event.ts';
import { toldIn, type Meter } from '../meter.ts';
import type { Session } from '../session.ts';
import type { Book } from './book.ts';

/** The bytes that polls counted last of a session, and when, epoch milliseconds; `undefined` where none told both. */
function lastCount(
  meter: Meter | undefined,
): { readonly bytesTx: number; readonly bytesRx: number; readonly countedAt: number } | undefined {
  const tx = meter && toldIn(meter.latest, 'bytesTx');
  const rx = meter && toldIn(meter.latest, 'bytesRx');
  if (tx === undefined || rx === undefined) return undefined;
  return { bytesTx: tx.value, bytesRx: rx.value, countedAt: Math.min(tx.at, rx.at) };
}

/** An end that no closing record told, with the bytes that the last poll counted. */
export function withLastCount(book: Book, event: Event): Event {
  return isUncounted(event) ? { ...event, ...lastCount(book.meter(event.session)) } : event;
}

/** Whether it is an end that tells no bytes of its own. */
export function isUncounted(event: Event): event is Extract<Event, { kind: 'session.ended' }> {
  return event.kind === 'session.ended' && event.endIs !== 'reported' && event.bytesTx === undefined;
}

/** A session that goes on, with the bytes that the last poll counted. */
export function withCounted(session: Session, meter: Meter | undefined): Session {
  const counted = session.state === 'active' ? lastCount(meter) : undefined;
  if (counted === undefined) return session;
  const { bytesTx, bytesRx, countedAt: at } = counted;
  return { ...session, bytesTx, bytesRx, from: { ...session.from, bytes: { source: 'poll', at } } };
}
