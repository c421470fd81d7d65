import { useRef } from 'preact/hooks';
import { useCell, useLive, useNow } from './watch.ts';

/** How often what is not in the live feed is asked for anew, in milliseconds. */
export const EVERY = 10_000;

/** A text that changes when it is time to ask anew: every 10 s, and when a lost server is back. Pause stops it, and so does `still`. */
export function useBeat(still = false): string {
  const { phase } = useCell(useLive().pulse);
  const beat = `${Math.floor(useNow() / EVERY)} ${phase}`;
  const held = useRef(beat);
  if (!still) held.current = beat;
  return held.current;
}
