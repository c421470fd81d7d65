import type { AttemptFacts } from '../attempt.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Session, SessionFacts } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';
import { activeOf, endUnseen, firstMessage, known, lateOf, LOGIN_WINDOW } from './find.ts';
import { hadBefore, isHandedOn } from './handed-on.ts';
import { noticed } from './leaving.ts';
import { becoming, catchUp, open, succeed } from './opening.ts';
import { fail } from './attempts.ts';
import { verdictGiven } from './verdicts.ts';

/** 737026: the address is in use from now on. One who had it before must have gone without a word. */
export function addressAllocated(book: Book, evidence: Evidence, claim: Facts<'address.allocated'>): readonly Event[] {
  const { assignedIp, pool } = claim;
  const holder = book.sessionAt(evidence.device, assignedIp);
  const pooled = pool === undefined ? {} : { pool };
  const since = holder?.from.assignedIp?.at ?? 0;
  if (holder !== undefined && evidence.at - since <= LATE) {
    return [{ ...evidence, kind: 'address.assigned', address: assignedIp, session: holder.id, ...pooled }];
  }
  return [
    ...(holder === undefined ? [] : endUnseen(book, evidence, holder, evidence.at, 'address allocated anew')),
    { ...evidence, kind: 'address.assigned', address: assignedIp, ...pooled },
  ];
}

/** 713228, 722051: the user has this address: a session opens, or an open one learns it. */
export function addressAssigned(
  book: Book,
  evidence: Evidence,
  claim: Facts<'address.assigned'>,
  l2tp = false,
): readonly Event[] {
  const { user, publicIp, assignedIp, tunnelGroup, groupPolicy } = claim;
  const facts = known<SessionFacts>({ tunnelGroup, groupPolicy, assignedIp, sessionType: l2tp ? 'L2TP' : undefined });
  const protocol = claim.protocol ?? (groupPolicy === undefined ? 'ikev1' : 'anyconnect');
  const family = l2tp ? 'l2tp' : protocol === 'ikev1' || protocol === 'ikev2' ? protocol : 'ssl';
  const mine = activeOf(
    book,
    evidence.device,
    user,
    publicIp,
    family,
    protocol === 'anyconnect' ? groupPolicy : undefined,
  );
  const isMine = mine !== undefined && belongs(book, evidence, mine, assignedIp);
  const late = isMine ? undefined : lateOf(book, evidence, user, publicIp, family, protocol);
  if (late !== undefined && (late.assignedIp ?? assignedIp) === assignedIp) {
    return [
      { ...evidence, kind: 'session.learned', session: late.id, facts },
      ...becoming(evidence, late, protocol),
      ...catchUp(book, evidence, late),
    ];
  }
  const holder = book.sessionAt(evidence.device, assignedIp);
  const complete = protocol === 'anyconnect' || l2tp;
  const own = isMine ? mine : undefined;
  if (holder !== undefined && holder.id !== mine?.id && isHandedOn(book, evidence, holder, claim, own))
    return hadBefore(book, evidence, { user, publicIp, protocol, facts }, complete, own);
  const events: Event[] = [];
  if (holder !== undefined && holder.id !== mine?.id) {
    events.push(...endUnseen(book, evidence, holder, evidence.at, 'address assigned to another session'));
  }
  if (isMine) {
    events.push(
      { ...evidence, kind: 'session.learned', session: mine.id, facts },
      ...becoming(evidence, mine, protocol),
    );
    events.push({ ...evidence, kind: 'address.assigned', address: assignedIp, session: mine.id });
    events.push(...(protocol === 'anyconnect' ? succeed(book, evidence, mine) : catchUp(book, evidence, mine)));
    return events;
  }
  if (mine !== undefined && mine.assignedIp === assignedIp) {
    events.push(...endUnseen(book, evidence, mine, evidence.at, 'the user logged in anew'));
  }
  events.push(...open(book, evidence, { user, publicIp, protocol, startIs: 'seen', complete, facts }));
  events.push({ ...evidence, kind: 'address.assigned', address: assignedIp, session: firstMessage(evidence) });
  return events;
}

/** Whether an address told now is that session's: its first one, or a repetition within the login. */
function belongs(book: Book, evidence: Evidence, session: Session, assignedIp: string): boolean {
  if (session.assignedIp === undefined) return true;
  // Under the id of one that a line began, and whose beginning is a later one, goes on the next of its client, which has a line of its own.
  const isNext = session.id > 0 && session.startIs === 'listed' && evidence.at - session.start <= LATE;
  if (book.hasToldSession(session.id, evidence.messageId ?? NaN) && !isNext) return false;
  return session.assignedIp === assignedIp && evidence.at - session.start <= LOGIN_WINDOW;
}

/** 737016: the address is free. Its session, if any, ends by a record of its own. */
export function addressFreed(book: Book, evidence: Evidence, claim: Facts<'address.freed'>): readonly Event[] {
  const lease = book.lease(evidence.device, claim.assignedIp);
  if (lease === undefined) return [];
  // Who has it since a moment ago got it after this: its last user's line came late.
  const holder = book.sessionAt(evidence.device, claim.assignedIp);
  if (holder !== undefined && evidence.at - holder.start <= LATE) return [noticed(evidence, holder)];
  return [{ ...evidence, kind: 'address.freed', address: claim.assignedIp }];
}

/** 713132, 722020 name the client and count as the refusal; the 737 lines beside them tell the same once more, 213004 of L2TP waits for a client. */
export function addressRefused(book: Book, evidence: Evidence, claim: Facts<'address.refused'>): readonly Event[] {
  const { publicIp, user, tunnelGroup, groupPolicy } = claim;
  if (publicIp === undefined) {
    return tunnelGroup === undefined
      ? verdictGiven(evidence, { cause: 'addr.pool_exhausted', reason: 'no address' })
      : [];
  }
  const facts = known<AttemptFacts>({ user, tunnelGroup, groupPolicy });
  return [
    { ...evidence, kind: 'address.refused', publicIp, ...(tunnelGroup === undefined ? {} : { tunnelGroup }) },
    ...fail(book, evidence, { publicIp, user }, { cause: 'addr.pool_exhausted', facts }),
  ];
}

/** 109210, 746013: the user has left this address; 113019 should follow. */
export function addressUnbound(book: Book, evidence: Evidence, claim: Facts<'address.unbound'>): readonly Event[] {
  const session = book.sessionAt(evidence.device, claim.assignedIp);
  if (session?.user !== claim.user || session.closingAt !== undefined) return [];
  // Who has it since a moment ago got it after this: the line of the session before came late.
  if (evidence.at - session.start <= LATE) return [noticed(evidence, session)];
  return [{ ...evidence, kind: 'session.closing', session: session.id, reason: 'unknown' }];
}
