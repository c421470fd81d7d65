import type { Event } from '../event.ts';
import { toldIn } from '../meter.ts';
import type { Book } from './book.ts';

/** An end that no closing record told, with the bytes that the last poll counted. */
export function withLastCount(book: Book, event: Event): Event {
  if (event.kind !== 'session.ended' || event.endIs === 'reported' || event.bytesTx !== undefined) return event;
  const latest = book.meter(event.session)?.latest;
  const tx = latest && toldIn(latest, 'bytesTx');
  const rx = latest && toldIn(latest, 'bytesRx');
  if (tx === undefined || rx === undefined) return event;
  return { ...event, bytesTx: tx.value, bytesRx: rx.value, countedAt: Math.min(tx.at, rx.at) };
}
