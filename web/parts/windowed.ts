import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { afterFrame, soon } from '../soon.ts';
import { AT_FIRST, AT_ONCE, toward, type Rows } from './slice.ts';

/** Rows drawn beyond the window's edges, so that scrolling shows no white. */
const SPARE = 12;
/** Before a row was measured, in pixels. */
const GUESS = 28;

/** The rows in view, and the height of one in pixels. */
export interface Slice extends Rows {
  readonly height: number;
}

/** What was measured last: the first row that is seen, and of which order. */
interface Measured extends Slice {
  readonly seen: number;
  readonly order: string;
}

/**
 * Which of `total` rows of a table body or list, all as high as the first `row`, lie in the browser's window. Follows scrolling and resizing.
 * Another `order` has other rows in every place: they are drawn some at a time, from the first that is seen on.
 */
export function useWindowed(
  body: RefObject<HTMLElement | null>,
  total: number,
  order = '',
  row = '[data-session]',
): Slice {
  const [measured, setMeasured] = useState<Measured>({ first: 0, last: AT_FIRST, height: GUESS, seen: 0, order });
  const slice = measured.order === order ? measured : begun(measured, order);
  useLayoutEffect(() => {
    let callOff: (() => void) | undefined;
    let isOver = false;
    let shown = slice;
    const draw = () => setMeasured(shown);
    const measure = () => {
      callOff = undefined;
      const table = body.current;
      if (table === null) return;
      const height = table.querySelector(row)?.getBoundingClientRect().height ?? GUESS;
      const above = -table.getBoundingClientRect().top;
      const seen = Math.max(0, Math.floor(above / height));
      const first = Math.max(0, seen - SPARE);
      const last = Math.max(first, Math.ceil((above + innerHeight) / height) + SPARE);
      const next = { ...toward(shown, { first, last }, seen), height, seen, order };
      // One step a frame: what was drawn by this one is laid out before the next.
      if (next.first !== first || next.last !== last) afterFrame(ask);
      if (next.first === shown.first && next.last === shown.last && next.height === shown.height) return;
      shown = next;
      afterFrame(draw);
    };
    const ask = () => {
      // Not in the frame's own task: measuring lays the page out, and the frame has to paint it besides.
      if (!isOver) callOff ??= soon(measure);
    };
    ask();
    addEventListener('scroll', ask, { passive: true });
    addEventListener('resize', ask);
    return () => {
      isOver = true;
      callOff?.();
      removeEventListener('scroll', ask);
      removeEventListener('resize', ask);
    };
  }, [body, total, order, row]);
  const last = Math.min(slice.last, total);
  return { ...slice, first: Math.min(slice.first, Math.max(0, last - 1)), last };
}

function begun({ first, last, height, seen }: Measured, order: string): Measured {
  const from = Math.min(Math.max(first, seen), last);
  return { first: from, last: Math.min(last, from + AT_ONCE), height, seen, order };
}
