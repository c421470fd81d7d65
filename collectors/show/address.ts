import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

let turn: Promise<unknown> = Promise.resolve();

/** The address of a device. Names are looked up one at a time: each takes one of libuv's four threads, and the database needs those too. */
export function addressOf(host: string): Promise<string> {
  if (isIP(host) !== 0) return Promise.resolve(host);
  const found = turn.then(() => lookup(host)).then(({ address }) => address);
  turn = found.catch((fault: unknown) => fault);
  return found;
}
