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

const waiting = new Set<() => void>();

/**
 * Runs it just after the next frame, once however often it was asked for meanwhile, and by a task of its own; the page is laid out in
 * another, and the next frame has only to paint it. Where no frames come, it runs a moment later.
 */
export function afterFrame(run: () => void): void {
  waiting.add(run);
  if (waiting.size > 1) return;
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    soon(() => {
      const due = [...waiting];
      waiting.clear();
      for (const one of due) one();
    });
    soon(layOut);
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, UNSEEN);
}

function layOut(): void {
  // Asking how high the page is has it laid out.
  if (document.visibilityState === 'visible') document.body.getBoundingClientRect();
}
