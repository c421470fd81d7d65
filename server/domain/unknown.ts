import { beginning } from './beginning.ts';
import type { Outcome } from './feed.ts';

/** Why messages are not understood; `others` counts what there was no room for by ID. */
export type UnknownOutcome = Exclude<Outcome, 'claim' | 'noted'> | 'others';

/** How often something came that is not understood. */
export interface Tally {
  /** The six digits; `null` for `foreign` and `others`, and for traps. */
  readonly messageId: number | null;
  /** Of traps: their snmpTrapOID. */
  readonly oid?: string;
  readonly outcome: UnknownOutcome;
  readonly count: number;
  /** The line that came last, as it is stored, but at most `LONGEST_SAMPLE` characters of it. */
  readonly sample: string;
  /** Arrival of the first and the last one, epoch milliseconds. */
  readonly first: number;
  readonly last: number;
}

/** The tally of one sender, by its address. */
export interface SenderTally extends Tally {
  readonly from: string;
}

/** The tally of one device, by its id. */
export interface DeviceTally extends Tally {
  readonly device: number;
}

/** How many characters of a line are kept as a sample. */
export const LONGEST_SAMPLE = 1000;
/** How many tallies there are at once, those of `others` not counted: a sender chooses its message IDs. */
export const MOST_TALLIES = 1000;
/** How many of them are by OID: of traps a sender chooses from more of them, and message IDs shall have room beside them. */
export const MOST_OIDS = 200;

/** What is counted of a message. */
export interface Counted {
  readonly at: number;
  readonly from: string;
  readonly messageId: number | null;
  readonly oid?: string | undefined;
  readonly outcome: Outcome;
}

interface Count<T> extends Pick<Tally, 'messageId' | 'oid' | 'outcome'> {
  readonly from: string;
  count: number;
  readonly first: T;
  last: T;
}

/** Counts the messages that are not understood, in order of arrival; `lineOf` is asked for samples only. */
export function tally<T extends Counted>(
  messages: Iterable<T>,
  lineOf: (message: T) => string,
): readonly SenderTally[] {
  const counts = new Map<string, Count<T>>();
  let different = 0;
  let oids = 0;
  for (const message of messages) {
    if (message.outcome === 'claim' || message.outcome === 'noted') continue;
    const { from, messageId, oid, outcome } = message;
    const own = `${messageId} ${oid ?? ''} ${outcome} ${from}`;
    const full = (different >= MOST_TALLIES || (oid !== undefined && oids >= MOST_OIDS)) && !counts.has(own);
    const key = full ? `others ${from}` : own;
    const known = counts.get(key);
    if (known === undefined) {
      if (!full) different += 1;
      if (!full && oid !== undefined) oids += 1;
      const named = { messageId, ...(oid !== undefined && { oid }), outcome };
      const what = full ? ({ messageId: null, outcome: 'others' } as const) : named;
      counts.set(key, { from, ...what, count: 1, first: message, last: message });
    } else {
      known.count += 1;
      known.last = message;
    }
  }
  return [...counts.values()].map(({ first, last, ...told }) => ({
    ...told,
    sample: beginning(lineOf(last), LONGEST_SAMPLE),
    first: first.at,
    last: last.at,
  }));
}
