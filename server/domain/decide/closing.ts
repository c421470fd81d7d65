import type { AttemptFacts } from '../attempt.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Session } from '../session.ts';
import { advance, fail } from './attempts.ts';
import { l2tpLeaving } from './leaving.ts';
import { isAddress } from './weigh.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE, currentAttempt } from './dialogue.ts';
import { type Family, activeOf, isOf, known } from './find.ts';
import { JOIN_WINDOW, joined } from './verdicts.ts';

/** 713050, 713259: the end is near, and why. If 113019 is lost, this is all there will be. */
export function sessionClosing(
  book: Book,
  evidence: Evidence,
  claim: Facts<'session.closing'>,
  family: Family,
): readonly Event[] {
  if (claim.user === undefined)
    return [...l2tpLeaving(book, evidence, claim.publicIp ?? ''), ...attemptClosed(book, evidence, claim)];
  const session = activeOf(book, evidence.device, claim.user, claim.publicIp, family, claim.groupPolicy);
  if (session === undefined || session.closingAt !== undefined) return [];
  // Of a session that has just begun and one that has just ended the last words are those of the one that ended.
  const young = evidence.at - session.start <= LATE;
  const { device, at, messageId = NaN } = evidence;
  const unannounced = (one: Session): boolean =>
    one.state === 'ended' &&
    isOf(one, family) &&
    at - one.seenAt <= LATE &&
    (one.closingAt === undefined || !book.hasToldSession(one.id, messageId));
  if (young && book.sessionsOf(device, claim.user, session.publicIp).some(unannounced)) return [];
  return [{ ...evidence, kind: 'session.closing', session: session.id, reason: claim.reason }];
}

/** A client that nobody has named leaves: its login has failed if a verdict says why, as it does when L2TP got no address. */
function attemptClosed(book: Book, evidence: Evidence, claim: Facts<'session.closing'>): readonly Event[] {
  const { publicIp, tunnelGroup } = claim;
  if (publicIp === undefined || tunnelGroup === publicIp) return [];
  const attempt = currentAttempt(book, evidence, { publicIp });
  if (attempt?.session !== undefined) return [];
  // Where a session has come from there, these may be its last words; and those of a login whose beginning is late.
  const mayBeItsEnd = isFrom(book, evidence, publicIp);
  if (mayBeItsEnd && (attempt === undefined || evidence.at - attempt.seenAt > LATE)) return [];
  const said = joined(book, evidence, { publicIp, user: attempt?.user }).filter(
    (verdict) => !isAddress(verdict.cause) && evidence.at - verdict.at <= JOIN_WINDOW,
  );
  const cause = said.at(-1)?.cause;
  if (!mayBeItsEnd && cause !== undefined && attempt?.tunnelGroup === tunnelGroup)
    return fail(book, evidence, { publicIp }, { cause, facts: {} });
  return advance(
    book,
    evidence,
    { publicIp },
    { stage: 'phase1', facts: known<AttemptFacts>({ tunnelGroup }), begins: false },
  );
}

/** Whether a session of L2TP comes from there, or did so a moment ago: of all others a 713050 names the user. */
function isFrom(book: Book, { device, at }: Evidence, publicIp: string): boolean {
  return book
    .sessionsFrom(device, publicIp)
    .some((one) => isOf(one, 'l2tp') && (one.state === 'active' || at - one.seenAt <= LATE));
}
