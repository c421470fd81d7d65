import { isIP } from 'node:net';

import { bytesOf, isWithin, reachOf, readNetwork, type Network } from './address.ts';
import { Undeliverable } from './deliver.ts';
import type { Resolve } from './resolve.ts';

/** Where a webhook goes: an address that was looked at, and as whom it is spoken to. */
export interface Target {
  readonly address: string;
  readonly port: number;
  readonly isTls: boolean;
  /** For the certificate; `undefined` where the URL has an address. */
  readonly servername: string | undefined;
  /** The `Host` of the request. */
  readonly host: string;
  readonly path: string;
}

/** What an administrator has allowed besides addresses that are anybody's, and https. */
export interface Allowance {
  readonly networks: readonly Network[];
  readonly http: boolean;
}

/**
 * Where a URL leads, after a look at every address that its name has: connect there, and nowhere else, for a name may have another one by
 * then. Throws `Undeliverable` for what may not be reached; nothing of the URL is in its words.
 */
export async function guarded(
  url: string,
  allowance: Allowance,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<Target> {
  const read = readUrl(url, allowance);
  const name = read.hostname.replace(/^\[(.*)\]$/, '$1');
  const isAddress = isIP(name) !== 0;
  const addresses = isAddress ? [name] : await resolve(name.replace(/\.$/, ''), signal);
  const refused = addresses.map((one) => refusalOf(one, allowance.networks)).find((why) => why !== undefined);
  // One that is refused among others is a trap: which of them counts would be luck.
  if (refused !== undefined) throw new Undeliverable(refused);
  const [address] = addresses;
  if (address === undefined) throw new Undeliverable('the name has no address');
  const isTls = read.protocol === 'https:';
  return {
    ...{ address, isTls, port: read.port === '' ? (isTls ? 443 : 80) : Number(read.port) },
    servername: isAddress ? undefined : name.replace(/\.$/, ''),
    host: read.host,
    path: `${read.pathname}${read.search}`,
  };
}

/** A URL that a webhook may have; throws `Undeliverable` for any other. */
export function readUrl(text: string, { http }: Pick<Allowance, 'http'>): URL {
  // The reader of URLs drops tabs and line ends, and turns backslashes around: who writes them means mischief.
  if (/[\s\p{Cc}\\]/u.test(text)) throw new Undeliverable('the URL has signs that belong in none');
  if (!URL.canParse(text)) throw new Undeliverable('the URL cannot be read');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(http && url.protocol === 'http:'))
    throw new Undeliverable(http ? 'neither https nor http' : 'not https, and http is not allowed');
  if (url.username !== '' || url.password !== '') throw new Undeliverable('the URL has a user in it');
  if (/%/.test(url.hostname)) throw new Undeliverable('the host of the URL cannot be read');
  return url;
}

/** Networks that an allow-list names. Throws `Undeliverable` for what it may not: all but private ones, and a single loopback address. */
export function readAllowed(text: string): readonly Network[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const network = readNetwork(one);
      if (network === undefined) throw new Undeliverable(`${JSON.stringify(one)}: not a network`);
      const reach = reachOf(network.bytes);
      if (reach === 'loopback' ? !isSingle(network) : reach !== 'private' || network.bits < 7)
        throw new Undeliverable(
          `${JSON.stringify(one)}: only private networks, or one address of this machine, can be allowed`,
        );
      return network;
    });
}

function isSingle({ bytes, bits }: Network): boolean {
  return bits === bytes.length * 8;
}

/** Why an address may not be reached; `undefined`: it may. */
function refusalOf(address: string, allowed: readonly Network[]): string | undefined {
  const bytes = bytesOf(address);
  if (bytes === undefined) return 'the address cannot be read';
  const reach = reachOf(bytes);
  if (reach === 'public') return undefined;
  if (reach === 'never') return 'it leads to an address that no message may go to';
  const isAllowed = allowed.some((one) => isWithin(bytes, one) && (reach === 'private' || isSingle(one)));
  if (isAllowed) return undefined;
  return reach === 'loopback' ? 'it leads to this machine itself' : 'it leads to a private address that is not allowed';
}
