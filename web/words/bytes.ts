const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** How the screens state the unit once. */
export const BYTES_ARE = 'Bytes are binary: 1 KiB is 1,024 bytes.';

/** A whole number with its thousands apart: `48,913,244`. Not by `Intl`, whose first use takes a browser as long as drawing a table. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Bytes as a figure and its unit, three digits at least: `46.6` `MiB`. Below 1 KiB they are exact. */
export function bytes(value: number): { readonly value: string; readonly unit: string } {
  if (value < 1024) return { value: count(value), unit: 'B' };
  const power = Math.min(units.length, Math.floor(Math.log2(value) / 10));
  const scaled = value / 1024 ** power;
  // 1,023.5 KiB would be shown as 1,024 KiB: the next unit says it better.
  if (scaled >= 1023.5 && power < units.length) return { value: '1.0', unit: units[power] ?? '' };
  return { value: scaled >= 1000 ? count(Math.round(scaled)) : scaled.toFixed(1), unit: units[power - 1] ?? '' };
}

/** The same in one string: `46.6 MiB`. */
export function bytesText(value: number): string {
  const { value: figure, unit } = bytes(value);
  return `${figure} ${unit}`;
}

/** Bytes a second as bits a second, in powers of ten, as lines are sold. */
export function bitRate(perSecond: number): { readonly value: string; readonly unit: string } {
  const bits = perSecond * 8;
  const power = bits < 1000 ? 0 : Math.min(4, Math.floor(Math.log10(bits) / 3));
  const scaled = bits / 1000 ** power;
  const value = scaled >= 100 || power === 0 ? count(Math.round(scaled)) : scaled.toFixed(scaled >= 10 ? 1 : 2);
  return { value, unit: ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'][power] ?? '' };
}

/** Every byte, for the hover text: `48,913,244 bytes`. */
export function exactBytes(value: number): string {
  return value === 1 ? '1 byte' : `${count(value)} bytes`;
}

/** A count with its noun: `1 session`, `412 sessions`. */
export function many(value: number, one: string, more = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : more}`;
}
