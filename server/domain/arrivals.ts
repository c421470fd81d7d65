import type { AskedSource } from './sources.ts';

/** What came first of one kind, within the span that was looked through. */
export interface FirstArrival {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The address that it came from. */
  readonly from: string;
  readonly text: string;
}

/** What has come of a device that somebody is adding. Each is absent while nothing has. */
export interface Arrivals {
  readonly at: number;
  /** From when on messages and traps were looked through, epoch milliseconds. */
  readonly since: number;
  /** The device that is meant, by its name or else its address. */
  readonly device?: {
    readonly name: string;
    readonly state: 'adopted' | 'pending';
    readonly addresses: readonly string[];
    /** What it calls itself, as a poll told. */
    readonly hostname?: string;
  };
  readonly line?: FirstArrival;
  /** The first message that tells of a login, a session or a failure. */
  readonly understood?: FirstArrival;
  readonly trap?: FirstArrival;
  /** Absent: it is not asked that way. */
  readonly show?: AskedSource;
  readonly snmp?: AskedSource;
}
