import type { Event } from '../event.ts';
import type { Protocol, Session, SessionFacts } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { attemptFor, isGivenUp, LATE } from './dialogue.ts';
import { firstMessage } from './find.ts';
import { isLeaving } from './leaving.ts';
import { becoming, catchUp, open, succeed } from './opening.ts';

/**
 * Whether an address that is told now had been handed on to its holder before that: the holder got it a moment ago, and either the login that
 * is told of has left already, or nothing was said of the holder's leaving. An ASA frees an address before it gives it away, and says so in
 * several lines; that a single one is late is likelier than that all of these are.
 */
export function isHandedOn(
  book: Book,
  evidence: Evidence,
  holder: Session,
  whose: { readonly user: string; readonly publicIp: string },
  mine: Session | undefined,
): boolean {
  if (evidence.at - (holder.from.assignedIp?.at ?? -Infinity) > LATE) return false;
  if (!isLeaving(book, holder)) return true;
  if (mine !== undefined) return isLeaving(book, mine);
  // Where both come from one address, a 713050 that names nobody may be the holder's.
  if (holder.publicIp === whose.publicIp) return false;
  const attempt = attemptFor(book, evidence, whose);
  return attempt !== undefined && isGivenUp(book, attempt);
}

/** That a session had an address which another one has by now: it is over. `mine` is that session, if anything has shown it yet. */
export function hadBefore(
  book: Book,
  evidence: Evidence,
  login: {
    readonly user: string;
    readonly publicIp: string;
    readonly protocol: Protocol;
    readonly facts: SessionFacts;
  },
  complete: boolean,
  mine: Session | undefined,
): readonly Event[] {
  const { protocol, facts } = login;
  const session = mine?.id ?? firstMessage(evidence);
  const reason = mine?.closingReason ?? 'address assigned to another session';
  const over: Event = { ...evidence, kind: 'session.ended', session, end: evidence.at, reason, endIs: 'inferred' };
  // Told last, for an address of an active session is that session's.
  const learned: Event = { ...evidence, kind: 'session.learned', session, facts };
  if (mine !== undefined) {
    const arrived = protocol === 'anyconnect' ? succeed(book, evidence, mine) : catchUp(book, evidence, mine);
    return [...becoming(evidence, mine, protocol), ...arrived, over, learned];
  }
  return [...open(book, evidence, { ...login, startIs: 'seen', complete, facts: nowhere(facts) }), over, learned];
}

function nowhere(facts: SessionFacts): SessionFacts {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => key !== 'assignedIp'));
}
