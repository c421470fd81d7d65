let taken = '';
let refused: string | null = null;

/**
 * Takes what stands behind the "#" of a link that lets in out of the address, before anything else is done: there it would stay in the
 * history of the browser, in pictures of the screen, and in what is passed on.
 */
export function takeLink(): void {
  if (!isLink(location.pathname)) return;
  taken = location.hash.slice(1);
  refused = new URLSearchParams(location.search).get('refused');
  history.replaceState(history.state, '', location.pathname);
}

/** What the link had; empty where there was none. */
export function linkCredential(): string {
  return taken;
}

/** Why nobody came in who was at the provider, in a word of the server's; `null` where the link is another one. */
export function linkRefusal(): string | null {
  return refused;
}

/** Whether an address is one of a link that lets in: of the first run, of the demo, or the way back from a provider. */
export function isLink(path: string): boolean {
  return /^\/(?:set-up|enter)$/.test(path);
}
