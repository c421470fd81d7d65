import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Rows drawn beyond the window's edges, so that scrolling shows no white. */
const SPARE = 12;
/** Before a row was measured, in pixels. */
const GUESS = 28;
/** The first rows to be drawn: what they leave of the window is filled with the next frame, which keeps the first one short. */
const FIRST = 20;

/** The rows in view, `first` to `last` (not drawn itself), and the height of one in pixels. */
export interface Slice {
  readonly first: number;
  readonly last: number;
  readonly height: number;
}

/** Which of `total` rows of a table body or list, all as high as the first `row`, lie in the browser's window. Follows scrolling and resizing. */
export function useWindowed(body: RefObject<HTMLElement | null>, total: number, row = '[data-session]'): Slice {
  const [slice, setSlice] = useState<Slice>({ first: 0, last: FIRST, height: GUESS });
  useLayoutEffect(() => {
    let asked = 0;
    const measure = () => {
      asked = 0;
      const table = body.current;
      if (table === null) return;
      const height = table.querySelector(row)?.getBoundingClientRect().height ?? GUESS;
      const above = -table.getBoundingClientRect().top;
      const first = Math.max(0, Math.floor(above / height) - SPARE);
      const last = Math.max(first, Math.ceil((above + innerHeight) / height) + SPARE);
      setSlice((now) =>
        now.first === first && now.last === last && now.height === height ? now : { first, last, height },
      );
    };
    const soon = () => {
      asked ||= requestAnimationFrame(measure);
    };
    soon();
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, [body, total, row]);
  const last = Math.min(slice.last, total);
  return { ...slice, first: Math.min(slice.first, Math.max(0, last - 1)), last };
}
