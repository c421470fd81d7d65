import type { Event } from '../event.ts';
import type { Session } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { endUnseen, firstMessage, lateOf, LOGIN_WINDOW } from './find.ts';
import { open } from './opening.ts';

/**
 * Whether a second IKE SA of a session is its client's next login, of which no address was told: the session is younger than any lifetime
 * of an SA that an ASA takes (120 s), and its IPsec pair is gone. It may be the first one of an ended session that has told none.
 */
export function isAnew(book: Book, evidence: Evidence, session: Session): boolean {
  return (
    session.startIs === 'seen' &&
    evidence.at - session.start <= LOGIN_WINDOW &&
    book.hasToldSession(session.id, evidence.messageId ?? NaN) &&
    isBare(session) &&
    lateOf(book, evidence, session.user, session.publicIp, 'ikev1') === undefined
  );
}

/**
 * That a client has logged in anew: the session before is over. Which address it has now this evidence does not tell. Where a poll was quicker
 * than this line, what it listed was the new one: that goes on under the id which has its row.
 */
export function loggedInAnew(book: Book, evidence: Evidence, session: Session): readonly Event[] {
  const { id, user, publicIp, tunnelGroup } = session;
  if ((book.meter(id)?.listedAt ?? 0) > evidence.at) {
    return [
      { ...evidence, kind: 'session.resumed', session: id, publicIp },
      { ...evidence, kind: 'session.learned', session: id, facts: {}, start: evidence.at },
      opening(evidence, id),
    ];
  }
  const facts = tunnelGroup === undefined ? {} : { tunnelGroup };
  return [
    ...endUnseen(book, evidence, session, evidence.at, 'the user logged in anew'),
    ...open(book, evidence, { user, publicIp, protocol: 'ikev1', startIs: 'seen', facts }),
    opening(evidence, firstMessage(evidence)),
  ];
}

function opening(evidence: Evidence, session: number): Event {
  return { ...evidence, kind: 'tunnel.opened', session, tunnel: { id: 'ike', kind: 'ike' } };
}

/** Whether a session had an IPsec pair and has none any more. */
function isBare({ tunnels }: Session): boolean {
  const pairs = tunnels.filter(({ kind }) => kind === 'ipsec');
  return pairs.length > 0 && pairs.every(({ closedAt }) => closedAt !== undefined);
}
