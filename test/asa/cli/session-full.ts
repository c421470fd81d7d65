import type { Device } from './device.ts';
import type { Row } from './layout.ts';
import type { Listed } from './listed.ts';
import { blocksOf } from './session-detail.ts';
import { entry, none, sessionsOf, sessionType } from './session-listing.ts';
import type { Filter } from './session-listing.ts';

/**
 * `show vpn-sessiondb [detail] full FILTER` (domain facts, D5): a record a line, ` | ` between its fields, ` ||` at its end; with
 * `detail`, one record more for each tunnel. `undefined`: the release does not know the filter.
 */
export function full(device: Device, filter: Filter, detail: boolean): readonly string[] | undefined {
  const type = sessionType(device, filter);
  if (type === undefined) return undefined;
  const sessions = sessionsOf(device, filter);
  if (sessions.length === 0) return [none(device)];
  const lines = [`Session Type: ${type}${detail ? ' Detailed' : ''} || `, ''];
  for (const one of sessions) {
    const head = fieldsOf(entry(device, one, detail));
    const records = detail ? [detailHead(one, head), ...tunnels(device, one)] : [head];
    lines.push(...records.map((record) => `${record.join(' | ')} ||`), '');
  }
  return lines;
}

/** It begins with the session's number by another name. */
function detailHead(one: Listed, fields: readonly string[]): readonly string[] {
  const told = /^(Username|Index|Public IP|IP Addr):/;
  const user = one.user === undefined ? [] : [`Username: ${one.user}`];
  return [
    `Session ID: ${one.index}`,
    ...user,
    `IP Addr: ${one.publicIp}`,
    ...fields.filter((field) => !told.test(field)),
  ];
}

const tunnels = (device: Device, one: Listed): readonly (readonly string[])[] =>
  blocksOf(device, one).map(({ kind, rows }) => [`Type: ${kind}`, ...fieldsOf(rows)]);

const fieldsOf = (rows: readonly Row[]): readonly string[] =>
  rows.flatMap((row) => row.map(([key, value]) => `${key}: ${String(value).replaceAll('  ', ' ')}`.trim()));
