import type { AttemptFacts } from '../attempt.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Protocol, SessionFacts } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { activeOf, firstMessage, known, LOGIN_WINDOW } from './find.ts';

/** 113005, 113015. The service is not told and the name may be a password typed in the wrong box: neither is kept. */
export function loginRejected(evidence: Evidence, claim: Facts<'aaa.rejected'>): readonly Event[] {
  const { reason, aaaServer, publicIp } = claim;
  return [
    {
      ...evidence,
      kind: 'login.rejected',
      reason,
      ...known<{ aaaServer?: string; publicIp?: string }>({ aaaServer, publicIp }),
    },
  ];
}

/** 713052: a login has come past Xauth. */
export function xauthAccepted(book: Book, evidence: Evidence, claim: Facts<'xauth.accepted'>): readonly Event[] {
  const { publicIp, user, tunnelGroup } = claim;
  if (publicIp === undefined || activeOf(book, evidence.device, user, publicIp)) return [];
  return [advance(book, evidence, publicIp, known<AttemptFacts>({ user, tunnelGroup }))];
}

/** 713167: a login has failed at Xauth. The message does not name the user. */
export function xauthRejected(book: Book, evidence: Evidence, claim: Facts<'xauth.rejected'>): readonly Event[] {
  const { publicIp, tunnelGroup, user } = claim;
  const attempt = book.attemptOf(evidence.device, publicIp, user)?.id ?? firstMessage(evidence);
  const facts = known<AttemptFacts>({ tunnelGroup });
  return [
    {
      ...evidence,
      kind: 'attempt.ended',
      attempt,
      publicIp,
      stage: 'xauth',
      facts,
      outcome: 'failed',
      cause: 'xauth.rejected',
    },
  ];
}

/** 713184, 722055: before the session has its address this belongs to the attempt, afterwards to the session. */
export function clientIdentified(book: Book, evidence: Evidence, claim: Facts<'client.identified'>): readonly Event[] {
  const { publicIp, user, tunnelGroup, clientType, clientVersion } = claim;
  const client = known<AttemptFacts>({ clientType, clientVersion });
  const session = activeOf(book, evidence.device, user, publicIp);
  const fresh =
    session !== undefined && session.clientType === undefined && evidence.at - session.start <= LOGIN_WINDOW;
  if (fresh) return [{ ...evidence, kind: 'session.learned', session: session.id, facts: client }];
  return [advance(book, evidence, publicIp, { ...known<AttemptFacts>({ user, tunnelGroup }), ...client })];
}

/** 113039: an AnyConnect login was accepted; its address follows. */
export function sessionStarted(book: Book, evidence: Evidence, claim: Facts<'session.started'>): readonly Event[] {
  const { user, publicIp, groupPolicy } = claim;
  const session = activeOf(book, evidence.device, user, publicIp);
  const same = session?.protocol === 'anyconnect' && evidence.at - session.start <= LOGIN_WINDOW;
  const opened = same
    ? []
    : open(book, evidence, { user, publicIp, protocol: 'anyconnect', startIs: 'seen', facts: { groupPolicy } });
  const id = same ? session.id : firstMessage(evidence);
  return [...opened, { ...evidence, kind: 'tunnel.opened', session: id, tunnel: { id: 'parent', kind: 'parent' } }];
}

/** What opening a session takes. */
export interface Login {
  readonly user: string;
  readonly publicIp: string;
  readonly protocol: Protocol;
  /** `inferred` where the evidence may be later than the login, as at a rekey. */
  readonly startIs: 'seen' | 'inferred';
  readonly facts: SessionFacts;
}

/** That a session opened, with what its attempt has told before, and that the attempt has succeeded. */
export function open(book: Book, evidence: Evidence, login: Login): readonly Event[] {
  const { user, publicIp, protocol, startIs } = login;
  const session = firstMessage(evidence);
  const attempt = book.attemptOf(evidence.device, publicIp, user);
  const { tunnelGroup, clientType, clientVersion } = attempt ?? {};
  const facts = { ...known<SessionFacts>({ tunnelGroup, clientType, clientVersion }), ...login.facts };
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
  if (attempt === undefined) return [opened];
  return [
    opened,
    {
      ...evidence,
      kind: 'attempt.ended',
      attempt: attempt.id,
      publicIp,
      stage: 'address',
      facts: {},
      outcome: 'succeeded',
      session,
    },
  ];
}

/** Every message that names the user in its prefix comes after Xauth. */
function advance(book: Book, evidence: Evidence, publicIp: string, facts: AttemptFacts): Event {
  const attempt = book.attemptOf(evidence.device, publicIp, facts.user)?.id ?? firstMessage(evidence);
  return {
    ...evidence,
    kind: 'attempt.advanced',
    attempt,
    publicIp,
    stage: facts.user === undefined ? 'phase1' : 'xauth',
    facts,
  };
}
