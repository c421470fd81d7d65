import { tunnelKind } from './decide/listed.ts';
import { spi } from './decide/tunnels.ts';
import type { IpsecSa, ListedTunnel } from './roster.ts';
import type { Detailed } from './session-listing.ts';
import type { SessionTold } from './session-told.ts';
import type { Session } from './session.ts';
import type { Source } from './claim.ts';
import type { Tunnel, TunnelKind } from './tunnel.ts';

/** What a detailed listing tells of a tunnel; times in seconds, Tx goes to the client. */
const listedKeys = [
  ...(['encryption', 'hashing', 'dhGroup', 'authMode', 'mode', 'encapsulation', 'bytesTx', 'bytesRx'] as const),
  ...([
    'packetsTx',
    'packetsRx',
    'rekeyInterval',
    'rekeyLeft',
    'rekeyKilobytesLeft',
    'idleTimeout',
    'idleLeft',
  ] as const),
] as const;

/** One tunnel of a session, with all that anybody told of it. */
export interface TunnelRow extends Partial<Tunnel>, Pick<ListedTunnel, (typeof listedKeys)[number]> {
  readonly kind: TunnelKind;
  /** As the listing heads it: `IPsecOverNatT`. */
  readonly listedAs?: string;
  /** When the listing was made that tells cipher, bytes and timers, epoch milliseconds. */
  readonly listedAt?: number;
  /** Who told that it came up, and when. */
  readonly openedBy?: { readonly source: Source; readonly at: number; readonly messageId?: number };
  /** What `show crypto ipsec sa` tells of the pair, and when. */
  readonly transform?: string;
  readonly encaps?: number;
  readonly decaps?: number;
  readonly sasAt?: number;
}

/**
 * The tunnels of a session, the open ones first, then the latest. What a listing has is said of a tunnel only where it can be of no other
 * one: SAs by their SPI, listed tunnels where there are as many of a kind as we know. The rest of a listing stands alone.
 */
export function tunnelRows(session: Session, detailed: Detailed, told: readonly SessionTold[]): readonly TunnelRow[] {
  const withSas = joinSas(session, detailed);
  const rows = joinListed(withSas, detailed).map((row) => {
    const opened = told.findLast(({ kind, facts }) => kind === 'tunnel.opened' && facts['id'] === row.id);
    if (opened === undefined) return row;
    const { source, at, messageId } = opened;
    return { ...row, openedBy: { source, at, ...(messageId === undefined ? {} : { messageId }) } };
  });
  const isOpen = ({ closedAt }: TunnelRow): number => (closedAt === undefined ? 0 : 1);
  return rows.sort((a, b) => isOpen(a) - isOpen(b) || (b.openedAt ?? 0) - (a.openedAt ?? 0));
}

function joinSas({ tunnels, state }: Session, { sas }: Detailed): readonly TunnelRow[] {
  if (sas === undefined) return tunnels;
  const rest = new Map(sas.listed.map((sa) => [sa.inboundSpi === undefined ? undefined : spi(sa.inboundSpi), sa]));
  const joined = tunnels.map((tunnel): TunnelRow => {
    const sa = rest.get(tunnel.inboundSpi);
    if (tunnel.kind !== 'ipsec' || tunnel.inboundSpi === undefined || sa === undefined) return tunnel;
    rest.delete(tunnel.inboundSpi);
    return { ...tunnel, ...saFacts(sa, sas.at) };
  });
  const nameless = joined.filter((row) => row.kind === 'ipsec' && row.inboundSpi === undefined && isThere(row, sas.at));
  const [one, other] = [...rest.values()];
  if (nameless.length === 1 && one !== undefined && other === undefined)
    return joined.map((row) => (row === nameless[0] ? { ...row, ...saFacts(one, sas.at) } : row));
  const alone = state === 'active' ? [...rest.values()] : [];
  return [...joined, ...alone.map((sa): TunnelRow => ({ kind: 'ipsec', ...saFacts(sa, sas.at) }))];
}

function saFacts({ inboundSpi, outboundSpi, transform, encaps, decaps }: IpsecSa, sasAt: number): Partial<TunnelRow> {
  return {
    ...(inboundSpi === undefined ? {} : { inboundSpi: spi(inboundSpi) }),
    ...(outboundSpi === undefined ? {} : { outboundSpi: spi(outboundSpi) }),
    ...(transform === undefined ? {} : { transform }),
    ...{ encaps, decaps, sasAt },
  };
}

function joinListed(rows: readonly TunnelRow[], { tunnels }: Detailed): TunnelRow[] {
  if (tunnels === undefined) return [...rows];
  const { listed, at } = tunnels;
  const ofKind = (kind: TunnelKind): readonly ListedTunnel[] =>
    listed.filter((one) => tunnelKind(one.kind)[0] === kind);
  const facts = new Map<TunnelRow, Partial<TunnelRow>>();
  const alone: TunnelRow[] = [];
  for (const kind of new Set(listed.flatMap((one) => tunnelKind(one.kind)))) {
    const there = rows.filter((row) => row.kind === kind && isThere(row, at));
    const told = ofKind(kind);
    const isSure = there.length === told.length;
    for (const [place, one] of told.entries()) {
      const row = isSure ? there[place] : undefined;
      if (row === undefined) alone.push({ kind, ...listedFacts(one, at) });
      else facts.set(row, listedFacts(one, at));
    }
  }
  return [...rows.map((row) => ({ ...row, ...facts.get(row) })), ...alone];
}

function isThere({ openedAt = 0, closedAt = Infinity }: TunnelRow, at: number): boolean {
  return openedAt <= at && closedAt >= at;
}

function listedFacts(one: ListedTunnel, listedAt: number): Partial<TunnelRow> {
  const told = listedKeys.filter((key) => one[key] !== undefined).map((key) => [key, one[key]]);
  // The border: entries lose their types.
  return { ...(Object.fromEntries(told) as Partial<TunnelRow>), listedAs: one.kind, listedAt };
}
