/** The cookie of a visit or a wall: of this host alone, over TLS (or loopback), for no script and no other site. */
const NAME = '__Host-tunnelwatch';
/** That of a screen which waits to be paired. */
const PAIRING = '__Host-tunnelwatch-pairing';
/** That of a login under way at a provider: it must come along when another site sends the browser back. */
const OIDC = '__Host-tunnelwatch-oidc';
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';
const LAX = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** The value in the header of a request; of several of the name nobody knows which is ours, so none counts. */
export function cookieOf(header: string | undefined, name = NAME): string | undefined {
  const values = (header ?? '').split(';').flatMap((pair) => {
    const [key = '', value = ''] = pair.trim().split('=', 2);
    return key === name && /^[\w-]{20,100}$/.test(value) ? [value] : [];
  });
  return values.length === 1 ? values[0] : undefined;
}

export function pairingOf(header: string | undefined): string | undefined {
  return cookieOf(header, PAIRING);
}

export function oidcOf(header: string | undefined): string | undefined {
  return cookieOf(header, OIDC);
}

/** The header that gives it; `seconds`: for how long, until the browser is closed if left out. */
export function cookieHeader(credential: string, seconds?: number): string {
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  return `${NAME}=${credential}; ${ATTRIBUTES}${age}`;
}

export function pairingHeader(credential: string, seconds: number): string {
  return `${PAIRING}=${credential}; ${ATTRIBUTES}; Max-Age=${seconds}`;
}

export function oidcHeader(credential: string, seconds: number): string {
  return `${OIDC}=${credential}; ${LAX}; Max-Age=${seconds}`;
}

/** The header that takes it back. */
export const noOidc = `${OIDC}=; ${LAX}; Max-Age=0`;

/** The headers that take the other two back. */
export const forgetting = [`${NAME}=; ${ATTRIBUTES}; Max-Age=0`, `${PAIRING}=; ${ATTRIBUTES}; Max-Age=0`] as const;
