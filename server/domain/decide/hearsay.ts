import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Session } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';
import { activeOf, LOGIN_WINDOW } from './find.ts';

/** 109201, 746012: the user has this address. They name no public one: told is the one login of that user that still lacks an address. */
export function addressBound(book: Book, evidence: Evidence, claim: Facts<'address.bound'>): readonly Event[] {
  const { user, assignedIp } = claim;
  // A session's address is the IPv4 one; who holds it has it.
  if (assignedIp.includes(':') || book.sessionAt(evidence.device, assignedIp) !== undefined) return [];
  const all = book.sessionsOfUser(evidence.device, user);
  // The line of one that has just ended may come late.
  if (all.some((one) => one.assignedIp === assignedIp && evidence.at - one.seenAt <= LATE)) return [];
  const lacking = all.filter((one) => isYoung(one, evidence.at));
  const [session] = lacking;
  // A portal has none, and a web login that becomes AnyConnect gets its own by 722051.
  if (session === undefined || lacking.length > 1 || session.protocol === 'clientless') return [];
  // Nor is it told of the session if another login of the user is on its way to one.
  const { device } = evidence;
  if (book.attemptsOf(device, user).some((one) => one.outcome === 'open' && one.session === undefined)) return [];
  return [
    { ...evidence, kind: 'session.learned', session: session.id, facts: { assignedIp } },
    { ...evidence, kind: 'address.assigned', address: assignedIp, session: session.id },
  ];
}

function isYoung({ state, start, assignedIp }: Session, at: number): boolean {
  return state === 'active' && assignedIp === undefined && at - start <= LOGIN_WINDOW;
}

/** 722037: a connection of an AnyConnect client is lost. It may come back; if it does not, this is why. */
export function connectionLost(book: Book, evidence: Evidence, claim: Facts<'connection.lost'>): readonly Event[] {
  const { user, publicIp, groupPolicy, reason } = claim;
  const session = activeOf(book, evidence.device, user, publicIp, 'ssl', groupPolicy);
  if (session === undefined || session.closingAt !== undefined) return [];
  return [{ ...evidence, kind: 'session.lost', session: session.id, reason }];
}
