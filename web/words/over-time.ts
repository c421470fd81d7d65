import type { SeriesChart, SeriesMetric } from '../../server/domain/series.ts';
import { bitRate, bytesText, count, many } from './bytes.ts';
import type { Unit } from './chart.ts';
import { plain } from './plain.ts';

/** A chart of what was told over time. */
export interface OverTimeChart {
  readonly chart: SeriesChart;
  readonly title: string;
  /** A value in full, and as short as the axis needs it. */
  readonly unit: Unit;
  readonly tick: Unit;
  /** The axis reaches to this value at least. */
  readonly top: number;
  /** Whether the most of each step is drawn, not its mean. */
  readonly isHigh?: boolean;
}

const whole: Unit = (value) => count(Math.round(value));
/** Bytes a second as lines are sold. */
const bits: Unit = (value) => {
  const { value: figure, unit } = bitRate(value);
  return `${figure} ${unit}`;
};
const packets: Unit = (value) =>
  `${value >= 100 || Number.isInteger(value) ? whole(value) : value.toFixed(1)} packets/s`;
const percent: Unit = (value) => `${Math.round(value)} %`;
const bytes: Unit = (value) => bytesText(Math.round(value));

/** What users moved. */
export const trafficChart: OverTimeChart = { chart: 'bytes', title: 'Traffic of users', unit: bits, tick: bits, top: 125 }; // prettier-ignore

/** THE TABLE: what the page of a head-end draws, in this order. */
export const overTimeCharts: readonly OverTimeChart[] = [
  { chart: 'sessions', title: 'Sessions', unit: (value) => many(Math.round(value), 'session'), tick: whole, top: 5, isHigh: true }, // prettier-ignore
  trafficChart,
  { chart: 'packets', title: 'Packets of users', unit: packets, tick: whole, top: 5 },
  { chart: 'cpu', title: 'CPU', unit: percent, tick: percent, top: 100, isHigh: true },
  { chart: 'memory', title: 'Memory', unit: bytes, tick: bytes, top: 1024 },
  { chart: 'connections', title: 'Connections', unit: (value) => many(Math.round(value), 'connection'), tick: whole, top: 5, isHigh: true }, // prettier-ignore
  { chart: 'aaa', title: 'AAA servers', unit: (value) => many(Math.round(value), 'server'), tick: whole, top: 2 },
  { chart: 'interfaces', title: 'Interfaces', unit: bits, tick: bits, top: 125 },
  { chart: 'ipsec', title: 'IPsec tunnels', unit: bits, tick: bits, top: 125 },
];

const names: Readonly<Record<SeriesMetric, string>> = {
  sessions: 'All',
  'sessions.ikev1': 'IPsec (IKEv1)',
  'sessions.ikev2': 'IPsec (IKEv2)',
  'sessions.anyconnect': 'AnyConnect',
  'sessions.clientless': 'Clientless',
  'sessions.unknown': 'Not known',
  'pool.used': '',
  cpu: 'CPU over a minute',
  'memory.used': 'Used',
  'memory.total': 'In all',
  connections: 'Connections',
  'aaa.answering': 'Answering',
  'aaa.servers': 'Listed',
  'bytes.tx': 'To clients',
  'bytes.rx': 'From clients',
  'packets.tx': 'To clients',
  'packets.rx': 'From clients',
  'interface.in.octets': 'in',
  'interface.out.octets': 'out',
  'ipsec.in.octets': 'In',
  'ipsec.out.octets': 'Out',
  'ipsec.in.packets': 'In',
  'ipsec.out.packets': 'Out',
};

/** What a line is of: `To clients`, `outside in`. */
export function lineName({ metric, instance }: { readonly metric: SeriesMetric; readonly instance: string }): string {
  return `${plain(instance)} ${names[metric]}`.trim();
}
