import { countedAs } from '../census.ts';
import type { Counted } from '../census.ts';
import { siteBytes } from '../lan-to-lan.ts';
import type { Cause } from '../ledger.ts';
import type { SimulatedAsa } from '../model.ts';
import { bytesAt } from '../traffic.ts';

/** What has gone through since the start, over sessions that are up and those that have ended; Tx goes to the clients. */
export interface Total {
  readonly bytesTx: number;
  readonly bytesRx: number;
  readonly packetsTx: number;
  readonly packetsRx: number;
}

/** The total of these kinds of sessions: it never falls but by a restart. */
export function totalOf(asa: SimulatedAsa, ...kinds: readonly Counted[]): Total {
  const now = asa.options.now();
  const sum = { bytesTx: 0, bytesRx: 0, packetsTx: 0, packetsRx: 0 };
  const add = ({ bytesTx, bytesRx }: { readonly bytesTx: number | null; readonly bytesRx: number | null }) => {
    sum.bytesTx += bytesTx ?? 0;
    sum.bytesRx += bytesRx ?? 0;
    sum.packetsTx += Math.ceil((bytesTx ?? 0) / 500);
    sum.packetsRx += Math.ceil((bytesRx ?? 0) / 500);
  };
  const seconds = (start: number) => Math.floor((now - start) / 1000);
  for (const entry of asa.ledger.sessions) {
    if (endedSince(asa, entry.end) && kinds.includes(countedAs(entry))) add(entry);
  }
  for (const session of asa.sessions) {
    if (kinds.includes(countedAs(session.seat))) add(bytesAt(session, seconds(session.entry.start)));
  }
  if (!kinds.includes('site')) return sum;
  for (const entry of asa.ledger.sites) if (endedSince(asa, entry.end)) add(entry);
  for (const { entry } of asa.sites) add(siteBytes(seconds(entry.start)));
  return sum;
}

/** Logins that failed since the start, for one of these causes. */
export function failures(asa: SimulatedAsa, fits: (cause: Cause) => boolean): number {
  const since = asa.bootedAt ?? -Infinity;
  const failed = asa.ledger.attempts.filter(({ until, outcome }) => until > since && outcome === 'failed');
  return failed.filter(({ cause }) => cause !== null && fits(cause)).length;
}

/** All that a user can have. */
export const remoteAccess = ['ikev1', 'l2tp', 'ikev2', 'generic', 'anyconnect', 'clientless'] as const;
/** What goes over IPsec. */
export const overIpsec = ['ikev1', 'l2tp', 'ikev2', 'generic', 'site'] as const;

// What the restart ended is told as ended at the moment of the restart.
const endedSince = ({ bootedAt = -Infinity }: SimulatedAsa, end: number | null) => end !== null && end > bootedAt;
