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

/** Runs something with the next frame, so that what comes in between is drawn once; where no frames come, a moment later. */
export function withFrame(run: () => void): void {
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN);
}
