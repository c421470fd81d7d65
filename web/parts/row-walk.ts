import { useLocation } from 'preact-iso/router';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { takeRowKeys } from './row-keys.ts';

/** The row that `j` and `k` have reached in a table whose rows are all on the page, kept in view; `Enter` opens it. */
export function useRowWalk(
  rows: readonly { readonly id: number }[],
  body: RefObject<HTMLElement | null>,
  pathOf: (id: number) => string,
): number | undefined {
  const { route } = useLocation();
  // A key may come before the row that the last one reached is drawn.
  const reached = useRef<number | undefined>(undefined);
  const [selected, select] = useState<number>();
  useEffect(() => {
    const reach = (id: number | undefined) => {
      reached.current = id;
      select(id);
    };
    return takeRowKeys((key) => {
      if (key === 'close') return reach(undefined);
      if (key === 'open') return reached.current === undefined ? undefined : route(pathOf(reached.current));
      if (key !== 'down' && key !== 'up') return undefined;
      const at = rows.findIndex(({ id }) => id === reached.current);
      const next = Math.min(rows.length - 1, Math.max(0, at + (key === 'down' ? 1 : at === -1 ? 1 : -1)));
      reach(rows[next]?.id);
      body.current?.children[next]?.scrollIntoView({ block: 'nearest' });
      return undefined;
    });
  }, [rows, body, pathOf, route]);
  return selected;
}
