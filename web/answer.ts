import { useEffect, useState } from 'preact/hooks';
import { askMe, me, POST_HEADER } from './me.ts';
import { useRefresh } from './refresh.ts';

/** An answer of the API, or why there is none. */
export type Answer<T> =
  | { readonly state: 'asking'; readonly value?: T }
  | { readonly state: 'here'; readonly value: T }
  | { readonly state: 'failed'; readonly why: string; readonly status: number | null; readonly value?: T };

const WITHIN = 10_000;
const ACCEPT = { accept: 'application/json' };

/** Asks the API once. A refusal or a lost server is an answer, not an exception. */
export function ask<T>(path: string, signal: AbortSignal): Promise<Answer<T>> {
  return answerOf(path, { headers: ACCEPT, signal: AbortSignal.any([signal, AbortSignal.timeout(WITHIN)]) });
}

/** Tells the API to do something, once; `within`: how long that may take, in milliseconds. */
export function post<T>(path: string, body: unknown, within = WITHIN): Promise<Answer<T>> {
  const headers = { ...ACCEPT, 'content-type': 'application/json', [POST_HEADER]: me.get()?.post ?? '' };
  const how = { method: 'POST', body: JSON.stringify(body), headers, signal: AbortSignal.timeout(within) };
  return answerOf(path, how, within);
}

async function answerOf<T>(path: string, how: RequestInit, within = WITHIN): Promise<Answer<T>> {
  try {
    const response = await fetch(path, how);
    const body: unknown = await response.json();
    // Not let in any more, or by another cookie or role than this page knows of.
    if (response.status === 401 || response.status === 403) void askMe();
    if (!response.ok)
      return {
        state: 'failed',
        why: reason(body) ?? `the server answered ${response.status}`,
        status: response.status,
      };
    // The border: the routes' schemas hold the server to the types of server/domain/feed.ts.
    return { state: 'here', value: body as T };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return {
      state: 'failed',
      why: late ? `no answer within ${within / 1000} s` : 'the server cannot be reached',
      status: null,
    };
  }
}

function reason(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  return typeof body.error === 'string' ? body.error : undefined;
}

/** The API's answer to a path, asked again when the path or `again` changes, or at a refresh; the last value stays meanwhile. No path, no question. */
export function useAnswer<T>(path: string | undefined, again?: unknown): Answer<T> {
  const [held, setHeld] = useState<{ readonly path: string | undefined; readonly answer: Answer<T> }>({
    path,
    answer: { state: 'asking' },
  });
  const refreshed = useRefresh();
  useEffect(() => {
    if (path === undefined) return undefined;
    const leave = new AbortController();
    void ask<T>(path, leave.signal).then((answer) => {
      if (leave.signal.aborted) return;
      setHeld((before) => ({
        path,
        answer: answer.state === 'failed' && before.path === path ? keep(answer, before.answer) : answer,
      }));
    });
    return () => leave.abort();
  }, [path, again, refreshed]);
  return held.path === path ? held.answer : { state: 'asking' };
}

function keep<T>(failed: Extract<Answer<T>, { state: 'failed' }>, before: Answer<T>): Answer<T> {
  return before.value === undefined ? failed : { ...failed, value: before.value };
}
