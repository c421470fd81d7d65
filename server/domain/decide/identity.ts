import { LATE } from './dialogue.ts';
import { isL2tp } from './find.ts';
import type { ListedSession, Listing } from '../roster.ts';
import type { Protocol, Session } from '../session.ts';
import type { Span } from '../unit.ts';

/** A row of a listing, with the moments between which it was made. */
export interface Listed {
  readonly row: ListedSession;
  readonly listing: Listing;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Of a roster that an SNMP agent told: what it does not tell is not to be taken for told. */
  readonly detail?: 'snmp';
}

/** How much later than we saw a login a listing may say that it was, in milliseconds; a slow listing adds its own length. */
const LATER = 10_000;
/** How near two beginnings are that cannot be told apart, in milliseconds: lines come late, and the ASA counts whole seconds. */
const NEAR = 2_000;
/** How long a session that is being torn down may still be listed, in milliseconds. */
const LINGERING = 10_000;
/** What is told in whole seconds may be off by so much, in milliseconds. */
export const SECOND = 1_000;
/** By how much of its length a duration may be off: the clocks of the ASA and of this machine differ. */
export const DRIFT = 1 / 5_000;
/** How much earlier: the first lines of a login may be lost, and a person may read a banner before the next ones come. */
const EARLIER = 120_000;

/** What is known of the sessions that rows may speak of. */
export interface Known {
  /** Those of one user, ended ones too. */
  readonly of: (user: string) => readonly Session[];
  /** Whether its Index was given by the unit that lists now. */
  readonly isNumbered: (session: Session) => boolean;
  /** Another unit of a pair lists, since a moment ago. */
  readonly switched: boolean;
}

/**
 * Which session each row speaks of. A row is of one session at most, and a session of one row: what agrees best comes first, by its
 * `Audt Sess ID`, its Index, its assigned address, by where it comes from, and last by when it began.
 */
export function identify(listed: readonly Listed[], known: Known): ReadonlyMap<Listed, Session> {
  const found = new Map<Listed, Session>();
  const others = new Map<Listed, Session>();
  // A client that comes back from the same place may get the same address again.
  const isAnother: Fits = ({ row }, session) => known.isNumbered(session) && differ(row.index, session.index);
  for (const [user, rows] of byUser(listed)) {
    const sessions = new Set(known.of(user));
    const left = new Set(rows);
    // The next session of a client may have the address of the one before, though nobody has told it yet.
    const stillThere: Fits = (row, session) => sameAddress(row, session) && !isFollowed(row, session, sessions);
    for (const fits of [sameAudit, sameIndex]) match(left, sessions, fits, found);
    for (const fits of [stillThere, sameSource, moved])
      match(left, sessions, (row, session) => !isAnother(row, session) && fits(row, session), found);
    if (known.switched)
      match(left, sessions, (row, session) => !isAnother(row, session) && sameClient(row, session), others);
  }
  // Where others kept their beginning, one that did not is of a client that came back: that it is a unit's habit takes more than one.
  return others.size > Math.max(found.size, 1) ? new Map([...found, ...others]) : found;
}

/** Finds pairs among what is left, the best first, and takes them out. */
function match(left: Set<Listed>, sessions: Set<Session>, fits: Fits, found: Map<Listed, Session>): void {
  if (left.size === 0 || sessions.size === 0) return;
  for (const [row, session] of pairs(left, sessions, fits)) {
    if (!left.has(row) || !sessions.has(session)) continue;
    found.set(row, session);
    left.delete(row);
    sessions.delete(session);
  }
}

/** When a listed session began, epoch milliseconds, as far as can be told: the row was made between two moments. */
export function startOf({ row: { seconds }, startedAt, finishedAt }: Listed): Span | undefined {
  if (seconds === undefined) return undefined;
  // The ASA counts whole seconds.
  return { from: startedAt - (seconds + 1) * 1000, to: finishedAt - seconds * 1000 };
}

/** Which protocol a row shows: AnyConnect may be carried by IKEv2, and is listed with its own kind all the same. */
export function protocolOfRow({ row, listing, detail }: Listed): Protocol {
  if (detail === 'snmp' && listing !== 'anyconnect' && !row.protocols.some((word) => isL2tp(word))) return 'unknown';
  if (listing === 'anyconnect' && row.protocols.some((word) => /^ikev2/i.test(word))) return 'ikev2';
  return listing === 'lan-to-lan' ? 'unknown' : listing;
}

type Fits = (row: Listed, session: Session) => boolean;

const sameAudit: Fits = ({ row }, session) =>
  row.auditSessionId !== undefined && row.auditSessionId === session.auditSessionId;

const sameIndex: Fits = (listed, session) =>
  listed.row.index === session.index &&
  isOfKind(listed, session) &&
  !isOther(listed, session) &&
  apart(listed, session) <= (session.startIs === 'listed' ? LATER : EARLIER);

/** By its address inside the tunnel; an IKEv1 client cannot come from somewhere else meanwhile. */
const sameAddress: Fits = (listed, session) =>
  listed.row.assignedIp !== undefined &&
  listed.row.assignedIp === session.assignedIp &&
  isOfKind(listed, session) &&
  !(session.protocol === 'ikev1' && differ(listed.row.publicIp, session.publicIp)) &&
  !isOther(listed, session) &&
  began(listed, session);

/** Whether a session was concluded to be over because its client began another one, of which no address is known, before the row was made. */
function isFollowed({ startedAt }: Listed, { state, end, publicIp }: Session, sessions: ReadonlySet<Session>): boolean {
  if (state !== 'ended' || end === undefined || end >= startedAt) return false;
  return [...sessions].some(
    (one) => one.state === 'active' && one.start === end && one.publicIp === publicIp && one.assignedIp === undefined,
  );
}

/** By where it comes from: one user may have two sessions from one place. */
const sameSource: Fits = (listed, session) =>
  listed.row.publicIp === session.publicIp && sameBeginning(listed, session);

/** An AnyConnect client may have moved unheard, and one that is away is listed without its address: it is known by when it began. */
const moved: Fits = (listed, session) =>
  listed.listing === 'anyconnect' && apart(listed, session) <= NEAR && sameBeginning(listed, session);

const sameBeginning: Fits = (listed, session) =>
  isOfKind(listed, session) &&
  !differ(listed.row.assignedIp, session.assignedIp) &&
  !isOther(listed, session) &&
  began(listed, session);

/** On another unit of a pair Index and login time might be others (domain facts, G5: the duration is kept, but that is not sure). */
const sameClient: Fits = ({ row }, session) =>
  row.publicIp === session.publicIp && row.assignedIp !== undefined && row.assignedIp === session.assignedIp;

/** Whether what is listed there may be such a session. A web login may turn out to be AnyConnect's, but a portal has no address. */
function isOfKind(listed: Listed, session: Session): boolean {
  const { protocol, assignedIp, sessionType, tunnelGroup } = session;
  if (listed.detail === 'snmp') return isOfRoughKind(listed, session);
  const listedAs = protocolOfRow(listed);
  const l2tp = listed.row.protocols.some((word) => isL2tp(word));
  if (listedAs === 'ikev1' && protocol === 'ikev1') {
    // What tells of an L2TP login names no group: it may be that of another login before it.
    if (isL2tp(sessionType)) return l2tp;
    return (sessionType === undefined || !l2tp) && !differ(listed.row.tunnelGroup, tunnelGroup);
  }
  if (protocol === 'unknown' || protocol === listedAs) return listedAs !== 'clientless' || assignedIp === undefined;
  // What began as a web login is carried by TLS.
  return (
    listed.listing === 'anyconnect' && protocol !== 'ikev1' && !(protocol === 'clientless' && listedAs === 'ikev2')
  );
}

/** An SNMP agent tells IPsec from TLS, and L2TP from both. AnyConnect may come by either. */
function isOfRoughKind({ row, listing }: Listed, { protocol, sessionType }: Session): boolean {
  const l2tp = row.protocols.some((word) => isL2tp(word));
  if (protocol === 'ikev1') return listing === 'ikev1' && (sessionType === undefined || isL2tp(sessionType) === l2tp);
  if (l2tp) return protocol === 'unknown';
  return listing !== 'ikev1' || protocol === 'ikev2' || protocol === 'unknown';
}

function isOther({ row }: Listed, session: Session): boolean {
  return differ(row.auditSessionId, session.auditSessionId);
}

function differ<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/** Whether the row may have begun when the session did. */
function began(listed: Listed, session: Session): boolean {
  const span = startOf(listed);
  if (span === undefined) return true;
  if (span.from > session.start + (isSaidToBeOver(session, listed) ? SECOND : LATER)) return false;
  // Who may have begun after that one had ended, and is there still, is another one; but that it had ended may be a mistake.
  const { state, end = 0, endIs } = session;
  // What its closing record has ended is not there: the record was of another one, if at all, and its beginning is known well.
  if (endIs === 'reported' && apart(listed, { ...session, startIs: 'seen' }) > LATE + NEAR) return false;
  if (state === 'ended' && end < listed.startedAt && (endIs === 'inferred' ? span.from : span.to) >= end) return false;
  return session.startIs === 'inferred' || span.to >= session.start - EARLIER;
}

/** Whether the ASA said so long before the listing that it tears the session down, that it would not be listed any more. */
export function isSaidToBeOver({ closingAt = Infinity }: Session, { startedAt }: Listed): boolean {
  return closingAt < startedAt - LINGERING;
}

/** How far apart the beginnings of the two are at least, in milliseconds. */
function apart(listed: Listed, { start, startIs }: Session): number {
  const span = startOf(listed);
  if (span === undefined) return 0;
  if (start < span.from) return span.from - start;
  return startIs === 'inferred' ? 0 : Math.max(0, start - span.to);
}

/** What fits, the nearest first; where the beginning cannot tell, one that goes on comes before one that had ended before the listing. */
function pairs(
  rows: Iterable<Listed>,
  sessions: Iterable<Session>,
  fits: Fits,
): readonly (readonly [Listed, Session])[] {
  const all = [...rows].flatMap((row) =>
    [...sessions].flatMap((session) => (fits(row, session) ? [[row, session] as const] : [])),
  );
  const far = ([row, session]: readonly [Listed, Session]): number => Math.max(0, apart(row, session) - NEAR);
  const over = ([{ startedAt }, { state, end = 0 }]: readonly [Listed, Session]): number =>
    state === 'active' || end >= startedAt ? 0 : 1;
  // A row that may be of one who left while it was made, or of the same client's next session, tells nothing certain of the next one.
  const raced = ([{ startedAt }, { state, start }]: readonly [Listed, Session]): number =>
    state === 'active' && start >= startedAt ? 1 : 0;
  return all.sort((a, b) => far(a) - far(b) || over(a) - over(b) || apart(...a) - apart(...b) || raced(a) - raced(b));
}

function byUser(listed: readonly Listed[]): ReadonlyMap<string, readonly Listed[]> {
  const users = new Map<string, Listed[]>();
  for (const one of listed) {
    const { user } = one.row;
    if (user === undefined) continue;
    const rows = users.get(user);
    if (rows === undefined) users.set(user, [one]);
    else rows.push(one);
  }
  return users;
}
