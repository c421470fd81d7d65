import type { Event } from '../event.ts';
import type { Session } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LEFT } from './dialogue.ts';
import { isOf } from './find.ts';

/** What an ASA says when a session ends, or one of its tunnels, or its hold of an address. */
const ENDS = [
  ...[LEFT, 713259, 602304, 603107, 716002, 716060, 722007, 722010, 722012, 722023, 722037, 722038, 750007],
  ...[109210, 746013, 737014, 737015, 737016],
];

/** Whether anything was said of the end of that session, though it may seem to go on because lines of its beginning came after that. */
export function isLeaving(book: Book, { id }: Session): boolean {
  return ENDS.some((messageId) => book.hasToldSession(id, messageId));
}

/** That a message may have told of a session, and changes nothing yet. */
export function noticed(evidence: Evidence, session: Session): Event {
  return { ...evidence, kind: 'session.learned', session: session.id, facts: {} };
}

/** That L2TP sessions from one of these addresses may be leaving: their 713050 names nobody, their 602304 the group in the user's place. */
export function l2tpLeaving(book: Book, evidence: Evidence, ...addresses: readonly string[]): readonly Event[] {
  return addresses
    .flatMap((address) => book.sessionsFrom(evidence.device, address))
    .filter((one) => one.state === 'active' && isOf(one, 'l2tp'))
    .map((one) => noticed(evidence, one));
}
