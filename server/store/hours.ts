import type { MinuteRow } from '../domain/feed.ts';
import type { Runs } from './sqlite.ts';

/** An hour, in milliseconds. */
export const HOUR = 3_600_000;

// Beside max() a bare column is that of the row with the greatest: SQLite promises it where there is but one max().
const sumUp = `INSERT INTO hour SELECT hour, active, opened, ended, bytesTx, bytesRx FROM (
    SELECT minute / ${HOUR} * ${HOUR} AS hour, max(minute), active, sum(opened) AS opened, sum(ended) AS ended, sum(bytesTx) AS bytesTx, sum(bytesRx) AS bytesRx
    FROM minute WHERE minute >= ? AND minute < ? GROUP BY 1) WHERE true
  ON CONFLICT (hour) DO UPDATE SET active = excluded.active, opened = excluded.opened, ended = excluded.ended, bytesTx = excluded.bytesTx, bytesRx = excluded.bytesRx`;

/** Sums up the hours of these minutes anew, within the transaction that wrote them: at most 60 rows of each are read. */
export async function putHours(writer: Runs, minutes: readonly Pick<MinuteRow, 'minute'>[]): Promise<void> {
  const hours = new Set(minutes.map(({ minute }) => hourOf(minute)));
  for (const hour of hours) await writer.run(sumUp, [hour, hour + HOUR]);
}

/** Takes away the hours from the one of that moment (epoch milliseconds) on, but for what its minutes tell. */
export async function dropHours(writer: Runs, from: number): Promise<void> {
  await writer.run('DELETE FROM hour WHERE hour >= ?', [hourOf(from)]);
  await putHours(writer, [{ minute: from }]);
}

function hourOf(at: number): number {
  return Math.floor(at / HOUR) * HOUR;
}
