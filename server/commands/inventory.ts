import { CsvError, parse } from 'csv-parse/sync';

import type { Place } from '../domain/device.ts';
import { deviceAddress, deviceName, deviceZone } from './device-actions.ts';
import { UsageFault } from './fault.ts';

/** One line of an inventory: a device by its name, and what a person knows of it. */
export interface Listed {
  /** Of the file, from 1; of a record of several lines the last. */
  readonly line: number;
  readonly name: string;
  readonly address: string;
  readonly zone?: string;
  readonly place: Place;
}

const columns = ['name', 'address', 'zone', 'site', 'owner', 'phone', 'circuit', 'tags'] as const;
type Column = (typeof columns)[number];

const LONGEST = 128;
const MOST_TAGS = 20;

/**
 * Reads an inventory: CSV (RFC 4180) with a header line of `name`, `address` and any of `zone`, `site`, `owner`, `phone`, `circuit` and
 * `tags` (with `;` between them). Throws `UsageFault` with all that is wrong in it, line by line.
 */
export function readInventory(text: string): readonly Listed[] {
  const faults: string[] = [];
  const rows = table(text).flatMap(({ record, info }) => {
    try {
      // A line too long or too short is told like any other fault: it hides none of the others.
      if (info.error !== undefined) throw new UsageFault(info.error.message.replace(/ on line \d+$/, ''));
      return [{ line: info.lines, ...listed(record) }];
    } catch (fault) {
      if (!(fault instanceof UsageFault)) throw fault;
      faults.push(`line ${info.lines}: ${fault.message}`);
      return [];
    }
  });
  for (const of of ['name', 'address'] as const) {
    const first = new Map<string, number>();
    for (const row of rows) {
      const before = first.get(row[of]);
      if (before === undefined) first.set(row[of], row.line);
      else faults.push(`line ${row.line}: ${of} ${row[of]}: in line ${before} as well`);
    }
  }
  if (faults.length > 0) throw new UsageFault(faults.join('; '));
  if (rows.length === 0) throw new UsageFault('no devices in it');
  return rows;
}

interface Line {
  readonly record: Readonly<Partial<Record<Column, string>>>;
  readonly info: { readonly lines: number; readonly error?: Error };
}

function table(text: string): readonly Line[] {
  try {
    const options = {
      bom: true,
      trim: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      columns: header,
    } as const;
    return parse(text, options) as unknown as readonly Line[]; // border: the library types what `info` adds as any
  } catch (fault) {
    if (fault instanceof CsvError) throw new UsageFault(fault.message, { cause: fault });
    throw fault;
  }
}

function header(found: readonly string[]): string[] {
  const names = found.map((one) => one.toLowerCase());
  const strange = names.filter((one) => !(columns as readonly string[]).includes(one));
  const wanted = `${columns.join(', ')} are known`;
  if (strange.length > 0)
    throw new UsageFault(`columns ${strange.map((one) => JSON.stringify(one)).join(', ')}: ${wanted}`);
  for (const one of ['name', 'address']) if (!names.includes(one)) throw new UsageFault(`no column ${one}: ${wanted}`);
  return names;
}

function listed(record: Line['record']): Omit<Listed, 'line'> {
  const { name, address, zone = '', tags = '' } = record;
  const words = tags.split(';').flatMap((one) => (one.trim() === '' ? [] : [shown('tags', one.trim())]));
  if (words.length > MOST_TAGS) throw new UsageFault(`tags: ${words.length}, at most ${MOST_TAGS}`);
  return {
    name: deviceName(name),
    address: deviceAddress(address),
    ...(zone !== '' && { zone: deviceZone(zone) }),
    place: {
      ...told('site', record),
      ...told('owner', record),
      ...told('phone', record),
      ...told('circuit', record),
      tags: [...new Set(words)],
    },
  };
}

function told<K extends Column>(column: K, record: Line['record']): { readonly [P in K]?: string } {
  const value = record[column] ?? '';
  return value === '' ? {} : ({ [column]: shown(column, value) } as { readonly [P in K]?: string }); // one key, and it is K
}

function shown(column: string, value: string): string {
  if (value.length <= LONGEST && !/\p{C}/u.test(value)) return value;
  throw new UsageFault(`${column}: at most ${LONGEST} characters, none of them invisible`);
}
