import type { TunnelRow } from '../../server/domain/tunnel-rows.ts';
import { tunnels as names } from './names.ts';
import { plain } from './plain.ts';
import { duration, when } from './time.ts';

/** What a tunnel is, with how its listing heads it: `IPsec`, `IPsecOverNatT`. */
export function tunnelName({ kind, listedAs, mode }: TunnelRow): { readonly name: string; readonly more: string } {
  const { name } = names[kind];
  const more = [listedAs === name ? undefined : listedAs, mode].filter((word) => word !== undefined).map(plain);
  return { name, more: more.join(', ') };
}

/** Both SPIs; a dash where it is a tunnel that has none. */
export function spiWords({ kind, inboundSpi, outboundSpi }: TunnelRow): string {
  if (inboundSpi === undefined && outboundSpi === undefined) return kind === 'ipsec' ? 'not told yet' : '—';
  return `${plain(inboundSpi ?? 'not told')} / ${plain(outboundSpi ?? 'not told')}`;
}

/** Its cipher, hash and Diffie-Hellman group, as printed; `undefined` where nobody has told them. */
export function cipherWords({ encryption, hashing, dhGroup, transform }: TunnelRow): string | undefined {
  const words = [encryption, hashing, dhGroup === undefined ? undefined : `group ${dhGroup}`];
  const told = words.filter((word) => word !== undefined).map(plain);
  if (told.length > 0) return told.join(' ');
  return transform === undefined ? undefined : plain(transform);
}

/** When its keys are made anew, reckoned from what was left when it was listed. */
export function rekeyWords({ rekeyLeft, rekeyInterval, listedAt = 0, closedAt }: TunnelRow, now: number): Timer {
  if (rekeyLeft === undefined) return {};
  const of = rekeyInterval === undefined ? '' : ` of ${duration(rekeyInterval * 1000)}`;
  const hover = `${duration(rekeyLeft * 1000)}${of} left at ${when(listedAt, now)}`;
  if (closedAt !== undefined) return { text: '—', hover: `${hover}; it is closed` };
  const left = rekeyLeft * 1000 - (now - listedAt);
  return { text: left > 0 ? duration(left) : 'due', hover };
}

/** How long it may stay without traffic, and what was left of that when it was listed: it begins anew with each packet. */
export function idleWords({ idleTimeout, idleLeft, listedAt = 0 }: TunnelRow, now: number): Timer {
  if (idleLeft === undefined && idleTimeout === undefined) return {};
  const of = idleTimeout === undefined ? '' : ` of ${duration(idleTimeout * 1000)}`;
  return {
    text: idleLeft === undefined ? `not told${of}` : `${duration(idleLeft * 1000)}${of}`,
    hover: `left until it is ended for want of traffic, when it was listed at ${when(listedAt, now)}`,
  };
}

interface Timer {
  readonly text?: string;
  readonly hover?: string;
}
