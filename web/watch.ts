import { createContext } from 'preact';
import { useContext, useEffect, useLayoutEffect, useMemo, useReducer } from 'preact/hooks';
import type { Board } from '../server/domain/board.ts';
import type { TopicName, Topics } from '../server/domain/feed.ts';
import type { Cell } from './cell.ts';
import type { Live } from './live.ts';
import { afterFrame } from './soon.ts';

/** The live feed of this page. */
export const LiveFeed = createContext<Live | undefined>(undefined);

export function useLive(): Live {
  const live = useContext(LiveFeed);
  if (live === undefined) throw new Error('No live feed around this part: wrap it in LiveFeed.Provider');
  return live;
}

/** The value of a cell; the part is drawn again when it changes. */
export function useCell<T>(held: Cell<T>): T {
  const [, again] = useReducer<number, undefined>((times) => times + 1, 0);
  const seen = held.get();
  useLayoutEffect(() => {
    // It may have changed between the drawing and now.
    if (!Object.is(seen, held.get())) again(undefined);
    // What a flush of the feed changes on several boards is drawn once; what a viewer does is drawn at once.
    const redraw = () => again(undefined);
    return held.listen(() => afterFrame(redraw));
    // `seen` is only compared at the time of listening.
  }, [held]);
  return seen;
}

/** The board of a topic, which is kept coming while the part is on the page; `undefined` until it is whole. */
export function useTopic<T extends TopicName>(topic: T): Board<T> | undefined {
  const board = useArriving(topic);
  return board?.missing === 0 ? board : undefined;
}

/** The same as soon as its first rows are here: who shows it must say what is missing. */
export function useArriving<T extends TopicName>(topic: T): Board<T> | undefined {
  const live = useLive();
  useEffect(() => live.watch(topic), [live, topic]);
  return useCell(live.boards.of(topic));
}

/** The rows of a topic. */
export function useRows<T extends TopicName>(topic: T): readonly Topics[T][] | undefined {
  const board = useTopic(topic);
  return useMemo(() => (board === undefined ? undefined : [...board.rows.values()]), [board]);
}

/** The summary's one row. */
export function useSummary(): Topics['summary'] | undefined {
  return useTopic('summary')?.rows.get('summary');
}

/** When the last message came of which we are told; `null`: none yet. Who is bound to sites has no summary, but their head-ends. */
export function useLastMessageAt(): number | null {
  const whole = useSummary()?.lastMessageAt ?? null;
  const devices = useRows('devices') ?? [];
  return whole ?? devices.reduce<number | null>((last, { lastMessageAt: at }) => (at !== null && at > (last ?? 0) ? at : last), null); // prettier-ignore
}

/** The server's time to the second: what shows an age is drawn again each second. */
export function useNow(): number {
  return useCell(useLive().now);
}
