import { isIPv4, isIPv6 } from 'node:net';

/** A network: its first address as bytes, and how many bits of it count. */
export interface Network {
  readonly bytes: readonly number[];
  readonly bits: number;
}

/** What an address is to us: anybody's, of a private network, our own, or none that a message may ever go to. */
export type Reach = 'public' | 'private' | 'loopback' | 'never';

/** The bytes of an address, 4 or 16; `undefined` for anything else, also for one with a zone. */
export function bytesOf(address: string): readonly number[] | undefined {
  if (isIPv4(address)) return address.split('.').map(Number);
  if (!isIPv6(address) || address.includes('%')) return undefined;
  const dotted = /[\d.]+$/.exec(address)?.[0] ?? '';
  const four = isIPv4(dotted) ? dotted.split('.').map(Number) : [];
  // The groups before and behind `::`, without the dotted end.
  const text = four.length > 0 ? address.slice(0, -dotted.length).replace(/([^:]):$/, '$1') : address;
  const [before = '', behind] = text.split('::');
  const head = groups(before);
  const tail = [...groups(behind ?? ''), ...four];
  const zeros = behind === undefined ? 0 : 16 - head.length - tail.length;
  return [...head, ...Array.from({ length: zeros }, () => 0), ...tail];
}

/** What `10.0.0.0/8` or one address says; `undefined` where it says none. */
export function readNetwork(text: string): Network | undefined {
  const [address = '', bits, ...more] = text.split('/');
  const bytes = bytesOf(address);
  if (bytes === undefined || more.length > 0) return undefined;
  if (bits === undefined) return { bytes, bits: bytes.length * 8 };
  const count = /^\d{1,3}$/.test(bits) ? Number(bits) : Infinity;
  return count <= bytes.length * 8 ? { bytes, bits: count } : undefined;
}

/** Whether the address is in the network. */
export function isWithin(bytes: readonly number[], network: Network): boolean {
  if (bytes.length !== network.bytes.length) return false;
  return bytes.every((byte, place) => {
    const left = Math.min(8, Math.max(0, network.bits - place * 8));
    const mask = 0xff & (0xff00 >> left);
    return (byte & mask) === ((network.bytes[place] ?? 0) & mask);
  });
}

/**
 * What an address is, by the registries of special addresses (RFC 6890). Of IPv6 only what is global unicast is anybody's: so whatever form carries an
 * address of IPv4 (mapped, compatible, NAT64, 6to4, Teredo) is none.
 */
export function reachOf(bytes: readonly number[]): Reach {
  const among = (networks: readonly Network[]): boolean => networks.some((one) => isWithin(bytes, one));
  if (among(never)) return 'never';
  if (among(loopback)) return 'loopback';
  if (among(personal)) return 'private';
  return bytes.length === 4 || among(globalUnicast) ? 'public' : 'never';
}

function groups(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    const value = parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function networks(...texts: readonly string[]): readonly Network[] {
  return texts.map((text) => {
    const read = readNetwork(text);
    if (read === undefined) throw new Error(`${text}: no network`);
    return read;
  });
}

const globalUnicast = networks('2000::/3');
const loopback = networks('127.0.0.0/8', '::1');
const personal = networks('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7');
const never = networks(
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Where clouds tell a machine its secrets, besides 169.254.169.254.
  ...['100.100.100.200', '168.63.129.16', 'fd00:ec2::/32', 'fd20:ce::/32'],
  // Teredo and others for protocols, documentation, 6to4.
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
);
