import { toldIn, type Meter } from './meter.ts';
import type { Session } from './session.ts';

/** What a session had counted at a poll. Tx goes to the client (the ASA encrypts), Rx comes from it. */
export interface SessionCount {
  readonly session: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly bytesTx: number;
  readonly bytesRx: number;
  /** 1: its counters began anew since the count before. */
  readonly anew?: number;
}

/** Two counts that are kept are at least so far apart, in seconds: a 120th of the age of the session, but no more than 5 minutes. */
export function spacing(ageSeconds: number): number {
  return Math.min(300, Math.max(30, ageSeconds / 120));
}

/** How far two counts may be apart before it is a gap, in milliseconds: what is left out and one poll that failed make none. */
export function gapOf(ageSeconds: number, everySeconds: number): number {
  return (spacing(ageSeconds) + 2 * Math.max(LISTED_EVERY, everySeconds)) * 1000;
}

/** How often sessions are listed in brief, and in detail with their tunnels and SAs, in seconds: a device may be slower, never faster. */
export const LISTED_EVERY = 60;
export const DETAILED_EVERY = 300;

/** The count that is worth keeping after a poll, if it is; `keptAt` is when the last one was, `ageSeconds` how old the session is. */
export function countWorthKeeping(
  before: Meter | undefined,
  after: Meter,
  keptAt: number | undefined,
  ageSeconds: number,
): SessionCount | undefined {
  const [tx, rx] = [toldIn(after.latest, 'bytesTx'), toldIn(after.latest, 'bytesRx')];
  if (tx === undefined || rx === undefined || after === before) return undefined;
  const at = Math.min(tx.at, rx.at);
  const anew = before?.latest.bytesTx !== undefined && after.previous?.bytesTx === undefined;
  const tooSoon = keptAt !== undefined && at - keptAt < spacing(ageSeconds) * 1000;
  if (keptAt !== undefined && at <= keptAt) return undefined;
  if (tooSoon && !anew) return undefined;
  return { session: after.session, at, bytesTx: tx.value, bytesRx: rx.value, ...(anew && { anew: 1 }) };
}

/** The counts of a session up to what is known last: that of the last poll, and of its closing record, are none that are left out. */
export function countsUntilNow(
  counts: readonly SessionCount[],
  { id: session, state, end, bytesTx, bytesRx, from }: Session,
  meter: Meter | undefined,
): readonly SessionCount[] {
  const all = [...counts];
  const add = (count: SessionCount): void => {
    if (count.at > (all.at(-1)?.at ?? -Infinity)) all.push(count);
  };
  const [tx, rx] = [meter && toldIn(meter.latest, 'bytesTx'), meter && toldIn(meter.latest, 'bytesRx')];
  if (tx !== undefined && rx !== undefined)
    add({ session, at: Math.min(tx.at, rx.at), bytesTx: tx.value, bytesRx: rx.value });
  const isClosed = state === 'ended' && from.bytes !== undefined && from.bytes.source !== 'poll';
  if (isClosed && end !== undefined && bytesTx !== undefined && bytesRx !== undefined)
    add({ session, at: end, bytesTx, bytesRx });
  return all;
}
