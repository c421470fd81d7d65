/** Rows that were fetched page by page, newest first, and the cursor of the page after them. */
export interface Fetched<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
}

/** The rows after their first page was fetched anew. Where it no longer reaches what is held, it stands alone: no gap is shown as none. */
export function renew<T extends { readonly id: number }>(held: Fetched<T>, first: Fetched<T>): Fetched<T> {
  const last = first.rows.at(-1);
  const at = first.next === null ? -1 : held.rows.findIndex(({ id }) => id === last?.id);
  if (at === -1) return first;
  return {
    rows: [...first.rows, ...held.rows.slice(at + 1)],
    next: at + 1 === held.rows.length ? first.next : held.next,
  };
}
