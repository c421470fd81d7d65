import { readStored } from '../../collectors/snmp/take-trap.ts';
import { claimedOf, parse } from '../../collectors/syslog/parse.ts';
import { rowsOf } from '../../collectors/syslog/tables.ts';
import type { StoredMessage } from '../domain/batch.ts';
import type { Claim, Claimed } from '../domain/claim.ts';

/** A stored message with what it says, read by today's tables. */
export function messageOf([id, at, from, messageId, , outcome, line]: StoredMessage) {
  // No line of syslog is without both: what has no message ID is foreign, unless it is a trap.
  const trap = messageId === null && outcome !== 'foreign' ? readStored(line) : undefined;
  const parsed = trap ?? parse(line);
  return { id, at, from, messageId, oid: parsed.oid, outcome, line, parsed };
}

/** The claim that a stored message makes, if any: the same as when it arrived. */
export function claimOf({ id, at, from, parsed }: ReturnType<typeof messageOf>): Claimed | undefined {
  return claimedOf(parsed, { message: id, at, from });
}

/** The message IDs that may claim one of these. */
export function messageIdsOf(kinds: readonly Claim['kind'][]): readonly number[] {
  return [...rowsOf].filter(([, rows]) => rows.some(({ kind }) => kind !== undefined && kinds.includes(kind))).map(([id]) => id); // prettier-ignore
}
