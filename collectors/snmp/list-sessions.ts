import type { Listing, Roster } from '../../server/domain/roster.ts';
import { PollFault } from '../show/fault.ts';
import { counts } from './gauges.ts';
import { textInIndex } from './read-samples.ts';
import type { SnmpSession } from './session.ts';
import { carriedBy, groupColumn, listingOf, readSessions, sessionColumns, type ReadSessions } from './session-table.ts';
import { getAll, walk, type Appetite } from './walk.ts';

/** What a failure to list sessions is at. */
export const SESSIONS = 'crasSessionTable';

interface Circumstances {
  readonly appetite: Appetite;
  /** The most rows there can be. */
  readonly rows: number;
  readonly now: () => number;
  readonly isStandby: boolean;
}

/** How much older than the asking a table may be, in milliseconds: an agent need not look anew for each request. */
const KEPT = 5_000;

/** How many sessions the agent counts; absent: it does not tell. */
type Counts = { readonly [K in keyof typeof counts]?: number };

/**
 * Lists the sessions of a device, between two counts of them. One table has them all, so the listings of all kinds are complete together:
 * when the walk came to its end and both counts say the same as the rows. Without such counts nothing is missing.
 */
export async function listSessions(
  session: SnmpSession,
  { appetite, rows: most, now, isStandby }: Circumstances,
): Promise<{ readonly rosters: readonly Roster[]; readonly failure?: PollFault | undefined }> {
  const groups = await walk(session, [groupColumn.oid], appetite, most);
  const names = new Set([...groups.rows.keys()].flatMap((index) => textInIndex(index)?.text ?? []));
  const before = await count(session);
  const startedAt = now() - KEPT;
  const walked = await walk(session, Object.values(sessionColumns).map(({ oid }) => oid), appetite, most); // prettier-ignore
  const finishedAt = now();
  const after = await count(session);
  const read = readSessions(walked.rows, names);
  const complete = walked.ended === 'end' && [before, after].every((counted) => agrees(read, counted));
  const told = { startedAt, finishedAt, complete };
  const rosters: Roster[] = (['ikev1', 'ikev2', 'anyconnect', 'clientless'] as const).map((listing) => {
    const isOf = read.sessions.map((one) => listingOf(one) === listing);
    const sessions = read.sessions.filter((_, place) => isOf[place]);
    const printed = read.printed.filter((_, place) => isOf[place]);
    return { kind: 'sessions.listed', ...told, listing, detail: 'snmp', sessions, printed };
  });
  const totals = totalsOf(after, isStandby ? 'standby' : 'active');
  const failure =
    walked.ended === 'end' && read.misfits === 0
      ? undefined
      : new PollFault(SESSIONS, 'misfit', `${read.misfits} rows cannot be read; the walk ended by: ${walked.ended}`);
  return { rosters: [...rosters, { kind: 'sessions.totalled', startedAt: finishedAt, finishedAt: now(), complete: true, totals }], failure }; // prettier-ignore
}

async function count(session: SnmpSession): Promise<Counts> {
  const told = await getAll(session, Object.values(counts).map(({ oid }) => oid)); // prettier-ignore
  const counted = Object.entries(counts).flatMap(([key, { oid }]) => {
    const value = told.get(oid);
    return typeof value === 'number' && value >= 0 ? [[key, value] as const] : [];
  });
  return Object.fromEntries(counted);
}

/** By protocol where the agent tells it. What is neither IPsec nor TLS may be counted with either. */
function agrees({ sessions, misfits }: ReadSessions, { active, ipsec, svc, webvpn }: Counts): boolean {
  if (misfits > 0) return false;
  if (ipsec === undefined || svc === undefined || webvpn === undefined) return sessions.length === active;
  const carried = (by: ReturnType<typeof carriedBy>): number => sessions.filter((one) => carriedBy(one) === by).length;
  const tls = svc + webvpn;
  return sessions.length === ipsec + tls && carried('ipsec') <= ipsec && carried('tls') <= tls;
}

/** crasIPSecNumSessions counts IKE of both versions; no session over TLS is counted by whether it has an address. */
function totalsOf({ ipsec, svc, webvpn, lanToLan, active, most }: Counts, role: 'active' | 'standby') {
  const of = (listing: Listing, count: number | undefined) =>
    count === undefined ? {} : { [listing]: { active: count, inactive: 0 } };
  return {
    byListing: { ...of('ikev1', ipsec), ...of('anyconnect', svc), ...of('clientless', webvpn), ...of('lan-to-lan', lanToLan) }, // prettier-ignore
    ...(active === undefined ? {} : { total: active }),
    ...(most === undefined ? {} : { capacity: most }),
    role,
  };
}
