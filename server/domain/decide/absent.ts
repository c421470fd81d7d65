import type { Event } from '../event.ts';
import { isFrom, readRelease, type Release } from '../release.ts';
import type { Protocol, Session } from '../session.ts';
import type { Span } from '../unit.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';
import { freeAddress } from './find.ts';
import { startOf } from './identity.ts';
import type { UserRoster } from './reconcile.ts';

/**
 * Which sessions are over because the complete listings of a poll lack them. One that began, or was heard of, after a listing had
 * started may have begun after its row would have been written.
 */
export function absent(
  book: Book,
  evidence: Evidence,
  there: ReadonlySet<number>,
  rosters: readonly UserRoster[],
  version: string | undefined,
): readonly Event[] {
  const release = version === undefined ? undefined : readRelease(version);
  const rivals = rivalsOf(book, rosters);
  // A row without a name may be anybody's.
  const sure = rosters.filter(({ sessions }) => sessions.every(({ user }) => user !== undefined));
  return book.sessionsOn(evidence.device).flatMap((session) => {
    if (there.has(session.id)) return [];
    const listings = mayList(book, session).filter((listing) => has(release, listing));
    const mine = sure.filter(({ listing }) => listings.includes(listing));
    if (listings.some((listing) => !mine.some((roster) => roster.listing === listing))) return [];
    const startedAt = Math.min(...mine.map((roster) => roster.startedAt));
    const doubted = rivals(session);
    const heard = doubted ? 0 : lastKnown(book, session);
    if (Math.max(session.start, heard) >= startedAt) return [];
    const endBefore = Math.max(...mine.map((roster) => roster.finishedAt));
    return endBetween(book, evidence, session, endBefore, session.closingReason ?? 'not listed any more');
  });
}

/** Which sessions a restart of the unit has ended: those of which nothing was heard since, and that it does not list. */
export function restarted(
  book: Book,
  evidence: Evidence,
  there: ReadonlySet<number>,
  booted: Span | undefined,
): readonly Event[] {
  if (booted === undefined) return [];
  return book
    .sessionsOn(evidence.device)
    .filter((session) => !there.has(session.id) && Math.max(session.start, lastKnown(book, session)) < booted.from)
    .flatMap((session) => endBetween(book, evidence, session, booted.to, 'device restarted'));
}

/** That a session ended without a word, after the last that is known of it and before then. */
export function endBetween(
  book: Book,
  evidence: Evidence,
  session: Session,
  endBefore: number,
  reason: string,
): readonly Event[] {
  const told = { session: session.id, reason, end: endBefore, endAfter: lastAlive(book, session), endBefore };
  return [{ ...evidence, kind: 'session.ended', ...told, endIs: 'between' }, ...freeAddress(book, evidence, session)];
}

/** When a session was last known to be there, epoch milliseconds: heard of, or listed. */
export function lastKnown(book: Book, { id, seenAt }: Session): number {
  return Math.max(seenAt, book.meter(id)?.listedAt ?? 0);
}

/** Until when it was there for certain. A row names it by its Index; its lines may be late, or those of the same client's next session. */
function lastAlive(book: Book, { id, seenAt, start }: Session): number {
  return book.meter(id)?.listedAt ?? Math.min(start, seenAt);
}

/** Whether the same client has a session that began before this one was last heard of. */
function rivalsOf(book: Book, rosters: readonly UserRoster[]): (session: Session) => boolean {
  const latest = new Map<string, { readonly from: number; readonly to: number }>();
  for (const { sessions, listing, startedAt, finishedAt } of rosters) {
    for (const row of sessions) {
      const span = startOf({ row, listing, startedAt, finishedAt });
      const key = `${row.publicIp ?? ''} ${row.user ?? ''}`;
      if (span !== undefined && span.to > (latest.get(key)?.to ?? 0)) latest.set(key, span);
    }
  }
  return ({ id, device, publicIp, user, start, seenAt }) => {
    const known = book.sessionsOf(device, user, publicIp).filter((one) => one.id !== id);
    const others = [
      latest.get(`${publicIp} ${user}`) ?? [],
      known.map((one) => ({ from: one.start, to: one.start })),
    ].flat();
    return others.some(({ from, to }) => to > start && from <= seenAt + LATE);
  };
}

/** Every listing that may have a session: all of them must lack it. A web login may be AnyConnect's, AnyConnect may be carried by IKEv2. */
function mayList(book: Book, { id, protocol }: Session): readonly UserRoster['listing'][] {
  const was = book.meter(id)?.listing;
  if (was === undefined || was === 'lan-to-lan' || was === 'clientless') return listingsOf[protocol];
  return [was];
}

/** Whether a release can list that kind: what it cannot list it does not have. Of an unknown release nothing is missing. */
function has(release: Release | undefined, listing: UserRoster['listing']): boolean {
  const since = SINCE[listing];
  return release === undefined || since === undefined || isFrom(release, ...since);
}

/** `svc` came with 7.1, `ra-ikev2-ipsec` with 9.3(2): before, all who come by IKEv2 are AnyConnect's. */
const SINCE: Readonly<Partial<Record<UserRoster['listing'], readonly number[]>>> = {
  anyconnect: [7, 1],
  ikev2: [9, 3, 2],
};

const listingsOf: Readonly<Record<Protocol, readonly UserRoster['listing'][]>> = {
  ikev1: ['ikev1'],
  ikev2: ['ikev2', 'anyconnect'],
  anyconnect: ['anyconnect'],
  clientless: ['clientless', 'anyconnect'],
  unknown: ['ikev1', 'ikev2', 'anyconnect', 'clientless'],
};
