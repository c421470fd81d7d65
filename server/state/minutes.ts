import type { SessionEvent } from '../domain/event.ts';
import type { MinuteRow } from '../domain/feed.ts';
import type { Session } from '../domain/session.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What happened in each minute of the last day. A minute in which nothing changed has no row: the one before holds on. */
export class Minutes {
  readonly #rows = new Map<number, MinuteRow>();
  /** None is older. */
  #oldest = Infinity;

  restore(rows: Iterable<MinuteRow>): void {
    for (const row of rows) this.#put(row);
  }

  /** Takes in what a session event changed; `active` is the number of sessions after it. Returns the minute's row. */
  take(before: Session | undefined, after: Session, event: SessionEvent, active: number): MinuteRow {
    const minute = Math.floor(event.at / MINUTE) * MINUTE;
    const row = this.#rows.get(minute) ?? { minute, active, opened: 0, ended: 0, bytesTx: 0, bytesRx: 0 };
    const next: MinuteRow = {
      minute,
      active,
      opened: row.opened + (before === undefined ? 1 : 0),
      // An end may turn out to be none.
      ended: row.ended + endedOf(after) - endedOf(before),
      bytesTx: row.bytesTx + (after.bytesTx ?? 0) - (before?.bytesTx ?? 0),
      bytesRx: row.bytesRx + (after.bytesRx ?? 0) - (before?.bytesRx ?? 0),
    };
    this.#put(next);
    return next;
  }

  /** Forgets what is older than a day and returns the keys of what it forgot. */
  forget(now: number): readonly number[] {
    // It is asked each second: of an archive that is imported a hundred thousand times a day.
    if (this.#oldest >= now - DAY) return [];
    const old = [...this.#rows.keys()].filter((minute) => minute < now - DAY);
    for (const minute of old) this.#rows.delete(minute);
    this.#oldest = Math.min(...this.#rows.keys());
    return old;
  }

  rows(): Iterable<MinuteRow> {
    return this.#rows.values();
  }

  /** Bytes of the sessions that ended within the last day, and how many those are. */
  bytes(): { readonly tx: number; readonly rx: number; readonly sessions: number } {
    let [tx, rx, sessions] = [0, 0, 0];
    for (const row of this.#rows.values()) {
      tx += row.bytesTx;
      rx += row.bytesRx;
      sessions += row.ended;
    }
    return { tx, rx, sessions };
  }

  #put(row: MinuteRow): void {
    this.#rows.set(row.minute, row);
    this.#oldest = Math.min(this.#oldest, row.minute);
  }
}

function endedOf(session: Session | undefined): number {
  return session?.state === 'ended' ? 1 : 0;
}
