import type { Sample } from '../../server/domain/sample.ts';
import type { ColumnTable } from './columns.ts';
import type { MetricRow } from './gauges.ts';
import { arcsOf } from './oid.ts';
import type { Varbind } from './trap.ts';
import { read } from './value.ts';
import type { Rows } from './walk.ts';

type Value = Varbind['value'];

/** What was read of objects; those whose answer is not of their kind, by name. An object that is absent is neither. */
export interface ReadSamples {
  readonly samples: readonly Sample[];
  readonly misfits: readonly string[];
}

/** Reads scalars. */
export function readGauges(rows: readonly MetricRow[], told: ReadonlyMap<string, Value>, at: number): ReadSamples {
  const { samples, misfits, take } = reading(at);
  for (const row of rows) take(row, '', told.get(row.oid) ?? null);
  return { samples, misfits };
}

/** Reads the rows of a table. */
export function readColumns({ name, isUnique, rows }: ColumnTable, walked: Rows, at: number): ReadSamples {
  const { samples, misfits, take } = reading(at);
  const names = new Map<string, number>();
  const nameOf = (cells: ReadonlyMap<string, Value>): string => (name === undefined ? '' : nameIn(cells.get(name.oid) ?? null, name.is)); // prettier-ignore
  for (const cells of walked.values()) names.set(nameOf(cells), (names.get(nameOf(cells)) ?? 0) + 1);
  for (const [index, cells] of walked) {
    const named = nameOf(cells);
    const instance = isUnique === true && named !== '' && names.get(named) === 1 ? named : `${named} ${index}`.trim();
    for (const row of rows) take(row, instance, cells.get(row.oid) ?? null);
  }
  return { samples, misfits };
}

function reading(at: number) {
  const samples: Sample[] = [];
  const misfits: string[] = [];
  const told = new Set<string>();
  const take = ({ metric, object, kind, scale }: MetricRow, instance: string, value: Value): void => {
    if (value === null || told.has(`${metric} ${instance}`)) return;
    if ((typeof value !== 'number' && typeof value !== 'bigint') || (kind === 'counter' && value < 0)) {
      misfits.push(object);
      return;
    }
    told.add(`${metric} ${instance}`);
    const bits = kind === 'counter' ? { bits: typeof value === 'bigint' ? (64 as const) : (32 as const) } : {};
    samples.push({ metric, instance, kind, value: scaled(value, scale), ...bits, at });
  };
  return { samples, misfits, take };
}

function scaled(value: number | bigint, scale = 1): string {
  if (Number.isInteger(scale)) return String(BigInt(value) * BigInt(scale));
  return (Number(value) * scale).toFixed(2);
}

function nameIn(value: Value, is: 'text' | 'address'): string {
  return (is === 'text' ? readText(value) : readAddress(value)) ?? '';
}

/** Text as an agent tells it, without what would not be seen; `undefined` if it is none, or empty. */
export function readText(value: Value | undefined): string | undefined {
  if (!Buffer.isBuffer(value)) return undefined;
  const text = value.toString('utf8').replace(/[\u0000-\u001f\u007f-\u009f]/g, '').trim(); // prettier-ignore
  return text === '' ? undefined : text.slice(0, LONGEST_TEXT);
}
const LONGEST_TEXT = 255;

/** An address that an agent tells; `undefined` if it is none, or nobody's. */
export function readAddress(value: Value | undefined): string | undefined {
  const address = value === null || value === undefined ? undefined : read('address', value);
  return typeof address === 'string' && !NOBODY.has(address) ? address : undefined;
}
const NOBODY: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Text in an index: its length, and an arc an octet, with what is behind it. `undefined` if it is none. */
export function textInIndex(index: string): { readonly text: string; readonly rest: readonly number[] } | undefined {
  const [length, ...arcs] = arcsOf(index);
  if (length === undefined || arcs.length < length) return undefined;
  const octets = arcs.slice(0, length);
  if (octets.some((octet) => octet > 0xff)) return undefined;
  return { text: Buffer.from(octets).toString('utf8'), rest: arcs.slice(length) };
}
