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

interface Count extends Omit<SenderTally, 'count' | 'last' | 'sample'> {
  count: number;
  last: number;
  line: string;
}

/** Counts messages that are not understood, in order of arrival. */
export class Tallies {
  readonly #counts = new Map<string, Count>();
  #different = 0;
  #oids = 0;

  /** Counts one; of those that are understood nothing. */
  add({ at, from, messageId, oid, outcome }: Counted, line: string): void {
    if (outcome === 'claim' || outcome === 'noted') return;
    const own = `${messageId} ${oid ?? ''} ${outcome} ${from}`;
    const isFull = this.#different >= MOST_TALLIES || (oid !== undefined && this.#oids >= MOST_OIDS);
    const isOther = isFull && !this.#counts.has(own);
    const key = isOther ? `others ${from}` : own;
    const known = this.#counts.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.last = at;
      known.line = line;
      return;
    }
    if (!isOther) this.#different += 1;
    if (!isOther && oid !== undefined) this.#oids += 1;
    const named = { messageId, ...(oid !== undefined && { oid }), outcome };
    const what = isOther ? ({ messageId: null, outcome: 'others' } as const) : named;
    this.#counts.set(key, { from, ...what, count: 1, first: at, last: at, line });
  }

  /** What was counted. */
  told(): readonly SenderTally[] {
    return [...this.#counts.values()].map(({ line, ...told }) => ({
      ...told,
      sample: beginning(line, LONGEST_SAMPLE),
    }));
  }
}

/** Counts messages, in order of arrival, with the line of each. */
export function tally<T extends Counted>(
  messages: Iterable<T>,
  lineOf: (message: T) => string,
): readonly SenderTally[] {
  const tallies = new Tallies();
  for (const message of messages) tallies.add(message, lineOf(message));
  return tallies.told();
}
