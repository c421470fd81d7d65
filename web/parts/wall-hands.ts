import { useEffect, useRef, useState } from 'preact/hooks';
import type { Screen } from '../words/wall-type.ts';

/** How long after the last movement the cursor and the tools are hidden, in milliseconds. */
const IDLE = 5_000;

/** Whether somebody is at the wall: a mouse was moved, a key pressed or the screen touched a moment ago. */
export function useAttended(): boolean {
  const [attended, setAttended] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const moved = () => {
      setAttended(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setAttended(false), IDLE);
    };
    const signs = ['mousemove', 'keydown', 'touchstart'] as const;
    for (const sign of signs) addEventListener(sign, moved);
    return () => {
      clearTimeout(timer.current);
      for (const sign of signs) removeEventListener(sign, moved);
    };
  }, []);
  return attended;
}

/** Keeps the screen awake while the wall is shown; false where the browser does not let us. */
export function useWakeLock(): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const left = new AbortController();
    const isOver = () => left.signal.aborted;
    let lock: WakeLockSentinel | undefined;
    const take = async () => {
      // The browser lets go of it whenever the page is hidden.
      if (isOver() || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      try {
        lock = await navigator.wakeLock.request('screen');
        if (isOver()) return void lock.release();
        setHeld(true);
        lock.addEventListener('release', () => setHeld(false), { once: true });
      } catch (error) {
        setHeld(false);
        console.warn('The browser does not keep the screen awake.', error);
      }
    };
    const seen = () => void take();
    document.addEventListener('visibilitychange', seen);
    void take();
    return () => {
      left.abort();
      document.removeEventListener('visibilitychange', seen);
      void lock?.release();
    };
  }, []);
  return held;
}

/** The window, and the screen that it fills: where the page is zoomed out the window has more CSS pixels than the screen tells. */
export function useSizes(): { readonly inner: Screen; readonly screen: Screen } {
  const read = () => ({
    inner: { width: innerWidth, height: innerHeight },
    screen: { width: Math.max(screen.width, innerWidth), height: Math.max(screen.height, innerHeight) },
  });
  const [sizes, setSizes] = useState(read);
  useEffect(() => {
    const changed = () => setSizes(read());
    addEventListener('resize', changed);
    return () => removeEventListener('resize', changed);
  }, []);
  return sizes;
}
