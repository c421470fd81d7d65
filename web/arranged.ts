import { useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import type { SessionRow } from '../server/domain/feed.ts';
import type { Sharded } from '../server/domain/sharded.ts';
import { follow, hold, place, unarranged, type Arranged, type Filter, type Shown, type Sort } from './rows.ts';
import { afterFrame, soon } from './soon.ts';

/** How long rows may look for their places at a time, in milliseconds, and how many do before the clock is looked at. */
const AT_A_TIME = 4;
const STEP = 150;
/** How often all rows look for their place anew, in milliseconds: where they are sorted by duration, or slide out of a span. */
const SETTLED = 10_000;

/** The table's sessions in an order. */
export interface Order {
  /** The filter and the sort that it is of, in a text. */
  readonly asked: string;
  readonly rows: readonly SessionRow[];
  /** Whether it is the one that is asked for now, with all rows in their places. */
  readonly isWhole: boolean;
}

/** The table's sessions in their order; `asked` is the filter and the sort in a text. A new order is shown when it is whole. */
export function useArranged(known: Sharded<SessionRow>, filter: Filter, sort: Sort, asked: string, now: number): Order {
  const [, again] = useReducer<number, undefined>((times) => times + 1, 0);
  const moves = sort.key === 'duration' || filter.span.from !== undefined || Object.keys(filter.where).length > 0;
  const due = moves ? Math.floor(now / SETTLED) : 0;
  const made = useRef<Made>(undefined);
  const whole = useRef<Order>(undefined);
  const settle = (arranged: Arranged) => {
    let settled = arranged;
    for (const until = performance.now() + AT_A_TIME; settled.waiting.length > 0;) {
      settled = place(settled, filter, sort, now, STEP);
      if (performance.now() >= until) break;
    }
    made.current = { arranged: settled, asked, due, names: filter.names };
    return settled;
  };
  const last = made.current;
  const isSame = last?.asked === asked && last.due === due && last.names === filter.names;
  const arranged = settle(isSame ? follow(last.arranged, known) : unarranged(known));
  const isWhole = arranged.waiting.length === 0;
  if (isWhole && whole.current?.rows !== arranged.rows) whole.current = { asked, rows: arranged.rows, isWhole };
  useLayoutEffect(() => {
    if (isWhole) return undefined;
    const step = () => {
      const { waiting } = settle(made.current?.arranged ?? arranged);
      if (waiting.length > 0) callOff = soon(step);
      else afterFrame(draw);
    };
    let isOver = false;
    // A new order draws every row: laid out apart, as all that is drawn after a frame.
    const draw = () => isOver || again(undefined);
    let callOff = soon(step);
    return () => {
      isOver = true;
      callOff();
    };
  });
  return isWhole && whole.current !== undefined
    ? whole.current
    : { ...(whole.current ?? { asked, rows: arranged.rows }), isWhole: false };
}

/** An order on its way, and what it is of. */
interface Made {
  readonly arranged: Arranged;
  readonly asked: string;
  readonly due: number;
  readonly names: Filter['names'];
}

const none: ReadonlySet<number> = new Set();

/** The table's rows: as they are, or while they are `held` as they were when that began. `release` lets those that wait in. */
export function useHeld(
  { rows, asked }: Order,
  known: Sharded<SessionRow>,
  isHeld: boolean,
): Shown & { readonly release: () => void } {
  const held = useRef<{ readonly asked: string; readonly sessions: readonly SessionRow[] }>(undefined);
  const [, again] = useState(0);
  if (!isHeld) held.current = undefined;
  else if (held.current?.asked !== asked) held.current = { asked, sessions: rows };
  const release = () => {
    held.current = { asked, sessions: rows };
    again((times) => times + 1);
  };
  const then = held.current?.sessions;
  const shown = useMemo(
    // Where it has just begun there is nothing to tell apart among thousands of rows.
    () => (then === undefined || then === rows ? { rows, gone: none, fresh: 0 } : hold(then, rows, known)),
    [then, rows, known],
  );
  return { ...shown, release };
}
