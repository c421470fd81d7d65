import { useEffect } from 'preact/hooks';
import { useCell, useLive } from './watch.ts';

/** A server lost for so long (seconds) is asked for the page itself; the page is loaded anew once in so long (milliseconds). */
const LOST_FOR = 120;
const AT_MOST = 10 * 60_000;
const KEY = 'tunnelwatch.watchdog';

/** Loads a page that nobody attends anew when the server answers, but its live feed does not come back. */
export function useWatchdog(): void {
  const { phase, silent } = useCell(useLive().pulse);
  const due = phase !== 'live' && silent >= LOST_FOR && silent % 30 === 0;
  useEffect(() => {
    if (due) void reloadIfServed();
  }, [due, silent]);
}

/** Loads the page anew, unless that was done not long ago or would show nothing but the browser's own error. */
export async function reloadIfServed(): Promise<void> {
  try {
    const last = Number(sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < AT_MOST) return;
    const { ok } = await fetch(location.pathname, { cache: 'no-store', signal: AbortSignal.timeout(5_000) });
    if (!ok) return;
    sessionStorage.setItem(KEY, String(Date.now()));
    location.reload();
  } catch (error) {
    console.warn('The server cannot be reached: the page stays as it is.', error);
  }
}
