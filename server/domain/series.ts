const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** THE TABLE: what a series may be of. A gauge stands at a value, a counter grows; `isHeld`: it is told when it changes, and once a minute. */
export const seriesMetrics = {
  sessions: { kind: 'gauge', isHeld: true },
  'sessions.ikev1': { kind: 'gauge', isHeld: true },
  'sessions.ikev2': { kind: 'gauge', isHeld: true },
  'sessions.anyconnect': { kind: 'gauge', isHeld: true },
  'sessions.clientless': { kind: 'gauge', isHeld: true },
  'sessions.unknown': { kind: 'gauge', isHeld: true },
  /** Addresses that are not free; the instance is the pool. */
  'pool.used': { kind: 'gauge', isHeld: true },
  /** Percent over a minute, of several processors the busiest. */
  cpu: { kind: 'gauge' },
  'memory.used': { kind: 'gauge' },
  'memory.total': { kind: 'gauge' },
  connections: { kind: 'gauge' },
  /** AAA servers that are listed as active, and all that are listed. */
  'aaa.answering': { kind: 'gauge' },
  'aaa.servers': { kind: 'gauge' },
  /** What users' sessions counted. Tx goes to the clients. */
  'bytes.tx': { kind: 'counter' },
  'bytes.rx': { kind: 'counter' },
  'packets.tx': { kind: 'counter' },
  'packets.rx': { kind: 'counter' },
  /** Bytes through a named interface, by SNMP. */
  'interface.in.octets': { kind: 'counter' },
  'interface.out.octets': { kind: 'counter' },
  /** What all IPsec tunnels of the head-end carried, by SNMP, those between sites included. */
  'ipsec.in.octets': { kind: 'counter' },
  'ipsec.out.octets': { kind: 'counter' },
  'ipsec.in.packets': { kind: 'counter' },
  'ipsec.out.packets': { kind: 'counter' },
} as const satisfies Readonly<Record<string, MetricFacts>>;

/** How a metric behaves. */
interface MetricFacts {
  readonly kind: 'gauge' | 'counter';
  readonly isHeld?: true;
}

export type SeriesMetric = keyof typeof seriesMetrics;

/** Whether a metric of a head-end is one that a series is kept of. */
export function isSeriesMetric(metric: string): metric is SeriesMetric {
  return Object.hasOwn(seriesMetrics, metric);
}

/**
 * The steps in which series are kept, in milliseconds, and for how long, the finest first. Ten minutes and days (UTC) are there so that weeks
 * and years are few rows.
 */
export const tiers = [
  { name: '10s', step: 10 * SECOND, kept: 2 * DAY },
  { name: '1m', step: MINUTE, kept: 30 * DAY },
  { name: '10m', step: 10 * MINUTE, kept: 30 * DAY },
  { name: '1h', step: HOUR, kept: 3 * 365 * DAY },
  { name: '1d', step: DAY, kept: Infinity },
] as const;
export type Tier = (typeof tiers)[number]['name'];

/** Stands for all head-ends together in the place of a device: their sessions alone, for counters of several have no common span. */
export const ALL_DEVICES = 0;

/** Of what a series is. */
export interface SeriesKey {
  /** `ALL_DEVICES`: of all together. */
  readonly device: number;
  readonly metric: SeriesMetric;
  /** Which of several: an interface, a pool; empty where there is but one. */
  readonly instance: string;
}

/** One look at a gauge; of a counter by how much it grew in the `span` milliseconds before. Values are whole numbers. */
export interface SeriesSample extends SeriesKey {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly value: number;
  /** Of a counter. 0: what is left of a time that another sample spans. */
  readonly span?: number;
}

/** What was told within one step of a tier. */
export interface SeriesRow {
  /** The beginning of the step, epoch milliseconds. */
  readonly at: number;
  readonly n: number;
  /** The sum of the values. */
  readonly total: number;
  /** Of a counter, milliseconds. */
  readonly span: number | null;
  /** Of a gauge; `lastAfter`: milliseconds from `at` to the last look. */
  readonly low: number | null;
  readonly high: number | null;
  readonly last: number | null;
  readonly lastAfter: number | null;
}

/** The row that one sample makes alone. */
export function rowOf({ metric, at, value, span = 0 }: SeriesSample, step: number): SeriesRow {
  const begin = Math.floor(at / step) * step;
  const row = { at: begin, n: 1, total: value };
  return seriesMetrics[metric].kind === 'counter'
    ? { ...row, span, low: null, high: null, last: null, lastAfter: null }
    : { ...row, span: null, low: value, high: value, last: value, lastAfter: at - begin };
}

/** How many points an answer has of a series at most, and of how many rows it is made at most. */
export const MOST_POINTS = 2000;
const MOST_ROWS = 3000;

/** Steps of answers, milliseconds: each is a multiple of one of the tiers'. */
const steps = [10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 7 * DAY, 28 * DAY]; // prettier-ignore

/** What is read for a span: rows of this tier, put together by steps of so many milliseconds. */
export interface SeriesPlan {
  readonly tier: Tier;
  readonly step: number;
}

/**
 * The finest way to tell a span in at most so many points: by steps of a tier that is still kept at its beginning, the coarsest of those that
 * fit them, so that as few rows as may be are read. `from` is of this time and `to` is after it, epoch milliseconds.
 */
export function planOf(
  { from, to }: { readonly from: number; readonly to: number },
  now: number,
  most: number,
): SeriesPlan {
  const points = (step: number): number => Math.ceil(to / step) - Math.floor(from / step);
  for (const step of steps.filter((one) => points(one) <= most)) {
    const fitting = tiers.filter(
      (tier) => step % tier.step === 0 && now - from <= tier.kept && points(tier.step) <= MOST_ROWS,
    );
    const coarsest = fitting.at(-1);
    if (coarsest !== undefined) return { tier: coarsest.name, step };
  }
  return { tier: '1d', step: Math.ceil((to - from) / (most - 1) / DAY) * DAY };
}

/** THE TABLE: what a chart of series may be of. */
export const seriesCharts = {
  sessions: { metrics: ['sessions', 'sessions.ikev1', 'sessions.ikev2', 'sessions.anyconnect', 'sessions.clientless', 'sessions.unknown'] }, // prettier-ignore
  bytes: { metrics: ['bytes.tx', 'bytes.rx'] },
  packets: { metrics: ['packets.tx', 'packets.rx'] },
  cpu: { metrics: ['cpu'] },
  memory: { metrics: ['memory.used', 'memory.total'] },
  connections: { metrics: ['connections'] },
  aaa: { metrics: ['aaa.answering', 'aaa.servers'] },
  pools: { metrics: ['pool.used'] },
  interfaces: { metrics: ['interface.in.octets', 'interface.out.octets'] },
  ipsec: { metrics: ['ipsec.in.octets', 'ipsec.out.octets'] },
  ipsecPackets: { metrics: ['ipsec.in.packets', 'ipsec.out.packets'] },
} as const satisfies Readonly<Record<string, { readonly metrics: readonly SeriesMetric[] }>>;
export type SeriesChart = keyof typeof seriesCharts;
