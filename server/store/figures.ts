import { arrived } from './messages.ts';
import type { Ask } from './readers.ts';
import type { DeviceFigures } from './reads.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const DAY = 24 * 60 * MINUTE;
/** A try that goes on for longer than this before it fails is not counted. */
const LONGEST_TRY = 60 * MINUTE;

const these = 'device IN (SELECT value FROM json_each(?))';
const failed = `SELECT count(*) AS n FROM attempt WHERE outcome = 'failed' AND start >= ? AND seenAt >= ? AND seenAt <= ? AND ${arrived('id')} AND +${these}`;
// Literally the WHERE of their index: only so does SQLite use it.
const refused = `SELECT kind, count(*) AS n FROM event WHERE kind IN ('login.rejected', 'address.refused') AND at >= ? AND at <= ?
  AND seq > 0 AND +${these} GROUP BY kind`;
const ended = `SELECT count(*) AS sessions, ifnull(sum(bytesTx), 0) AS tx, ifnull(sum(bytesRx), 0) AS rx FROM session
  WHERE "end" IS NOT NULL AND "end" >= ? AND ${arrived('id')} AND +${these}`;

/** What happened lately on some devices; what came after `until` (epoch milliseconds) is left out of logins. */
export async function figuresOf(
  ask: Ask,
  main: string,
  devices: readonly number[],
  at: number,
  until = Number.MAX_SAFE_INTEGER,
): Promise<DeviceFigures> {
  const ids = JSON.stringify(devices);
  const [tries] = await ask<{ n: number }>(main, failed, [at - QUARTER - LONGEST_TRY, at - QUARTER, until, ids]);
  const refusals = await ask<{ kind: string; n: number }>(main, refused, [at - QUARTER, until, ids]);
  const [bytes] = await ask<{ sessions: number; tx: number; rx: number }>(main, ended, [at - DAY, ids]);
  const counted = (kind: string): number => refusals.find((one) => one.kind === kind)?.n ?? 0;
  return {
    failed15m: tries?.n ?? 0,
    rejected15m: counted('login.rejected'),
    refused15m: counted('address.refused'),
    bytes: bytes ?? { sessions: 0, tx: 0, rx: 0 },
  };
}
