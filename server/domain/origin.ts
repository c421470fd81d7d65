/** The two headers of a handshake that tell who speaks to whom. */
export interface Handshake {
  readonly origin?: string | undefined;
  readonly host?: string | undefined;
}

/**
 * Whether a WebSocket may be opened: from the page we served ourselves, from a page of `origins`, or from no page at all
 * (browsers always send `Origin`). With `hosts` only these names lead here: a name that somebody made to resolve to our
 * address (DNS rebinding) has an `Origin` that equals its `Host`.
 */
export function mayConnect(
  { origin, host }: Handshake,
  allowed: { readonly origins: readonly string[]; readonly hosts?: readonly string[] | undefined },
): boolean {
  const http = urlOf('http', host);
  if (allowed.hosts !== undefined && (http === undefined || !allowed.hosts.includes(http.hostname))) return false;
  if (origin === undefined || allowed.origins.includes(origin)) return true;
  // A proxy in front may speak TLS where we do not.
  return http !== undefined && (origin === http.origin || origin === urlOf('https', host)?.origin);
}

function urlOf(scheme: 'http' | 'https', host: string | undefined): URL | undefined {
  // A `Host` that is not plainly a name or address with a port (`localhost:8080@evil.example`) is nobody's.
  if (host === undefined || !/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)) return undefined;
  const url = `${scheme}://${host}`;
  return URL.canParse(url) ? new URL(url) : undefined;
}
