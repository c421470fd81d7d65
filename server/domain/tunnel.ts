/** What an SA pair or TLS connection of a session is; `ppp` is what L2TP and PPTP carry, by their own number. */
export type TunnelKind = 'ike' | 'ipsec' | 'parent' | 'ssl' | 'dtls' | 'ppp';

/** One SA pair (IKE, IPsec) or one AnyConnect connection (parent, SSL, DTLS) of a session. */
export interface Tunnel {
  /** Unique within its session; an IPsec pair is known by its inbound SPI. */
  readonly id: string;
  readonly kind: TunnelKind;
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly inboundSpi?: string;
  readonly outboundSpi?: string;
}

/** How many closed tunnels a session remembers: the latest rekeys tell enough. */
const REMEMBERED = 4;

/** The tunnels after one opened; opening a known one again only adds what was not known of it. */
export function openTunnel(
  tunnels: readonly Tunnel[],
  event: { readonly at: number; readonly tunnel: Opening },
): readonly Tunnel[] {
  const { tunnel, at } = event;
  const known = tunnels.find((one) => one.id === tunnel.id && one.closedAt === undefined);
  if (known === undefined) return [...tunnels, { ...tunnel, openedAt: at }];
  return tunnels.map((one) => (one === known ? { ...one, ...tunnel } : one));
}

/** The tunnels after one closed. */
export function closeTunnel(
  tunnels: readonly Tunnel[],
  event: { readonly at: number; readonly tunnelId: string },
): readonly Tunnel[] {
  const closed = tunnels.map((one) =>
    one.id === event.tunnelId && one.closedAt === undefined ? { ...one, closedAt: event.at } : one,
  );
  const past = closed.filter((one) => one.closedAt !== undefined);
  const forgotten = new Set(past.slice(0, Math.max(0, past.length - REMEMBERED)));
  return closed.filter((one) => !forgotten.has(one));
}

/** The tunnels after their session ended. */
export function closeAll(tunnels: readonly Tunnel[], at: number): readonly Tunnel[] {
  return tunnels.map((one) => (one.closedAt === undefined ? { ...one, closedAt: at } : one));
}

/** A tunnel as an event tells it. */
export type Opening = Omit<Tunnel, 'openedAt' | 'closedAt'>;
