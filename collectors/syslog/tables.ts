import { aaa } from './messages/aaa.ts';
import { address } from './messages/address.ts';
import { anyconnect } from './messages/anyconnect.ts';
import { ikev1 } from './messages/ikev1.ts';
import { ipsec } from './messages/ipsec.ts';
import type { Row } from './template.ts';

/** Every row of every table. */
export const rows: readonly Row[] = [...aaa, ...ikev1, ...ipsec, ...address, ...anyconnect];

/** The rows of a message ID, in the order of the tables: the first that fits, reads. */
export const rowsOf: ReadonlyMap<number, readonly Row[]> = byId();

function byId(): Map<number, Row[]> {
  const ids = new Map<number, Row[]>();
  for (const row of rows) ids.set(row.id, [...(ids.get(row.id) ?? []), row]);
  return ids;
}
