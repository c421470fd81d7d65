import type { Syntax, Syntaxes } from './object.ts';
import type { Varbind } from './trap.ts';

type Value = NonNullable<Varbind['value']>;

/** What a varbind's value is, read in the syntax of its object; `undefined` if it is of another. */
export function read(syntax: Syntax, value: Value): Syntaxes[Syntax] | undefined {
  return readers[syntax](value);
}

const readers: { readonly [S in Syntax]: (value: Value) => Syntaxes[S] | undefined } = {
  int: (value) => (Number.isSafeInteger(value) ? Number(value) : undefined),
  counter: (value) =>
    typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)) ? BigInt(value) : undefined,
  ticks: (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? Math.floor(value / 100) : undefined,
  address,
  text: (value) => (Buffer.isBuffer(value) ? value.toString('utf8') : undefined),
  oid: (value) => (typeof value === 'string' ? value : undefined),
  octets: (value) => (Buffer.isBuffer(value) ? value.toString('hex') : undefined),
};

const DOTTED = /^\d{1,3}(?:\.\d{1,3}){3}$/;

function address(value: Value): string | undefined {
  if (typeof value === 'string') return DOTTED.test(value) ? value : undefined;
  if (!Buffer.isBuffer(value)) return undefined;
  if (value.length === 4) return [...value].join('.');
  if (value.length !== 16) return undefined;
  const groups = value.toString('hex').match(/.{4}/g) ?? [];
  // A URL's host is in the one canonical spelling (RFC 5952).
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
