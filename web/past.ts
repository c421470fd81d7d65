import type { EarlierTold } from '../server/domain/user-told.ts';

/** What a user had and tried, as far as it was fetched. */
export type Past = EarlierTold;

/** Two pages put together; what is in both counts as the first one tells it. */
export function joined(latest: Past, earlier: Past): Past {
  return {
    sessions: together(latest.sessions, earlier.sessions),
    attempts: together(latest.attempts, earlier.attempts),
    next: earlier.next,
  };
}

function together<T extends { readonly id: number }>(first: readonly T[], second: readonly T[]): readonly T[] {
  const here = new Set(first.map(({ id }) => id));
  return [...first, ...second.filter(({ id }) => !here.has(id))];
}

/**
 * Since when nothing is missing, epoch milliseconds: where there are earlier sessions or tries that were not fetched, since the start of the
 * earliest one that was. `undefined`: nothing is.
 */
export function wholeSince({ sessions, attempts, next }: Past): number | undefined {
  const starts = [
    // Active ones are told apart from their page: they may be the earliest of all.
    ...(next.sessions === null ? [] : [earliest(sessions.filter(({ state }) => state === 'ended'))]),
    ...(next.attempts === null ? [] : [earliest(attempts)]),
  ].filter(Number.isFinite);
  return starts.length === 0 ? undefined : Math.max(...starts);
}

function earliest(rows: readonly { readonly start: number }[]): number {
  return Math.min(...rows.map(({ start }) => start));
}
