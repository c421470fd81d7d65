import { stages, type Attempt, type AttemptFacts, type Stage } from '../attempt.ts';
import { causes } from '../cause.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Protocol, Session, SessionFacts } from '../session.ts';
import { causeOf, type VerdictFacts } from '../verdict.ts';
import { advance, fail, refuse } from './attempts.ts';
import { attemptFor, attemptOf, currentAttempt, LATE } from './dialogue.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { activeOf, firstMessage, known, lateOf, LOGIN_WINDOW } from './find.ts';
import { attribute, mistyped, verdictGiven } from './verdicts.ts';

/** How long after its end a session may be taken up again by the same client, in milliseconds. */
const RECONNECT_WINDOW = 120_000;

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
  const late =
    session === undefined
      ? lateOf(book, evidence, user, publicIp, 'ssl', protocol === 'anyconnect' ? protocol : undefined)
      : undefined;
  if (late !== undefined && (late.groupPolicy ?? groupPolicy) === groupPolicy) {
    return [
      { ...evidence, kind: 'session.learned', session: late.id, facts: { groupPolicy } },
      ...becoming(evidence, late, protocol),
      ...catchUp(book, evidence, late, 'xauth'),
    ];
  }
  const same =
    session !== undefined &&
    evidence.at - session.start <= LOGIN_WINDOW &&
    !book.hasToldSession(session.id, evidence.messageId ?? NaN);
  const id = same ? session.id : firstMessage(evidence);
  const facts = { groupPolicy };
  const opened = same
    ? becoming(evidence, session, protocol)
    : open(book, evidence, { user, publicIp, protocol, startIs: 'seen', complete: protocol === 'clientless', facts });
  const parent: Event = { ...evidence, kind: 'tunnel.opened', session: id, tunnel: { id: 'parent', kind: 'parent' } };
  return protocol === 'anyconnect' ? [...opened, parent] : opened;
}

/** A clientless session turns out to be AnyConnect; the other way round nothing changes. */
export function becoming(evidence: Evidence, session: Session, protocol: Protocol): readonly Event[] {
  if (session.protocol !== 'clientless' || protocol !== 'anyconnect') return [];
  return [{ ...evidence, kind: 'session.learned', session: session.id, facts: {}, protocol }];
}

/** What opening a session takes. */
export interface Login {
  readonly user: string;
  readonly publicIp: string;
  readonly protocol: Protocol;
  /** `inferred` where the evidence may be later than the login, as at a rekey. */
  readonly startIs: 'seen' | 'inferred';
  /** With this the login is over: no tunnel follows that could fail. */
  readonly complete?: boolean;
  readonly facts: SessionFacts;
}

/** That a session opened, with what its attempt has told before; the attempt goes on until the tunnel is up. */
export function open(book: Book, evidence: Evidence, login: Login): readonly Event[] {
  const { user, publicIp, protocol, startIs } = login;
  const session = firstMessage(evidence);
  const current = attemptFor(book, evidence, { publicIp, user });
  const { tunnelGroup, clientType, clientVersion } = current ?? {};
  const continues = earlier(book, evidence, user, publicIp)?.id;
  const facts = { ...known<SessionFacts>({ tunnelGroup, clientType, clientVersion, continues }), ...login.facts };
  const opened: Event = {
    ...evidence,
    kind: 'session.opened',
    session,
    user,
    publicIp,
    protocol,
    start: evidence.at,
    startIs,
    facts,
  };
  if (startIs === 'inferred') return [opened];
  const attempt = current?.id ?? session;
  const told = known<AttemptFacts>({
    user,
    tunnelGroup: login.facts.tunnelGroup,
    groupPolicy: login.facts.groupPolicy,
  });
  const linked = { ...evidence, attempt, publicIp, facts: told, session };
  const late = current !== undefined && current.outcome !== 'open';
  const reached = login.facts.assignedIp === undefined ? 'xauth' : 'address';
  if ((login.complete !== true && !late) || hasFailedAfter(current, reached)) {
    return [opened, { ...linked, kind: 'attempt.advanced', stage: reached }];
  }
  const verdicts = mistyped(book, evidence, { publicIp, user });
  const stage = protocol === 'clientless' ? 'xauth' : 'phase2';
  const done: Event = { ...linked, kind: 'attempt.ended', stage, outcome: 'succeeded' };
  return [opened, done, ...attribute(evidence, verdicts, attempt)];
}

/** That the attempt of this session has got in, if it is still open, and that the user's mistyped passwords were its own. */
export function succeed(book: Book, evidence: Evidence, session: Session): readonly Event[] {
  const { publicIp, user } = session;
  const attempt = currentAttempt(book, evidence, { publicIp, user });
  if (attempt?.session !== session.id) return [];
  const verdicts = mistyped(book, evidence, { publicIp, user, tunnelGroup: session.tunnelGroup });
  const stage = session.assignedIp === undefined ? 'xauth' : 'phase2';
  const told = { attempt: attempt.id, publicIp, stage, facts: { user }, session: session.id } as const;
  const done: Event = { ...evidence, kind: 'attempt.ended', ...told, outcome: 'succeeded' };
  return [done, ...attribute(evidence, verdicts, attempt.id)];
}

/** Whether a login has failed beyond the point that its session has come to: what tells that point is late. */
function hasFailedAfter(attempt: Attempt | undefined, stage: Stage): boolean {
  if (attempt?.outcome !== 'failed' || attempt.cause === undefined) return false;
  return stages.indexOf(causes[attempt.cause].stage) > stages.indexOf(stage);
}

/** That the login of a session has come so far as to have an address, where a later line than this one had opened the session. */
export function catchUp(
  book: Book,
  evidence: Evidence,
  session: Session,
  reached: Stage = 'address',
): readonly Event[] {
  const { id, publicIp, user } = session;
  if (session.startIs === 'seen' || evidence.at - session.start > LATE) return [];
  const own = book.attemptsFrom(evidence.device, publicIp).find((one) => one.session === id);
  if (own !== undefined) return succeed(book, evidence, session);
  const current = attemptFor(book, evidence, session);
  const linked = { ...evidence, attempt: current?.id ?? id, publicIp, facts: { user }, session: id };
  if (hasFailedAfter(current, reached)) {
    return [{ ...linked, kind: 'attempt.advanced', stage: reached }];
  }
  const stage = reached === 'xauth' && session.assignedIp === undefined ? reached : 'phase2';
  return [{ ...linked, kind: 'attempt.ended', stage, outcome: 'succeeded' }];
}

/** The session that this client lost a moment ago, if it did not end by anybody's wish. */
function earlier(book: Book, evidence: Evidence, user: string, publicIp: string): Session | undefined {
  return book
    .sessionsOf(evidence.device, user, publicIp)
    .find(
      ({ state, end = 0, endReason = '' }) =>
        state === 'ended' && evidence.at - end <= RECONNECT_WINDOW && !WISHED.test(endReason),
    );
}

/** Ends after which a login is a new session and no reconnect. */
const WISHED = /^(user requested|administrator|max time exceeded|idle timeout)/i;
