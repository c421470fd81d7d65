import { type Attempt, type AttemptFacts, type Stage, stages } from '../attempt.ts';
import { causes } from '../cause.ts';
import type { Event } from '../event.ts';
import type { Protocol, Session, SessionFacts } from '../session.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE, attemptFor, currentAttempt } from './dialogue.ts';
import { firstMessage, isL2tp, known } from './find.ts';
import { attribute, mistyped } from './verdicts.ts';

/** How long after its end a session may be taken up again by the same client, in milliseconds. */
const RECONNECT_WINDOW = 120_000;

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
  const l2tp = isL2tp(login.facts.sessionType);
  const current = attemptFor(book, evidence, { publicIp, user }, (one) => !l2tp || !tellsOfClient(one));
  const continues = earlier(book, evidence, user, publicIp)?.id;
  const told = toldBy(current, { protocol, sessionType: login.facts.sessionType });
  const facts = { ...told, ...known<SessionFacts>({ continues }), ...login.facts };
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
  const named = known<AttemptFacts>({
    user,
    tunnelGroup: login.facts.tunnelGroup,
    groupPolicy: login.facts.groupPolicy,
  });
  const linked = { ...evidence, attempt, publicIp, facts: named, session };
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

/** How far the start of a session that its end has told may be off, in milliseconds: durations are whole seconds. */
const RECKONED = 1_000;

/** That the login of a session has come so far as to have an address, where a later line than this one had opened the session. */
export function catchUp(
  book: Book,
  evidence: Evidence,
  session: Session,
  reached: Stage = 'address',
): readonly Event[] {
  const { id, publicIp, user } = session;
  if (session.startIs === 'seen' || evidence.at - session.start > LATE + RECKONED) return [];
  const own = book.attemptsFrom(evidence.device, publicIp).find((one) => one.session === id);
  if (own !== undefined) return succeed(book, evidence, session);
  const current = attemptFor(book, evidence, session);
  const linked = { ...evidence, attempt: current?.id ?? id, publicIp, facts: { user }, session: id };
  const missed = missedOf(evidence, session, current);
  if (hasFailedAfter(current, reached)) {
    return [...missed, { ...linked, kind: 'attempt.advanced', stage: reached }];
  }
  const stage = reached === 'xauth' && session.assignedIp === undefined ? reached : 'phase2';
  return [...missed, { ...linked, kind: 'attempt.ended', stage, outcome: 'succeeded' }];
}

/** Whether it is the login of a client that tells of itself and its firewall, as none of L2TP does. */
function tellsOfClient({ clientType, firewall, firewallMismatch }: Attempt): boolean {
  return clientType !== undefined || firewall !== undefined || firewallMismatch !== undefined;
}

/** What a login has told that goes on to its session. Of a firewall only IKEv1 tells, and not L2TP: else it was told of a login before. */
function toldBy(
  attempt: Attempt | undefined,
  { protocol, sessionType }: { readonly protocol: Protocol; readonly sessionType?: string | undefined },
): SessionFacts {
  const { tunnelGroup, clientType, clientVersion, firewall, firewallMismatch } = attempt ?? {};
  const ofFirewall = protocol === 'ikev1' && !isL2tp(sessionType) ? { firewall, firewallMismatch } : {};
  return known<SessionFacts>({ tunnelGroup, clientType, clientVersion, ...ofFirewall });
}

/** What a login had told when nobody knew yet that this session is its outcome. */
function missedOf(evidence: Evidence, session: Session, attempt: Attempt | undefined): readonly Event[] {
  const told = Object.entries(toldBy(attempt, session)).filter(
    ([key]) => session[key as keyof SessionFacts] === undefined,
  ); // its own keys
  if (told.length === 0) return [];
  return [{ ...evidence, kind: 'session.learned', session: session.id, facts: Object.fromEntries(told) }];
}

/** Whether a login has failed beyond the point that its session has come to: what tells that point is late. */
function hasFailedAfter(attempt: Attempt | undefined, stage: Stage): boolean {
  if (attempt?.outcome !== 'failed' || attempt.cause === undefined) return false;
  return stages.indexOf(causes[attempt.cause].stage) > stages.indexOf(stage);
}

/** A clientless session turns out to be AnyConnect; the other way round nothing changes. */
export function becoming(evidence: Evidence, session: Session, protocol: Protocol): readonly Event[] {
  if (session.protocol !== 'clientless' || protocol !== 'anyconnect') return [];
  return [{ ...evidence, kind: 'session.learned', session: session.id, facts: {}, protocol }];
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
