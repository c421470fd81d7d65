import { useEffect, useRef, useState } from 'preact/hooks';
import { ask } from './answer.ts';
import { begun, cameSince, wentOn, type Found, type MessageAnswer } from './message-search.ts';
import { useRefresh } from './refresh.ts';

/** Rows that a search looks for before it waits to be told to go on. */
const PAGE = 200;
/** Rows of what came since that are asked for at once. */
const NEW = 500;
/** A search that is still being typed is not asked for yet, in milliseconds. */
const SETTLED = 200;

/** A search of the stored messages. */
export interface MessageTail {
  /** `undefined` before the first answer. */
  readonly found: Found | undefined;
  readonly busy: boolean;
  readonly stopped: boolean;
  /** Why an answer could not be had. */
  readonly why: string | undefined;
  /** Goes on to the next rows; absent while it does, and where there is nothing older. */
  readonly more: (() => void) | undefined;
  readonly stop: () => void;
}

interface Held {
  readonly search: string;
  readonly found?: Found;
  readonly busy: boolean;
  readonly stopped?: true;
  readonly why?: string;
}

/**
 * Searches, and goes on by itself until a page is full, everything was looked at, or somebody stops it. What came since is asked for when
 * `again` changes, and at a refresh; without `again`, never.
 */
export function useMessageTail(search: string, again: string | undefined): MessageTail {
  const [held, setHeld] = useState<Held>({ search, busy: true });
  const refreshed = useRefresh();
  const leave = useRef(new AbortController());

  const run = async (before: Found | undefined) => {
    leave.current.abort();
    leave.current = new AbortController();
    const { signal } = leave.current;
    const wanted = (before?.rows.length ?? 0) + PAGE;
    let found = before;
    do {
      setHeld({ search, busy: true, ...(found && { found }) });
      const cursor = found === undefined ? '' : `&cursor=${encodeURIComponent(found.next ?? '')}`;
      const answer = await ask<MessageAnswer>(`/api/messages?${withLimit(search, PAGE)}${cursor}`, signal);
      if (signal.aborted) return;
      if (answer.state !== 'here') {
        setHeld({ search, busy: false, ...(found && { found }), why: answer.state === 'failed' ? answer.why : '' });
        return;
      }
      found = found === undefined ? begun(answer.value) : wentOn(found, answer.value);
    } while (found.next !== null && found.rows.length < wanted);
    setHeld({ search, busy: false, found });
  };

  useEffect(() => {
    setHeld({ search, busy: true });
    const wait = setTimeout(() => void run(undefined), SETTLED);
    return () => {
      clearTimeout(wait);
      leave.current.abort();
    };
    // Asked anew when the search changes, not when this function is made anew.
  }, [search]);

  useEffect(() => {
    if (again === undefined || held.search !== search || held.busy || held.found === undefined) return;
    const { signal } = leave.current;
    void ask<MessageAnswer>(`/api/messages?${withLimit(search, NEW)}&after=${held.found.newest}`, signal).then(
      (answer) => {
        if (signal.aborted) return;
        setHeld((now) => {
          // What is being fetched meanwhile comes first; what came is asked for again.
          if (now.search !== search || now.busy || now.found !== held.found || now.found === undefined) return now;
          if (answer.state !== 'here') return { ...now, why: answer.state === 'failed' ? answer.why : '' };
          const found = cameSince(now.found, answer.value);
          return { search, busy: false, found, ...(now.stopped && { stopped: true }) };
        });
      },
    );
    // Asked when it is time to, not when rows have come.
  }, [again, refreshed]);

  const isMine = held.search === search;
  const found = isMine ? held.found : undefined;
  const busy = !isMine || held.busy;
  return {
    found,
    busy,
    stopped: isMine && held.stopped === true,
    why: isMine ? held.why : undefined,
    more: busy || found?.next === null ? undefined : () => void run(found),
    stop: () => {
      leave.current.abort();
      leave.current = new AbortController();
      setHeld((now) => ({ ...now, busy: false, stopped: true }));
    },
  };
}

function withLimit(search: string, limit: number): string {
  return search === '' ? `limit=${limit}` : `${search}&limit=${limit}`;
}
