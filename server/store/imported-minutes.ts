import type { MinuteRow } from '../domain/feed.ts';
import { arrived } from './messages.ts';
import { minutesOf, spanOfMinutes } from './minutes.ts';
import type { Ask } from './readers.ts';
import type { MinuteSpan, MinutesQuery } from './reads.ts';

/** Devices of which something was imported that reaches into a span. */
const within = 'SELECT DISTINCT device FROM archive_chain WHERE "to" >= ? AND "from" < ?';

/** The minutes of a span with what was imported of it: of all devices they are kept for what was heard live alone. */
export async function spanWithImported(ask: Ask, main: string, query: MinutesQuery): Promise<MinuteSpan> {
  const span = await spanOfMinutes(ask, main, query);
  if (query.devices !== undefined) return span;
  const rows = await ask<{ device: number }>(main, within, [query.from, query.to]);
  if (rows.length === 0) return span;
  const devices = rows.map(({ device }) => device);
  const imported = await minutesOf(ask, main, query, devices, ` AND NOT ${arrived('id')}`);
  return { ...span, minutes: together(span.minutes, imported) };
}

/** The sums of two series, each of which holds on from one row to the next. */
function together(one: readonly MinuteRow[], other: readonly MinuteRow[]): readonly MinuteRow[] {
  const all = [one, other].flatMap((rows, which) => rows.map((row) => ({ row, which })));
  const active = [0, 0];
  const sums = new Map<number, MinuteRow>();
  for (const { row, which } of all.sort((a, b) => a.row.minute - b.row.minute)) {
    active[which] = row.active;
    const sum = sums.get(row.minute) ?? { minute: row.minute, active: 0, opened: 0, ended: 0, bytesTx: 0, bytesRx: 0 };
    sums.set(row.minute, {
      minute: row.minute,
      active: active.reduce((total, part) => total + part, 0),
      opened: sum.opened + row.opened,
      ended: sum.ended + row.ended,
      bytesTx: sum.bytesTx + row.bytesTx,
      bytesRx: sum.bytesRx + row.bytesRx,
    });
  }
  return [...sums.values()];
}
