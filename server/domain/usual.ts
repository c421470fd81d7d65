import type { Cause } from './cause.ts';

/** What is usual at this time of day, and what just now is not. */
export interface Usual {
  /** Active sessions at this time a week ago; `null` where nobody watched then. */
  readonly sessionsLastWeek: number | null;
  /** Failed logins of these 15 minutes of the day: the median of those of the last seven days that were watched; `null` of none. */
  readonly failed: { readonly usual: number | null; readonly days: number };
  /** Of the last 15 minutes: how many addresses tried five names or more in vain, and how many one of them tried at most. */
  readonly sprays: { readonly sources: number; readonly names: number };
  /** Why logins failed in the last 15 minutes, the most frequent first. */
  readonly causes: readonly { readonly cause: Cause; readonly failed: number }[];
}

/** The rhythm in which a device is polled, as far as that tells how old its figures may be. */
export interface PollRhythm {
  readonly device: string;
  readonly by: 'show' | 'snmp';
  /** Seconds between two polls; `null` where it is not polled any more. */
  readonly everySeconds: number | null;
  /** End of the last poll, epoch milliseconds, and whether all of it was told. */
  readonly at: number;
  readonly whole: boolean;
}

/** How many sessions the head-ends take together, and how many of them have told it. */
export interface SessionLimit {
  /** `null` while not all of them have. */
  readonly limit: number | null;
  readonly told: number;
  readonly of: number;
}
