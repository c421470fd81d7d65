import type { Event } from '../event.ts';
import type { Polled } from '../polling.ts';
import type { Listing, Roster } from '../roster.ts';
import type { Session } from '../session.ts';
import { turn, type Turn } from '../unit.ts';
import { absent, restarted } from './absent.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { identify, type Listed } from './identity.ts';
import { addressesOf } from './listed-address.ts';
import { listedAgain, listedFirst, sasOf } from './listed.ts';

/** What a poll means: what happened, and which session each row is about. Of rows that raced a logout there is no session. */
export interface Reconciled {
  readonly events: readonly Event[];
  readonly rows: readonly { readonly session: number; readonly listed: Listed }[];
  /** The listings that were believed: a session of one is in `rows`. */
  readonly rosters: readonly UserRoster[];
  readonly turn: Turn;
}

/**
 * Holds complete listings against the live state. A listing is the truth about its own kind of session, at some moment between its start
 * and its finish: what it has and we do not know has begun, what it lacks has ended, unless something was heard of it since. Nothing
 * follows from one that is not complete or that the device's own totals contradict, nor from a standby's; and while one unit of a pair
 * takes over from the other nothing begins and nothing ends.
 */
export function reconcile(book: Book, polled: Polled): Reconciled {
  const { device } = polled;
  const now = turn(book.unit(device), polled);
  if (now.standby) return { events: [], rows: [], rosters: [], turn: now };
  const rosters = trusted(polled.rosters);
  const listed = once(rosters.flatMap(listedOf));
  const known = identify(listed, {
    of: (user) => book.sessionsOfUser(device, user),
    isNumbered: ({ id }) => now.switchedAt === undefined || (book.meter(id)?.listedAt ?? 0) >= now.switchedAt,
    switched: now.switched,
  });
  const there = new Set([...known.values()].map(({ id }) => id));
  const evidence = (at: number): Evidence => ({ device, at, source: 'poll', evidence: [] });

  const version = polled.facts.version ?? book.unit(device)?.facts.version;
  const ends = now.switched
    ? []
    : [
        ...absent(book, evidence(polled.finishedAt), there, rosters, version),
        ...restarted(book, evidence(polled.finishedAt), there, now.booted),
      ];
  const gone = new Set(ends.flatMap((event) => (event.kind === 'session.ended' ? event.session : [])));
  const addresses = addressesOf(book, { device, there, gone, switched: now.switched });
  const events: Event[] = [...new Map(ends.map((event) => [keyOf(event), event])).values()];
  const rows: { session: number; listed: Listed }[] = [];
  const sas = sasOf(polled);
  let lowest = Math.min(0, book.lowestSession());
  for (const one of listed) {
    const session = known.get(one);
    // A row may be as old as the start of its listing: it is no proof of anything later.
    const told = evidence(one.startedAt);
    if (session !== undefined) {
      if (racing(session, one)) continue;
      events.push(...listedAgain(book, told, session, one, addresses));
      rows.push({ session: session.id, listed: one });
    } else if (!now.switched) {
      const opened = listedFirst(book, told, lowest - 1, one, addresses, sas);
      if (opened.length === 0) continue;
      lowest -= 1;
      events.push(...opened);
      rows.push({ session: lowest, listed: one });
    }
  }
  return { events, rows, rosters, turn: now };
}

/** What a syslog line of an end and the listing say of one moment, the line wins: the row was made before it. */
function racing({ state, end = 0 }: Session, { startedAt }: Listed): boolean {
  return state === 'ended' && end >= startedAt - REMOVAL;
}

/** How long a session may still be listed after its closing record was sent, in milliseconds. */
const REMOVAL = 2_000;

/** Two rules may end one session, or free one address: the later one, which knows more, holds. */
function keyOf(event: Event): string {
  if (event.kind === 'session.ended') return `ended ${event.session}`;
  return event.kind === 'address.freed' ? `freed ${event.address}` : JSON.stringify(event);
}

/** A listing of users' sessions that may be believed. */
export type UserRoster = Extract<Roster, { kind: 'sessions.listed' }> & { readonly listing: UserListing };
type UserListing = Exclude<Listing, 'lan-to-lan'>;

/** The complete listings of users' sessions, but for those that the device's own totals contradict, or that list somebody without a name. */
function trusted(rosters: readonly Roster[]): readonly UserRoster[] {
  return rosters.filter(
    (roster): roster is UserRoster =>
      roster.kind === 'sessions.listed' &&
      roster.listing !== 'lan-to-lan' &&
      roster.complete &&
      agrees(roster, rosters),
  );
}

/** Totals may be asked for before and after a listing: the number of its rows must lie between them. */
function agrees(
  { listing, sessions, detail }: UserRoster | Extract<Roster, { kind: 'sessions.listed' }>,
  all: readonly Roster[],
): boolean {
  // Which of its rows are of which kind an agent does not tell: whoever asked it has compared them together.
  if (detail === 'snmp') return true;
  const totals = all.flatMap((roster) => {
    const told = roster.kind === 'sessions.totalled' ? roster.totals.byListing[listing] : undefined;
    return told === undefined ? [] : told.active + told.inactive;
  });
  return totals.length === 0 || (sessions.length >= Math.min(...totals) && sessions.length <= Math.max(...totals));
}

function listedOf({ sessions, listing, startedAt, finishedAt, detail }: UserRoster): readonly Listed[] {
  return sessions.map((row) => ({ row, listing, startedAt, finishedAt, ...(detail && { detail }) }));
}

/** A session that two listings of one poll have is one row: the one that tells more of its tunnels. */
function once(listed: readonly Listed[]): readonly Listed[] {
  const rows = new Map<string, Listed>();
  for (const one of listed) {
    const { index, user, auditSessionId } = one.row;
    const key = auditSessionId ?? `${index} ${user ?? ''}`;
    const before = rows.get(key);
    if (before === undefined || before.row.tunnels.length < one.row.tunnels.length) rows.set(key, one);
  }
  return [...rows.values()];
}
