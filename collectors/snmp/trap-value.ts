import type { Syntax } from './object.ts';
import type { Varbind } from './trap.ts';

/** A JSON string, as part of an expression: linear, for no character of it can be read in two ways. */
export const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Controls but for tab, LF and CR: octets with one are no text. */
const NO_TEXT = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f]/;

/** A varbind's value in a line, without a blank outside of quotes; the syntax of its object only makes it easier to read. */
export function writeValue(value: Varbind['value'], syntax?: Syntax): string {
  if (Buffer.isBuffer(value)) {
    if (syntax === 'address' && value.length === 4) return `ip:${[...value].join('.')}`;
    const text = textOf(value);
    return text === undefined ? `0x${value.toString('hex')}` : JSON.stringify(text);
  }
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return /^\d+(?:\.\d+)+$/.test(value) ? value : `oid:${JSON.stringify(value)}`;
  return Number.isSafeInteger(value) ? `${Number(value)}` : 'null';
}

/** The value that was written so; `undefined` if none is. */
export function readValue(text: string): Pick<Varbind, 'value'> | undefined {
  for (const { form, value } of forms) {
    const [, inner] = form.exec(text) ?? [];
    if (inner === undefined) continue;
    const read = value(inner);
    return read === undefined ? undefined : { value: read };
  }
  return undefined;
}

/** The string of a JSON string; `undefined` if it is none. */
export function unquoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // no line of ours
  }
}

const forms: readonly { readonly form: RegExp; readonly value: (inner: string) => Varbind['value'] | undefined }[] = [
  { form: /^(null)$/, value: () => null },
  { form: /^(-?\d{1,16})$/, value: (inner) => (Number.isSafeInteger(Number(inner)) ? Number(inner) : undefined) },
  { form: /^(-?\d+)n$/, value: BigInt },
  { form: /^(\d+(?:\.\d+)+)$/, value: (inner) => inner },
  { form: /^oid:(".*")$/s, value: unquoted },
  { form: /^0x((?:[0-9a-f]{2})*)$/, value: (inner) => Buffer.from(inner, 'hex') },
  { form: /^ip:(\d{1,3}(?:\.\d{1,3}){3})$/, value: (inner) => Buffer.from(inner.split('.').map(Number)) },
  {
    form: /^(".*")$/s,
    value: (inner) => {
      const text = unquoted(inner);
      return text === undefined ? undefined : Buffer.from(text);
    },
  },
];

function textOf(octets: Buffer): string | undefined {
  try {
    const text = utf8.decode(octets);
    return NO_TEXT.test(text) ? undefined : text;
  } catch {
    return undefined; // no UTF-8
  }
}
