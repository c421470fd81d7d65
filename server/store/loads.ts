import { loadMetrics } from '../domain/load.ts';
import type { Total } from '../domain/unit.ts';
import { jsonText } from './cell.ts';
import { readLastPolls } from './polling.ts';
import type { Ask } from './readers.ts';
import type { DeviceLoad } from './polled-reads.ts';
import { readings } from './samples.ts';

const figures = `SELECT device, metric, instance, kind, bits, value, at, uptime, previousValue, previousAt, previousUptime
  FROM sample WHERE metric IN (SELECT value FROM json_each(?)) ORDER BY device, instance LIMIT ?`;
/** How many are read of all devices: of one that has thousands of interfaces not all are told. */
const MOST = 20_000;

/** Of a session that was listed so much longer ago (milliseconds) than others of its device nobody knows what it has counted since. */
const LAGGING = 600_000;
// One that has no counter yet is not among them.
const running = `SELECT device, count(*) AS sessions, sum(tx) AS tx, sum(rx) AS rx, min(listedAt) AS at FROM (
    SELECT m.device, m.latest->>'bytesTx' AS tx, m.latest->>'bytesRx' AS rx, m.listedAt,
      max(m.listedAt) OVER (PARTITION BY m.device) AS newest FROM session s JOIN meter m ON m.session = s.id WHERE s.state = 'active'
  ) WHERE tx IS NOT NULL AND rx IS NOT NULL AND listedAt > newest - ${LAGGING} GROUP BY device`;

/** What polls have told of the load of every device that was ever polled, and what the sessions that go on there have counted. */
export async function readLoads(ask: Ask, main: string): Promise<readonly DeviceLoad[]> {
  const polls = await readLastPolls(ask, main);
  const samples = await ask(main, figures, [jsonText(loadMetrics), MOST]);
  const counted = await ask<{ device: number; sessions: number; tx: number; rx: number; at: number }>(main, running);
  const units = await ask<{ device: number; totals: string | null }>(main, 'SELECT device, json(totals) AS totals FROM unit'); // prettier-ignore
  const devices = new Set([...polls, ...samples, ...counted].map(({ device }) => Number(device)));
  return [...devices].map((device) => {
    const sum = counted.find((one) => one.device === device);
    const rates = ratesOf(units.find((unit) => unit.device === device)?.totals ?? '{}');
    const { sessions = 0, tx = 0, rx = 0, at = 0 } = sum ?? {};
    return {
      device,
      facts: polls.find((poll) => poll.device === device)?.facts ?? {},
      samples: samples.filter((row) => row['device'] === device).map(readings),
      ...(sum !== undefined && { running: { sessions, tx, rx, at, ...rates } }),
    };
  });
}

/** Of users' sessions; what is between sites is counted apart. */
function ratesOf(totals: string): Pick<NonNullable<DeviceLoad['running']>, 'rateTx' | 'rateRx' | 'ratedAt'> {
  // The border: written by putPolls.
  const told = Object.entries(JSON.parse(totals) as Readonly<Record<string, Total>>);
  const mine = told.flatMap(([listing, total]) =>
    listing === 'lan-to-lan' || total.rateTx === undefined ? [] : total,
  );
  if (mine.length === 0) return {};
  const sum = (rate: 'rateTx' | 'rateRx'): number => mine.reduce((all, total) => all + (total[rate] ?? 0), 0);
  return { rateTx: sum('rateTx'), rateRx: sum('rateRx'), ratedAt: Math.min(...mine.map(({ at }) => at)) };
}
