import type { Event } from '../event.ts';
import type { Book } from './book.ts';

/** An end that no closing record told, with the bytes that the last poll counted. */
export function withLastCount(book: Book, event: Event): Event {
  if (event.kind !== 'session.ended' || event.endIs === 'reported' || event.bytesTx !== undefined) return event;
  const { at = 0, bytesTx, bytesRx } = book.meter(event.session)?.latest ?? {};
  return bytesTx === undefined || bytesRx === undefined ? event : { ...event, bytesTx, bytesRx, countedAt: at };
}
