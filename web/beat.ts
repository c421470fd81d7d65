import { useRef } from 'preact/hooks';
import { useCell, useLastMessageAt, useLive, useNow, useTopic } from './watch.ts';

/** How often what is not in the live feed is asked for anew, in milliseconds. */
export const EVERY = 10_000;

/** How often at most the logins are asked for anew, in milliseconds: under a spray they change all the time. */
const LOGINS_EVERY = 2_000;

/** How often at most what came since is asked for, in milliseconds. */
const MESSAGES_EVERY = 1_000;

/** A text that changes when logins have changed, and when a lost server is back. Pause stops it, and so does `still`. */
export function useLoginsBeat(still = false): string {
  return useChange(useTopic('logins')?.rows.get('logins')?.at ?? 0, LOGINS_EVERY, still);
}

/** The same for messages that came in. */
export function useMessagesBeat(): string {
  return useChange(useLastMessageAt() ?? 0, MESSAGES_EVERY, false);
}

function useChange(changedAt: number, every: number, still: boolean): string {
  const { phase } = useCell(useLive().pulse);
  const now = useNow();
  const beat = `${changedAt} ${phase}`;
  const held = useRef({ beat, at: now });
  if (!still && beat !== held.current.beat && now - held.current.at >= every) held.current = { beat, at: now };
  return held.current.beat;
}

/** A text that changes when it is time to ask anew: every 10 s, and when a lost server is back. Pause stops it, and so does `still`. */
export function useBeat(still = false): string {
  const { phase } = useCell(useLive().pulse);
  const beat = `${Math.floor(useNow() / EVERY)} ${phase}`;
  const held = useRef(beat);
  if (!still) held.current = beat;
  return held.current;
}
