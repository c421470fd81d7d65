import type { Event } from '../event.ts';
import type { Polled } from '../polling.ts';
import type { IpsecSa, ListedSession } from '../roster.ts';
import type { Session, SessionFacts } from '../session.ts';
import type { TunnelKind } from '../tunnel.ts';
import { readAuditId } from '../audit-id.ts';
import { currentAttempt } from './dialogue.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { freeAddress, isL2tp, known } from './find.ts';
import { DRIFT, isSaidToBeOver, protocolOfRow, startOf, type Listed } from './identity.ts';
import type { Addresses } from './listed-address.ts';
import { succeed } from './opening.ts';
import { spi } from './tunnels.ts';

/** How long after its login a client may have no tunnel but its parent without having left, in milliseconds. */
const CONNECTING = 120_000;
/** How long before its session an attempt may have begun that became it, in milliseconds. */
const LOGIN = 120_000;

/** What a listing adds to a session that we know. */
export function listedAgain(
  book: Book,
  evidence: Evidence,
  session: Session,
  listed: Listed,
  addresses: Addresses,
): readonly Event[] {
  const { row } = listed;
  const assigned = addresses.assign(evidence, session.id, listed);
  if (assigned === undefined && session.state === 'ended') return [];
  const resumed = goesOn(evidence, session, listed);
  const freed = differs(session.assignedIp, row.assignedIp) ? freeAddress(book, evidence, session) : [];
  return [
    ...resumed,
    ...learned(evidence, session, listed, assigned !== undefined),
    ...(assigned === undefined ? [] : [...freed, ...assigned]),
    ...tunnels(evidence, session, listed),
    ...(resumed.length > 0 || session.suspendedAt === undefined ? suspended(evidence, session.id, listed) : []),
    ...succeed(book, evidence, session),
  ];
}

/**
 * That a session began which no message told of. Its id is the next below the lowest there is: messages, whose ids the other sessions
 * bear, have ids above 0, and as the book counts downwards two polls never meet. No id can be made of Index and login alone: they are 52
 * bits already, without the device. Nothing if the address is another's since.
 */
export function listedFirst(
  book: Book,
  evidence: Evidence,
  id: number,
  listed: Listed,
  addresses: Addresses,
  sas: SasOf,
): readonly Event[] {
  const { row } = listed;
  const { user, publicIp = '' } = row;
  if (user === undefined) return [];
  const assigned = addresses.assign(evidence, id, listed);
  if (assigned === undefined) return [];
  const start = loginOf(listed);
  const sessionType = row.protocols.find((word) => isL2tp(word));
  const opened: Event = {
    ...{ ...evidence, kind: 'session.opened', session: id, user, publicIp, protocol: protocolOfRow(listed) },
    start: start ?? listed.startedAt,
    startIs: start === undefined ? 'inferred' : 'listed',
    facts: { ...factsOf(row), ...(sessionType === undefined ? {} : { sessionType }) },
  };
  const blank = { id, user, publicIp, tunnels: [], suspendedAt: undefined };
  return [
    opened,
    ...assigned,
    ...tunnels(evidence, blank, listed, sas(row)),
    ...suspended(evidence, id, listed),
    ...gotIn(book, evidence, id, { user, publicIp, start: opened.start }),
  ];
}

/** Finds the SAs of a row. */
export type SasOf = (row: ListedSession) => readonly IpsecSa[];

/** The SAs of a poll by row: those that are to the address it has inside the tunnel, or else those of its user from there. */
export function sasOf({ rosters }: Polled): SasOf {
  const found = new Map<string, IpsecSa[]>();
  for (const roster of rosters) {
    if (roster.kind !== 'ipsec.listed' || !roster.complete) continue;
    for (const sa of roster.sas) {
      const key = sa.assignedIp ?? `${sa.peer} ${sa.user ?? ''}`;
      const sas = found.get(key);
      if (sas === undefined) found.set(key, [sa]);
      else sas.push(sa);
    }
  }
  return ({ assignedIp = '', user, publicIp }) => found.get(assignedIp) ?? found.get(`${publicIp} ${user}`) ?? [];
}

/** When the row's session began: by its duration, or, with all the skew of the device's clock, by its `Audt Sess ID`. */
function loginOf(listed: Listed): number | undefined {
  const audit = readAuditId(listed.row.auditSessionId ?? '');
  const start = startOf(listed)?.to ?? (audit?.index === listed.row.index ? audit.login : undefined);
  return start === undefined ? undefined : Math.min(start, listed.finishedAt);
}

/** What was said of its end, or of a client that waits, does not hold: the row has tunnels, or another source. */
function goesOn(evidence: Evidence, session: Session, listed: Listed): readonly Event[] {
  const { row, startedAt, detail } = listed;
  const publicIp = row.publicIp ?? session.publicIp;
  // Who waits for its client an SNMP agent does not tell.
  const isHere = detail !== 'snmp' && !isWaiting(listed);
  const back = session.suspendedAt !== undefined && session.suspendedAt < startedAt && isHere;
  if (session.state === 'active' && !back && !isSaidToBeOver(session, listed) && publicIp === session.publicIp)
    return [];
  return [{ ...evidence, kind: 'session.resumed', session: session.id, publicIp }];
}

/** What an SNMP agent tells as well as the command line does. */
const EXACT: ReadonlySet<keyof SessionFacts> = new Set(['index', 'assignedIp', 'assignedIpv6']);

function learned(evidence: Evidence, session: Session, listed: Listed, withAddress: boolean): readonly Event[] {
  // Such a row is coarser than what messages have told.
  const isRough = listed.detail === 'snmp';
  const { assignedIp, ...rest } = factsOf(listed.row);
  const told: SessionFacts = withAddress && assignedIp !== undefined ? { ...rest, assignedIp } : rest;
  // The border: entries lose their types.
  const news = Object.entries(told) as [keyof SessionFacts, SessionFacts[keyof SessionFacts]][];
  const isNews = (key: keyof SessionFacts): boolean => !isRough || session[key] === undefined || EXACT.has(key);
  const facts = Object.fromEntries(
    news.filter(([key, value]) => session[key] !== value && isNews(key)),
  ) as SessionFacts;
  const protocol = isRough && session.protocol !== 'unknown' ? session.protocol : protocolOfRow(listed);
  const start = startBy(session, listed);
  if (Object.keys(facts).length === 0 && protocol === session.protocol && start === undefined) return [];
  const more = { ...(protocol === session.protocol ? {} : { protocol }), ...(start === undefined ? {} : { start }) };
  return [{ ...evidence, kind: 'session.learned', session: session.id, facts, ...more }];
}

/** When it began, where this listing knows better: of two that tell it, each by its own length, both are right. */
function startBy(session: Session, listed: Listed): number | undefined {
  const { start, startIs } = session;
  const span = startOf(listed);
  const isNext = span !== undefined && isOfNext(session, listed, span.from);
  if (startIs === 'inferred' && !isNext) {
    const login = loginOf(listed);
    // What was heard of it when nobody knew its login was not before it.
    return login === undefined ? undefined : Math.min(login, start);
  }
  if (span === undefined || (startIs === 'seen' && !isNext)) return undefined;
  const nearest = Math.max(span.from, Math.min(span.to, start));
  return nearest === start && startIs === 'listed' ? undefined : nearest;
}

/** How much later than its first line a login may be told to have been, in milliseconds. */
const INSTANT = 200;

/** Whether a row may be of the same client's next session: the login that was seen is then another one than what is listed. */
function isOfNext(session: Session, listed: Listed, from: number): boolean {
  const age = Math.max(0, listed.finishedAt - session.start);
  return from > session.start + INSTANT + age * DRIFT || isSaidToBeOver(session, listed);
}

function factsOf(row: ListedSession): SessionFacts {
  const { index, auditSessionId, groupPolicy, tunnelGroup, assignedIp, assignedIpv6, license, encryption, hashing } =
    row;
  const ike = row.tunnels.find(({ kind }) => /^ike/i.test(kind));
  const carrier = row.tunnels.find(({ kind }) => /^ipsecover/i.test(kind));
  const client = row.tunnels.find(({ clientType }) => clientType !== undefined);
  return known<SessionFacts>({
    ...{ index, auditSessionId, groupPolicy, tunnelGroup, assignedIp, assignedIpv6, license, encryption, hashing },
    protocols: row.protocols.length === 0 ? undefined : row.protocols.join(' '),
    dhGroup: ike?.dhGroup,
    authMode: (ike ?? row.tunnels[0])?.authMode,
    port: carrier?.destinationPort ?? (carrier === undefined ? undefined : ike?.destinationPort),
    clientType: row.clientType ?? client?.clientType,
    clientVersion: row.clientVersion ?? client?.clientVersion,
  });
}

/** That the session has the tunnels that its row names; only of AnyConnect's does a row name all. */
function tunnels(
  evidence: Evidence,
  { id, tunnels: before }: Pick<Session, 'id' | 'tunnels'>,
  { row, listing, startedAt, detail }: Listed,
  sas: readonly IpsecSa[] = [],
): readonly Event[] {
  if (detail === 'snmp') return [];
  const kinds = new Set([...row.protocols, ...row.tunnels.map(({ kind }) => kind)].flatMap((word) => tunnelKind(word)));
  const open = before.filter((tunnel) => tunnel.closedAt === undefined);
  // One that was closed since may stand in a row that is older than that.
  const last = [...open, ...before.filter(({ closedAt = 0 }) => closedAt >= startedAt)];
  const lacking = [...kinds].filter((kind) => !last.some((tunnel) => tunnel.kind === kind));
  const opened = lacking.flatMap((kind) => openings(kind, sas));
  const closed =
    listing === 'anyconnect'
      ? open.filter(({ kind, openedAt }) => ['ssl', 'dtls'].includes(kind) && !kinds.has(kind) && openedAt < startedAt)
      : [];
  return [
    ...opened.map((tunnel): Event => ({ ...evidence, kind: 'tunnel.opened', session: id, tunnel })),
    ...closed.map((tunnel): Event => ({ ...evidence, kind: 'tunnel.closed', session: id, tunnelId: tunnel.id })),
  ];
}

/** Messages name an IPsec pair by its SPIs: without them it is known to be there, until one tells them. */
function openings(
  kind: TunnelKind,
  sas: readonly IpsecSa[],
): readonly Extract<Event, { kind: 'tunnel.opened' }>['tunnel'][] {
  if (kind !== 'ipsec') return [{ id: kind, kind }];
  const pairs = sas.flatMap(({ inboundSpi, outboundSpi }) => {
    if (inboundSpi === undefined) return [];
    const inbound = spi(inboundSpi);
    return {
      id: inbound,
      kind,
      inboundSpi: inbound,
      ...(outboundSpi === undefined ? {} : { outboundSpi: spi(outboundSpi) }),
    };
  });
  return pairs.length > 0 ? pairs : [{ id: 'listed', kind }];
}

/** What a word of a listing is, `IPsecOverNatT` or `DTLS-Tunnel`; empty for what is no tunnel of ours. */
export function tunnelKind(word: string): readonly TunnelKind[] {
  if (/^ike/i.test(word)) return ['ike'];
  if (/^ipsec/i.test(word)) return ['ipsec'];
  const kind = /^(?:anyconnect-)?(parent|ssl|dtls)(?:-tunnel)?$/i.exec(word)?.[1]?.toLowerCase();
  return kind === 'parent' || kind === 'ssl' || kind === 'dtls' ? [kind] : [];
}

/** That its client is gone and may come back: nothing is left but the parent. */
function suspended(evidence: Evidence, session: number, listed: Listed): readonly Event[] {
  return isWaiting(listed) ? [{ ...evidence, kind: 'session.suspended', session }] : [];
}

/** A client that is still connecting has nothing but its parent either: it is not idle, or not yet for long. */
function isWaiting({ row, listing }: Listed): boolean {
  if (listing !== 'anyconnect' || row.protocols.some((word) => !/^anyconnect-parent$/i.test(word))) return false;
  const { inactiveSeconds, seconds = 0 } = row;
  return inactiveSeconds === undefined ? seconds * 1000 > CONNECTING : inactiveSeconds > 0;
}

/** That the login whose last lines were lost got in after all. */
function gotIn(
  book: Book,
  evidence: Evidence,
  session: number,
  { user, publicIp, start }: { readonly user: string; readonly publicIp: string; readonly start: number },
): readonly Event[] {
  const attempt = currentAttempt(book, evidence, { publicIp, user }, (one) => one.session === undefined);
  if (attempt?.user !== user || Math.abs(attempt.start - start) > LOGIN) return [];
  const told = { attempt: attempt.id, publicIp, stage: 'phase2', facts: {}, session } as const;
  return [{ ...evidence, kind: 'attempt.ended', ...told, outcome: 'succeeded' }];
}

function differs<T>(a: T | undefined, b: T | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}
