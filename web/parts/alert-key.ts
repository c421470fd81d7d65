let taken: (() => void) | undefined;

/** Gives the key that acknowledges to a page, until the returned function is called. */
export function takeAcknowledgeKey(acknowledge: () => void): () => void {
  taken = acknowledge;
  return () => {
    if (taken === acknowledge) taken = undefined;
  };
}

/** Hands the key to the page in front. False where there is nothing to acknowledge. */
export function acknowledgeKey(): boolean {
  taken?.();
  return taken !== undefined;
}
