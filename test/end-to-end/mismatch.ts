import type { SessionRow } from '../../server/domain/feed.ts';
import type { LedgerFile, LedgerSession } from '../asa/ledger.ts';

/** How Tunnelwatch is to tell of a firewall that the lab's policy does not expect. */
export function mismatchOf({ unexpectedFirewall }: Pick<LedgerSession, 'unexpectedFirewall'>): string | null {
  return unexpectedFirewall === null ? null : `received ${unexpectedFirewall}, expected Zone Labs(2) ZoneAlarm(1)`;
}

/** Milliseconds within which a second login of a client says the same as the first, as a second copy of its lines would. */
const TWINS = 10_000;

/**
 * Of how many sessions the rows tell such a firewall, of whom they tell another than the ledger, and of whom none though no other login of
 * that client is so near that its line could be a copy. Both lists are empty where all is told.
 */
export function toldMismatches(rows: readonly SessionRow[], { sessions, attempts }: LedgerFile) {
  const seatOf = ({ user, publicIp, protocol }: Pick<LedgerSession, 'user' | 'publicIp' | 'protocol'> | SessionRow) =>
    JSON.stringify([user, publicIp, protocol]);
  const expected = new Map(sessions.map((one) => [seatOf(one), mismatchOf(one)]));
  const hasTwin = ({ user, publicIp, start }: SessionRow): boolean =>
    attempts.filter((one) => one.user === user && one.publicIp === publicIp && Math.abs(start - one.at) <= TWINS)
      .length > 1;
  const told = rows.filter((row) => row.firewallMismatch !== undefined);
  return {
    told: told.length,
    wrong: told.filter((row) => row.firewallMismatch !== expected.get(seatOf(row))).map(seatOf),
    untold: rows
      .filter((row) => row.firewallMismatch === undefined && (expected.get(seatOf(row)) ?? null) !== null)
      .filter((row) => !hasTwin(row))
      .map(seatOf),
  };
}
