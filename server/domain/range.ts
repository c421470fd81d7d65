import { ipv4, type Pool } from './pool.ts';

/** Addresses from the first to the last, as numbers; both belong to it. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** The network of an address and its mask, or `undefined` if they are none. */
export function networkOf(address: string, mask: string): Range | undefined {
  const value = ipv4(address);
  const bits = ipv4(mask);
  if (value === undefined || bits === undefined) return undefined;
  const size = 2 ** 32 - bits;
  // A mask with holes has no network: its size is no power of two.
  if (!Number.isInteger(Math.log2(size))) return undefined;
  const first = value - (value % size);
  return { first, last: first + size - 1 };
}

/** The addresses of a pool, or `undefined` where it has none. */
export function rangeOf(pool: Pick<Pool, 'first' | 'last'>): Range | undefined {
  const first = ipv4(pool.first);
  const last = ipv4(pool.last);
  return first === undefined || last === undefined || last < first ? undefined : { first, last };
}

/** Whether they have an address in common. */
export function overlap(one: Range, other: Range): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** Whether every address of the inner one is in one of the others, taken together. */
export function covers(outer: readonly Range[], inner: Range): boolean {
  let next = inner.first;
  for (const { first, last } of [...outer].sort((a, b) => a.first - b.first)) {
    if (first > next) break;
    next = Math.max(next, last + 1);
  }
  return next > inner.last;
}

/** A number as a dotted address. */
export function dotted(value: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');
}

/** The largest networks, each with its mask, that make up the range together. */
export function networksIn({ first, last }: Range): readonly { readonly address: string; readonly mask: string }[] {
  const networks: { readonly address: string; readonly mask: string }[] = [];
  for (let at = first; at <= last;) {
    let size = 1;
    while (size < 2 ** 32 && at % (size * 2) === 0 && at + size * 2 - 1 <= last) size *= 2;
    networks.push({ address: dotted(at), mask: dotted(2 ** 32 - size) });
    at += size;
  }
  return networks;
}
