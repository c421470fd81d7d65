import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

import { Undeliverable } from './deliver.ts';

/** The addresses of a host name; rejects with a fault that has a code where it has none. */
export type Resolve = (host: string, signal: AbortSignal) => Promise<readonly string[]>;

let turn: Promise<unknown> = Promise.resolve();

/**
 * Asks the name servers over sockets, and only where they know nothing the system, which reads /etc/hosts too: that takes one of libuv's four
 * threads, which the database needs, so one name at a time.
 */
export const resolve: Resolve = async (host, signal) => {
  if (isIP(host) !== 0) return [host];
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const stop = (): void => resolver.cancel();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const found = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    signal.throwIfAborted();
    const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
    return addresses.length > 0 ? addresses : await fromSystem(host, signal);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

/** The first address of a host, for what needs no guard. */
export async function addressOf(host: string, resolving: Resolve, signal: AbortSignal): Promise<string> {
  const [first] = await resolving(host, signal);
  if (first === undefined) throw new Undeliverable('the name has no address');
  return first;
}

async function fromSystem(host: string, signal: AbortSignal): Promise<readonly string[]> {
  const mine = turn.then(async () => {
    signal.throwIfAborted();
    return lookup(host, { all: true });
  });
  turn = mine.catch((fault: unknown) => fault);
  return (await mine).map(({ address }) => address);
}
