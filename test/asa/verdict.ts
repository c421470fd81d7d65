import type { Cause, LedgerAttempt, Stage } from './ledger.ts';
import type { Seat } from './people.ts';

/** A client's try to log in, from its first packet on. */
export interface Dialogue {
  readonly at: number;
  readonly seat: Seat;
}

/** How a try ended; `user` and `tunnelGroup` are those of the seat if they are left out. */
export interface Verdict {
  readonly stage: Stage;
  readonly cause?: Cause;
  readonly outcome?: LedgerAttempt['outcome'];
  readonly user?: string | null;
  readonly tunnelGroup?: string | null;
}
