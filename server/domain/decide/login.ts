import type { AttemptFacts } from '../attempt.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import { type VerdictFacts, causeOf } from '../verdict.ts';
import { advance, fail } from './attempts.ts';
import { refuse } from './refused.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE, attemptOf, currentAttempt } from './dialogue.ts';
import { LOGIN_WINDOW, activeOf, firstMessage, known, lateOf } from './find.ts';
import { becoming, catchUp, open } from './opening.ts';
import { verdictGiven } from './verdicts.ts';

/** 713052, 734001, 716038: a login has come past Xauth. */
export function loginAccepted(
  book: Book,
  evidence: Evidence,
  claim: Facts<'xauth.accepted' | 'login.accepted'>,
): readonly Event[] {
  const { publicIp, user, tunnelGroup } = claim;
  if (publicIp === undefined) return [];
  const whose = { publicIp, user, connection: 'connection' in claim ? claim.connection : undefined };
  const session = activeOf(book, evidence.device, user, publicIp);
  const told = session !== undefined && evidence.at - session.start <= LATE;
  if (told && attemptOf(book, evidence, whose) === undefined) return [];
  return advance(book, evidence, whose, {
    stage: 'xauth',
    facts: known<AttemptFacts>({ user, tunnelGroup }),
    begins: true,
    accepted: true,
  });
}

/** 713167: a login has failed at Xauth, for good. The user is not named. */
export function xauthRejected(book: Book, evidence: Evidence, claim: Facts<'xauth.rejected'>): readonly Event[] {
  const { publicIp, tunnelGroup, user } = claim;
  return fail(
    book,
    evidence,
    { publicIp, user },
    { cause: 'xauth.rejected', facts: known<AttemptFacts>({ user, tunnelGroup }) },
  );
}

/** 716039, 751011: a password was refused. The user may type another one: the attempt fails by the silence after it. */
export function loginRefused(book: Book, evidence: Evidence, claim: Facts<'login.refused'>): readonly Event[] {
  const { publicIp, tunnelGroup, groupPolicy, user, reason } = claim;
  const cause = reason === undefined ? 'xauth.rejected' : causeOf(reason);
  if (publicIp === undefined) {
    return verdictGiven(evidence, {
      cause,
      reason: reason ?? 'rejected',
      ...known<Partial<VerdictFacts>>({ user, tunnelGroup }),
    });
  }
  const facts = known<AttemptFacts>({ user, tunnelGroup, groupPolicy, detail: reason });
  return refuse(book, evidence, { publicIp, user }, { cause, facts });
}

/** 713184, 722055, 751026: before the session has its address this belongs to the attempt, afterwards to the session. */
export function clientIdentified(book: Book, evidence: Evidence, claim: Facts<'client.identified'>): readonly Event[] {
  const { publicIp, user, tunnelGroup, clientType, clientVersion } = claim;
  const client = known<AttemptFacts>({ clientType, clientVersion });
  const family = claim.groupPolicy === undefined ? 'ipsec' : 'ssl';
  const session = activeOf(book, evidence.device, user, publicIp, family, claim.groupPolicy);
  const current = currentAttempt(book, evidence, { publicIp, user });
  const fresh =
    session !== undefined &&
    session.clientType === undefined &&
    evidence.at - session.start <= LOGIN_WINDOW &&
    (current === undefined || current.session === session.id);
  if (fresh) return [{ ...evidence, kind: 'session.learned', session: session.id, facts: client }];
  const facts = { ...known<AttemptFacts>({ user, tunnelGroup }), ...client };
  // Every message that names the user in its prefix comes after Xauth.
  const stage = user === undefined ? 'phase1' : 'xauth';
  return advance(book, evidence, { publicIp, user }, { stage, facts, begins: true });
}

/** 113039, 716001: an SSL login was accepted. A web login becomes AnyConnect when its client starts a tunnel. */
export function sessionStarted(
  book: Book,
  evidence: Evidence,
  claim: Facts<'session.started' | 'webvpn.started'>,
  protocol: 'anyconnect' | 'clientless',
): readonly Event[] {
  const { user, publicIp, groupPolicy } = claim;
  const session = activeOf(book, evidence.device, user, publicIp, 'ssl', groupPolicy);
  const same =
    session !== undefined &&
    evidence.at - session.start <= LOGIN_WINDOW &&
    !book.hasToldSession(session.id, evidence.messageId ?? NaN);
  const late = same
    ? undefined
    : lateOf(book, evidence, user, publicIp, 'ssl', protocol === 'anyconnect' ? protocol : undefined);
  if (late !== undefined && (late.groupPolicy ?? groupPolicy) === groupPolicy) {
    return [
      { ...evidence, kind: 'session.learned', session: late.id, facts: { groupPolicy } },
      ...becoming(evidence, late, protocol),
      ...catchUp(book, evidence, late, 'xauth'),
    ];
  }
  const id = same ? session.id : firstMessage(evidence);
  const facts = { groupPolicy };
  const opened = same
    ? becoming(evidence, session, protocol)
    : open(book, evidence, { user, publicIp, protocol, startIs: 'seen', complete: protocol === 'clientless', facts });
  const parent: Event = { ...evidence, kind: 'tunnel.opened', session: id, tunnel: { id: 'parent', kind: 'parent' } };
  return protocol === 'anyconnect' ? [...opened, parent] : opened;
}
