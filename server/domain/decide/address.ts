import type { AttemptFacts } from '../attempt.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Session, SessionFacts } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { activeOf, endUnseen, firstMessage, known, LOGIN_WINDOW } from './find.ts';
import { open } from './login.ts';

/** How far the lines of one login may stand out of order, in milliseconds. */
const REORDERED = 5_000;

/** 737026: the address is in use from now on. One who had it before must have gone without a word. */
export function addressAllocated(book: Book, evidence: Evidence, claim: Facts<'address.allocated'>): readonly Event[] {
  const { assignedIp, pool } = claim;
  const holder = book.sessionAt(evidence.device, assignedIp);
  const pooled = pool === undefined ? {} : { pool };
  if (holder !== undefined && evidence.at - holder.start <= REORDERED) {
    return [{ ...evidence, kind: 'address.assigned', address: assignedIp, session: holder.id, ...pooled }];
  }
  return [
    ...(holder === undefined ? [] : endUnseen(book, evidence, holder, evidence.at, 'address allocated anew')),
    { ...evidence, kind: 'address.assigned', address: assignedIp, ...pooled },
  ];
}

/** 713228, 722051: the user has this address: a session opens, or an open one learns it. */
export function addressAssigned(book: Book, evidence: Evidence, claim: Facts<'address.assigned'>): readonly Event[] {
  const { user, publicIp, assignedIp, tunnelGroup, groupPolicy } = claim;
  const facts = known<SessionFacts>({ tunnelGroup, groupPolicy, assignedIp });
  const protocol = groupPolicy === undefined ? 'ikev1' : 'anyconnect';
  const mine = activeOf(book, evidence.device, user, publicIp);
  const holder = book.sessionAt(evidence.device, assignedIp);
  const events: Event[] = [];
  if (holder !== undefined && holder.id !== mine?.id) {
    events.push(...endUnseen(book, evidence, holder, evidence.at, 'address assigned to another session'));
  }
  if (mine !== undefined && belongs(mine, assignedIp, evidence.at)) {
    events.push({ ...evidence, kind: 'session.learned', session: mine.id, facts });
    events.push({ ...evidence, kind: 'address.assigned', address: assignedIp, session: mine.id });
    return events;
  }
  if (mine !== undefined && mine.assignedIp === assignedIp) {
    events.push(...endUnseen(book, evidence, mine, evidence.at, 'the user logged in anew'));
  }
  events.push(...open(book, evidence, { user, publicIp, protocol, startIs: 'seen', facts }));
  events.push({ ...evidence, kind: 'address.assigned', address: assignedIp, session: firstMessage(evidence) });
  return events;
}

/** Whether an address told now is that session's: its first one, or a repetition within the login. */
function belongs(session: Session, assignedIp: string, at: number): boolean {
  if (session.assignedIp === undefined) return true;
  return session.assignedIp === assignedIp && at - session.start <= LOGIN_WINDOW;
}

/** 737016: the address is free. Its session, if any, ends by a record of its own. */
export function addressFreed(book: Book, evidence: Evidence, claim: Facts<'address.freed'>): readonly Event[] {
  if (book.lease(evidence.device, claim.assignedIp) === undefined) return [];
  return [{ ...evidence, kind: 'address.freed', address: claim.assignedIp }];
}

/** 713132, 722020 name the client and count as the refusal; the 737 lines beside them tell the same once more. */
export function addressRefused(book: Book, evidence: Evidence, claim: Facts<'address.refused'>): readonly Event[] {
  const { publicIp, user, tunnelGroup } = claim;
  if (publicIp === undefined) return [];
  const attempt = book.attemptOf(evidence.device, publicIp, user)?.id ?? firstMessage(evidence);
  const facts = known<AttemptFacts>({ user, tunnelGroup });
  return [
    { ...evidence, kind: 'address.refused', publicIp, ...(tunnelGroup === undefined ? {} : { tunnelGroup }) },
    {
      ...evidence,
      kind: 'attempt.ended',
      attempt,
      publicIp,
      stage: 'address',
      facts,
      outcome: 'failed',
      cause: 'addr.refused',
    },
  ];
}
