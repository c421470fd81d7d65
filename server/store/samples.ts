import type { Reading, Readings } from '../domain/sample.ts';
import type { Polled } from '../domain/polling.ts';
import { increasesIn } from '../domain/sample-rates.ts';
import { countersOf } from '../domain/series-samples.ts';
import { rowsText } from './cell.ts';
import type { Ask } from './readers.ts';
import { addSeries } from './series.ts';
import type { Connection, Row } from './sqlite.ts';

/** How many are told of one device: all but those of single tunnels, which come last, are far fewer. */
const MOST = 1000;

/** The last two readings of each metric of a device; those that its last poll did not tell stay, with their age. */
export async function readSamples(ask: Ask, main: string, device: number): Promise<readonly Readings[]> {
  const rows = await ask(
    main,
    `SELECT metric, instance, kind, bits, value, at, uptime, previousValue, previousAt, previousUptime
     FROM sample WHERE device = ? ORDER BY metric LIKE 'tunnel.%', metric, instance LIMIT ?`,
    [device, MOST],
  );
  return rows.map(readings);
}

/** What tells for how long the agent was up, in seconds. */
const UPTIME = 'device.uptime';

/** Keeps the samples of a poll, each with the uptime at its moment; the reading before each becomes the previous one, and what counters grew by since is told in their series. */
export async function putSamples(writer: Connection, { device, samples = [] }: Polled): Promise<void> {
  if (samples.length === 0) return;
  const up = samples.find(({ metric }) => metric === UPTIME);
  const rows = samples.map(({ metric, instance, kind, bits, value, at }) => {
    const uptime = up === undefined ? null : Math.round(Number(up.value) + (at - up.at) / 1000);
    return [metric, instance, kind, bits ?? null, value, at, uptime];
  });
  const taken = await writer.all(
    `INSERT INTO sample (device, metric, instance, kind, bits, value, at, uptime)
     SELECT d.id, r.value->>0, r.value->>1, r.value->>2, r.value->>3, r.value->>4, r.value->>5, r.value->>6
     FROM device d, jsonb_each(?) r WHERE d.id = ?
     ON CONFLICT (device, metric, instance) DO UPDATE SET
       previousValue = value, previousAt = at, previousUptime = uptime,
       kind = excluded.kind, bits = excluded.bits, value = excluded.value, at = excluded.at, uptime = excluded.uptime
     WHERE excluded.at > sample.at
     RETURNING metric, instance, kind, bits, value, at, uptime, previousValue, previousAt, previousUptime`,
    [rowsText(rows), device],
  );
  await addSeries(writer, countersOf(device, increasesIn(taken.map(readings))));
  await writer.run('DELETE FROM sample WHERE device = ? AND at < ?', [
    device,
    Math.max(...samples.map(({ at }) => at)) - FORGOTTEN,
  ]);
}

/** An instance that was not told for so long (milliseconds) is gone: an interface that was taken out, a tunnel that is closed. */
const FORGOTTEN = 60 * 60_000;

/** A row of samples as it was stored. */
export function readings(row: Row): Readings {
  const reading = (value: unknown, at: unknown, uptime: unknown): Reading => ({
    value: String(value),
    at: Number(at),
    ...(typeof uptime === 'number' && { uptime }),
  });
  const { bits, previousValue } = row;
  return {
    metric: String(row['metric']),
    instance: String(row['instance']),
    kind: row['kind'] === 'counter' ? 'counter' : 'gauge',
    ...(bits === 32 || bits === 64 ? { bits } : {}),
    ...reading(row['value'], row['at'], row['uptime']),
    ...(typeof previousValue === 'string' && {
      previous: reading(previousValue, row['previousAt'], row['previousUptime']),
    }),
  };
}
