import type { LedgerSession } from '../asa/ledger.ts';

/** How Tunnelwatch is to tell of a firewall that the lab's policy does not expect. */
export function mismatchOf({ unexpectedFirewall }: Pick<LedgerSession, 'unexpectedFirewall'>): string | null {
  return unexpectedFirewall === null ? null : `received ${unexpectedFirewall}, expected Zone Labs(2) ZoneAlarm(1)`;
}
