let taken = '';

/**
 * Takes what stands behind the "#" of a link that lets in out of the address, before anything else is done: there it would stay in the
 * history of the browser, in pictures of the screen, and in what is passed on.
 */
export function takeLink(): void {
  if (!isLink(location.pathname)) return;
  taken = location.hash.slice(1);
  history.replaceState(history.state, '', location.pathname);
}

/** What the link had; empty where there was none. */
export function linkCredential(): string {
  return taken;
}

/** Whether an address is one of a link that lets in: of the first run, or of the demo. */
export function isLink(path: string): boolean {
  return /^\/(?:set-up|enter)$/.test(path);
}
