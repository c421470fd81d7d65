import { useLocation } from 'preact-iso/router';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MessageRow } from '../../server/domain/feed.ts';
import { copyText } from '../clipboard.ts';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { rowText } from '../words/messages.ts';
import { outcomes } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { iso, when } from '../words/time.ts';
import { Marked } from './marked.tsx';
import { Identity } from './message-list.tsx';
import { takeRowKeys } from './row-keys.ts';
import { useWindowed } from './windowed.ts';

/** Messages one a line, only those in view in the page. `j` and `k` reach one, `Enter` opens it, `y` copies its line, `Esc` leaves it. */
export function MessageRows({ rows, sought, open, reached, reach, away }: MessageRowsProps) {
  const { path, query, route } = useLocation();
  const list = useRef<HTMLOListElement>(null);
  const now = useNow();
  const { first, last, height } = useWindowed(list, rows.length, '', '[data-message]');
  const pathOf = (id: number | undefined) => withQuery(path, query, { open: id === undefined ? '' : String(id) });
  useRowKeys(rows, list.current, height, { open, reached, reach, pathOf, route });
  useAway(list.current, away);
  const minute = Math.floor(now / 60_000);
  const drawn = useMemo(
    () =>
      rows.slice(first, last).map((message, index) => (
        <li
          key={message.id}
          class="hits__row"
          data-message={message.id}
          aria-posinset={first + index + 1}
          aria-setsize={rows.length}
          aria-current={reached === message.id || open === message.id ? true : undefined}
          onClick={({ target }) => {
            const isLink = target instanceof Element && target.closest('a') !== null;
            // Who marks text to copy it does not mean to open it.
            if (isLink || getSelection()?.isCollapsed === false) return;
            reach(message.id);
            route(pathOf(message.id), open !== undefined);
          }}
        >
          <a class="hits__at" href={pathOf(message.id)} title={`${iso(message.at)}: open`}>
            <time dateTime={iso(message.at)}>{when(message.at, now)}</time>
          </a>
          <span class="hits__device" title={message.from}>
            {plain(message.device ?? message.from)}
          </span>
          <Identity message={message} />
          <span class="hits__outcome" title={outcomes[message.outcome].means}>
            {outcomes[message.outcome].name}
          </span>
          <span class="hits__text">
            <Marked text={rowText(message.text, sought)} sought={sought} />
          </span>
        </li>
      )),
    // The day is told of what is not of today: the time need not be looked at each second.
    [rows, first, last, sought, open, reached, minute],
  );
  return (
    <ol class="hits" ref={list} aria-label="Messages">
      <Space height={first * height} />
      {drawn}
      <Space height={(rows.length - last) * height} />
    </ol>
  );
}

interface MessageRowsProps {
  readonly rows: readonly MessageRow[];
  /** What was searched for, to be marked. */
  readonly sought: readonly string[];
  /** The message whose details are open. */
  readonly open: number | undefined;
  /** The one that the keys have reached. */
  readonly reached: number | undefined;
  readonly reach: (id: number | undefined) => void;
  /** Told whether the first rows are scrolled out of view. */
  readonly away: (isAway: boolean) => void;
}

function Space({ height }: { readonly height: number }) {
  return height <= 0 ? null : <li class="hits__space" aria-hidden="true" style={`height:${height}px`} />;
}

function useAway(list: HTMLElement | null, away: (isAway: boolean) => void): void {
  useEffect(() => {
    if (list === null) return undefined;
    const look = () => away(list.getBoundingClientRect().top < 0);
    look();
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, [list, away]);
}

interface Walk extends Pick<MessageRowsProps, 'open' | 'reached' | 'reach'> {
  readonly pathOf: (id: number | undefined) => string;
  readonly route: (path: string, isReplaced?: boolean) => void;
}

function useRowKeys(rows: readonly MessageRow[], list: HTMLElement | null, height: number, walk: Walk): void {
  // A key may come before what the last one did is drawn.
  const state = useRef(walk);
  state.current = walk;
  const at = useRef(walk.reached);
  at.current = walk.reached;
  const [, again] = useState(0);
  useEffect(
    () =>
      takeRowKeys((key) => {
        const { open, reach, pathOf, route } = state.current;
        const to = (id: number | undefined) => {
          at.current = id;
          reach(id);
        };
        const place = rows.findIndex(({ id }) => id === at.current);
        const there = rows[place];
        if (key === 'close') return open === undefined ? to(undefined) : route(pathOf(undefined), true);
        if (key === 'open') return there === undefined ? undefined : route(pathOf(there.id), open !== undefined);
        if (key === 'copy') return there && void copyText(plain(there.text));
        if (key !== 'down' && key !== 'up') return undefined;
        const next = Math.min(rows.length - 1, Math.max(0, place + (key === 'down' ? 1 : place === -1 ? 1 : -1)));
        const row = rows[next];
        if (row === undefined) return undefined;
        to(row.id);
        if (open !== undefined) route(pathOf(row.id), true);
        if (list !== null) keepInView(list.getBoundingClientRect().top + next * height, height);
        again((times) => times + 1);
        return undefined;
      }),
    [rows, list, height],
  );
}

function keepInView(top: number, height: number): void {
  const head = document.querySelector('.frame')?.getBoundingClientRect().bottom ?? 0;
  if (top < head) scrollBy({ top: top - head - height });
  else if (top + 2 * height > innerHeight) scrollBy({ top: top + 2 * height - innerHeight });
}
