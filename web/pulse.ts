/** No tick for this long, in milliseconds, and the server counts as lost, whatever the socket says. */
export const LOST_AFTER = 3_000;

/** How this viewer stands with the server. Only what is `live` may be taken for what is true now. */
export type Phase = 'joining' | 'live' | 'lost' | 'catching-up';

/** What the phase is told from; times are milliseconds of a monotonic clock. */
export interface Signs {
  readonly now: number;
  readonly openedAt: number;
  readonly connectedAt: number | null;
  readonly tickedAt: number | null;
  /** Topics whose snapshot is still to come since the connection was made. */
  readonly waiting: number;
  /** Whether this page has been live before. */
  readonly wasLive: boolean;
}

/** The phase by its signs. */
export function phase({ now, openedAt, connectedAt, tickedAt, waiting, wasLive }: Signs): Phase {
  const heard = connectedAt !== null && tickedAt !== null && tickedAt >= connectedAt && now - tickedAt <= LOST_AFTER;
  if (heard && waiting === 0) return 'live';
  if (!wasLive && now - openedAt <= LOST_AFTER) return 'joining';
  return heard ? 'catching-up' : 'lost';
}
