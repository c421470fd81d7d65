/** Runs something when the browser has done what waits, also in a page that is not seen. Returns how it is called off. */
export function soon(run: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    run();
  };
  port2.postMessage(undefined);
  return () => port1.close();
}

/** How long a page that is not seen, and so has no frames, may be behind, in milliseconds. */
const UNSEEN = 250;

/**
 * Runs something just after the next frame, so that what comes in between is drawn once, and by a task of its own: the browser's layout
 * and painting are the next frame's. Where no frames come, it runs a moment later.
 */
export function afterFrame(run: () => void): void {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    soon(run);
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN);
}
