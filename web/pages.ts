import { useEffect, useRef, useState } from 'preact/hooks';
import type { AlertRow } from '../server/domain/alert/row.ts';
import type { AttemptRow, MessageRow, SessionRow, VerdictRow } from '../server/domain/feed.ts';
import { ask } from './answer.ts';
import { useRefresh } from './refresh.ts';
import { renew } from './renew.ts';

/** What the API gives page by page. */
interface Listed {
  alerts: AlertRow;
  attempts: AttemptRow;
  sessions: SessionRow;
  messages: MessageRow;
  verdicts: VerdictRow;
}

type Page<K extends keyof Listed> = Readonly<Record<K, readonly Listed[K][]>> & { readonly next: string | null };

/** The pages that were fetched so far. */
export interface Pages<T> {
  readonly rows: readonly T[];
  readonly busy: boolean;
  /** Why the last page could not be had. */
  readonly why?: string;
  /** Fetches the next page; absent when there is none. */
  readonly more?: () => void;
}

interface Held<T> {
  readonly search: string | undefined;
  readonly rows: readonly T[];
  readonly next: string | null;
  readonly busy: boolean;
  readonly why?: string;
}

/** A search that is still being typed is not asked for yet, in milliseconds. */
const SETTLED = 200;

/** What a search finds on the server, page by page; the first page is fetched anew when `again` changes, and at a refresh. No search, no rows. */
export function usePages<K extends keyof Listed>(
  kind: K,
  search: string | undefined,
  again?: string,
): Pages<Listed[K]> {
  const [held, setHeld] = useState<Held<Listed[K]>>({ search: undefined, rows: [], next: null, busy: false });
  const refreshed = useRefresh();
  const leave = useRef(new AbortController());

  const fetchPage = async (before: readonly Listed[K][], cursor: string | null) => {
    if (search === undefined) return;
    const { signal } = leave.current;
    setHeld({ search, rows: before, next: null, busy: true });
    const answer = await ask<Page<K>>(
      `/api/${kind}?${search}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      signal,
    );
    if (signal.aborted) return;
    if (answer.state === 'here') {
      const found: readonly Listed[K][] = answer.value[kind];
      setHeld({ search, rows: [...before, ...found], next: answer.value.next, busy: false });
    } else
      setHeld({ search, rows: before, next: cursor, busy: false, why: answer.state === 'failed' ? answer.why : '' });
  };

  useEffect(() => {
    leave.current = new AbortController();
    const wait = setTimeout(() => void fetchPage([], null), SETTLED);
    return () => {
      clearTimeout(wait);
      leave.current.abort();
    };
    // Asked anew when the search changes, not when this function is made anew.
  }, [kind, search]);

  useEffect(() => {
    if (search === undefined || held.search !== search || held.busy) return;
    const { signal } = leave.current;
    void ask<Page<K>>(`/api/${kind}?${search}`, signal).then((answer) => {
      if (signal.aborted) return;
      setHeld((before) => {
        // What is being fetched meanwhile comes first.
        if (before.search !== search || before.busy) return before;
        if (answer.state !== 'here') return { ...before, why: answer.state === 'failed' ? answer.why : '' };
        const first: readonly Listed[K][] = answer.value[kind];
        return { search, ...renew(before, { rows: first, next: answer.value.next }), busy: false };
      });
    });
    // Asked anew when it is time to, not when a page has come.
  }, [again, refreshed]);

  // Rows of the search before are not rows of this one.
  if (held.search !== search) return { rows: [], busy: search !== undefined };
  const { rows, next, busy, why } = held;
  return {
    rows,
    busy,
    ...(why === undefined ? {} : { why }),
    ...(next === null ? {} : { more: () => void fetchPage(rows, next) }),
  };
}

/** The query of an API path without its empty values. */
export function searchOf(values: Readonly<Record<string, string>>): string {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
}
