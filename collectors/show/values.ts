import { closed } from '../syslog/hole.ts';

/** Reads what stands behind a label: `undefined` if it does not fit, no value if there is none. */
export type Reader<T> = (printed: string) => { readonly value?: T } | undefined;

/** Anything: what a person or a client has chosen. */
export const text: Reader<string> = (printed) => (printed === '' ? {} : { value: printed });

/** What the device or its configuration names: without what would look like the next label. */
export const name: Reader<string> = (printed) =>
  printed.includes('  ') || printed.includes(' :') || printed.includes(' | ') ? undefined : text(printed);

/** One word. */
export const word: Reader<string> = (printed) => (/\s/.test(printed) ? undefined : text(printed));

/** An address, or the host name that the ASA's `names` prints in its place. */
export const ip: Reader<string> = (printed) => {
  if (printed === '' || NONE.has(printed)) return {};
  return /^[\w.:%/-]{1,255}$/.test(printed) ? { value: printed } : undefined;
};
const NONE: ReadonlySet<string> = new Set(['0.0.0.0', '::', 'N/A', 'none', 'None', 'Unknown']);

/** Digits, as far as a number is exact. */
export const int: Reader<number> = (printed) => {
  if (printed === '') return {};
  return /^\d{1,16}$/.test(printed) && Number.isSafeInteger(Number(printed)) ? { value: Number(printed) } : undefined;
};

/** `8%`. */
export const percent: Reader<number> = (printed) => {
  const [, digits] = /^(\d{1,5}) ?%$/.exec(printed) ?? [];
  return digits === undefined ? undefined : { value: Number(digits) };
};

/** A duration in any of the ASA's forms, in seconds: `0h:39m:20s`, `10d 1h:09m:53s`, `6:16:26`. One that was cut does not fit. */
export const duration: Reader<number> = (printed) =>
  /^(?:\d{1,7}d )?(?:\d{1,7}h:\d\dm:\d\ds|\d{1,7}:\d\d:\d\d)$/.test(printed)
    ? { value: Number(closed.hms.value(printed)) }
    : undefined;

/** `10:11:12 UTC Mon Jan 1 2024`, as printed. */
export const moment: Reader<string> = (printed) =>
  /^\d\d:\d\d:\d\d(?:\.\d{1,6})?(?: \S{1,20})? [A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d{4}$/.test(printed)
    ? { value: printed }
    : undefined;

/** `63814 Seconds`, `30 Minutes`: in seconds. */
export const amount: Reader<number> = (printed) => {
  if (printed === '') return {};
  const [, digits, unit = ''] = /^(\d{1,9}) (Second|Minute|Hour)s?$/.exec(printed) ?? [];
  return digits === undefined ? undefined : { value: Number(digits) * (SECONDS[unit] ?? 1) };
};
const SECONDS: Readonly<Record<string, number>> = { Second: 1, Minute: 60, Hour: 3600 };

/** `4608000 K-Bytes`. */
export const kilobytes: Reader<number> = (printed) => {
  const [, digits] = /^(\d{1,15}) K-Bytes$/.exec(printed) ?? [];
  return printed === '' ? {} : digits === undefined ? undefined : { value: Number(digits) };
};

/** The words of `Protocol`. */
export const words: Reader<readonly string[]> = (printed) => {
  const all = printed.split(/\s+/).filter((one) => one !== '');
  return all.every((one) => /^[\w/-]{1,64}$/.test(one)) ? { value: all } : undefined;
};

/** 24 hexadecimal digits. Another count of them, which documents show, is known and no id. */
export const auditSessionId: Reader<string> = (printed) => {
  if (!/^[0-9A-Fa-f]{0,64}$/.test(printed)) return NONE.has(printed) ? {} : undefined;
  return printed.length === 24 ? { value: printed.toLowerCase() } : {};
};
