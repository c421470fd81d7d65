import type { MessageRow } from '../server/domain/feed.ts';

/** An answer of `/api/messages`. */
export interface MessageAnswer {
  readonly messages: readonly MessageRow[];
  readonly next: string | null;
  readonly newest: string;
  readonly looked?: { readonly lines: number; readonly back: number | null; readonly skipped: number };
}

/** What a search has found so far, newest first. */
export interface Found {
  readonly rows: readonly MessageRow[];
  /** Where it goes on; `null` where there is nothing older. */
  readonly next: string | null;
  /** What came after this has not been asked for. */
  readonly newest: string;
  /** Lines that were looked at; `undefined` where an index found the messages. */
  readonly lines: number | undefined;
  /** When the oldest of them was received, epoch milliseconds. */
  readonly back: number | undefined;
  /** Messages like that which came since the search began. */
  readonly came: number;
  /** Messages like that which are known, newer than `next`, and not among the rows: too many came. */
  readonly left: number;
}

/** Rows that are kept while new ones come in, unless somebody has fetched more. */
export const KEPT = 500;

/** What the first answer has found. */
export function begun({ messages, next, newest, looked }: MessageAnswer): Found {
  return { rows: messages, next, newest, lines: looked?.lines, back: looked?.back ?? undefined, came: 0, left: 0 };
}

/** The same with the answer that went on from `next`. */
export function wentOn(found: Found, { messages, next, looked }: MessageAnswer): Found {
  return {
    ...found,
    rows: [...found.rows, ...messages],
    next,
    lines: looked === undefined ? found.lines : (found.lines ?? 0) + looked.lines,
    back: looked?.back ?? found.back,
    // They were the newest of those that are older than the rows.
    left: Math.max(0, found.left - messages.length),
  };
}

/** The same with what came since. Where that does not reach what was found before, it stands alone: no gap is shown as none. */
export function cameSince(found: Found, { messages, next, newest, looked }: MessageAnswer): Found {
  const isGap = next !== null;
  const all = isGap ? messages : [...messages, ...found.rows];
  const rows = all.slice(0, Math.max(KEPT, found.rows.length));
  const last = rows.at(-1);
  const isCut = rows.length < all.length && last !== undefined;
  const skipped = looked?.skipped ?? 0;
  return {
    rows,
    next: isCut ? String(last.id) : isGap ? next : found.next,
    newest,
    lines: found.lines === undefined ? undefined : found.lines + (looked?.lines ?? 0),
    back: found.back ?? looked?.back ?? undefined,
    came: found.came + messages.length + skipped,
    left: found.left + skipped + (all.length - rows.length) + (isGap ? found.rows.length : 0),
  };
}

/** The rows while they are held: those of then, and what was fetched behind them since. */
export function holdRows(then: readonly MessageRow[], rows: readonly MessageRow[]): readonly MessageRow[] {
  const last = then.at(-1);
  const older = last === undefined ? [] : rows.filter(({ id }) => id < last.id);
  return older.length === 0 ? then : [...then, ...older];
}
