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
/** What is longer on its way to the screen than this is slow; the page then rests from drawing as long again, but no longer than that. */
const QUICK = 50;
const LONGEST_REST = 200;

let restUntil = 0;
let isTimed = false;

/**
 * Runs something that draws just after the next frame, so that what comes in between is drawn once, and by a task of its own: the browser's
 * layout and painting are the next frame's. Where no frames come, it runs a moment later. A slow browser rests in between: drawing without
 * end it would never come to take in what the server sends.
 */
export function afterFrame(run: () => void): void {
  const rest = restUntil - performance.now();
  if (rest > 0) {
    setTimeout(() => afterFrame(run), rest);
    return;
  }
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    soon(() => {
      time();
      run();
    });
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN);
}

/** Takes the time from now until the next frame is painted, one at a time: a page that is not seen has none for hours. */
function time(): void {
  if (isTimed) return;
  isTimed = true;
  const begun = performance.now();
  requestAnimationFrame(() =>
    soon(() => {
      isTimed = false;
      const now = performance.now();
      restUntil = now - begun > QUICK ? now + Math.min(now - begun, LONGEST_REST) : 0;
    }),
  );
}
