import { columns } from './columns.ts';
import { texts } from './device-facts.ts';
import { gauges } from './gauges.ts';
import { groupColumn, sessionColumns } from './session-table.ts';

interface Named {
  readonly oid: string;
  readonly object: string;
}

const all: readonly Named[] = [
  ...gauges.flatMap(({ rows }) => rows),
  ...columns.flatMap(({ rows, name }) => [...rows, ...(name === undefined ? [] : [name])]),
  ...Object.values(texts),
  ...Object.values(sessionColumns),
  groupColumn,
];
const names = new Map(all.map(({ oid, object }) => [oid.replace(/\.0$/, ''), object]));

/** An OID with the name of the object that it is an instance of, where our tables have it: `crasNumSessions.0`. */
export function objectName(oid: string): string {
  for (let end = oid.length; end > 0; end = oid.lastIndexOf('.', end - 1)) {
    const object = names.get(oid.slice(0, end));
    if (object !== undefined) return object + oid.slice(end);
  }
  return oid;
}
