import type { Trap, Varbind } from '../../../collectors/snmp/trap.ts';

/** A varbind as a golden case writes it: octets in hex or as a text, a counter of 64 bits in digits. */
type Written = { readonly oid: string } & (
  | { readonly value: number | string | null }
  | { readonly hex: string }
  | { readonly text: string }
  | { readonly counter: string }
);

/** The trap of a golden case. */
export function goldenTrap(json: string): Trap {
  const { varbinds, ...rest } = JSON.parse(json) as Omit<Trap, 'varbinds'> & { readonly varbinds: readonly Written[] };
  return { ...rest, varbinds: varbinds.map(varbindOf) };
}

function varbindOf(written: Written): Varbind {
  const { oid } = written;
  if ('hex' in written) return { oid, value: Buffer.from(written.hex, 'hex') };
  if ('text' in written) return { oid, value: Buffer.from(written.text) };
  return { oid, value: 'counter' in written ? BigInt(written.counter) : written.value };
}
