import { isFrom, type Release } from '../../server/domain/release.ts';

/** A command of the allow-list and when it is asked. */
export interface PlanRow {
  readonly command: string;
  /** Seconds from one time to the next. */
  readonly every: number;
  /** The first release that knows it, and the first that does not any more. */
  readonly from?: readonly number[];
  readonly until?: readonly number[];
  /** It costs the device much: not asked while its CPU is busy, and put off for long if it is too slow. */
  readonly heavy?: true;
  /** It is asked once for each pool. */
  readonly each?: 'pool';
  /** A row that tells all of this and more: while that one is due this one is not asked. */
  readonly within?: string;
  readonly phase: Phase;
}

/** The order of a poll. What the device says of itself comes first, then listings between two counts of them, then the rest. */
export type Phase = 'device' | 'totals' | 'listing' | 'rest';

const DAY = 86_400;
const V7_1 = [7, 1];
const V8_4 = [8, 4];
const V9_3_2 = [9, 3, 2];

/** When an ASA of which release knows the word for a listing of sessions. */
const words: readonly (Pick<PlanRow, 'from' | 'until'> & { readonly word: string })[] = [
  { word: 'remote', until: V8_4 },
  { word: 'svc', from: V7_1, until: V8_4 },
  { word: 'ra-ikev1-ipsec', from: V8_4 },
  { word: 'anyconnect', from: V8_4 },
  { word: 'ra-ikev2-ipsec', from: V9_3_2 },
  { word: 'webvpn' },
  { word: 'l2l' },
];

/** What is asked, and how often. */
export const plan: readonly PlanRow[] = [
  { command: 'show cpu usage', every: 30, phase: 'device' },
  { command: 'show failover', every: 30, phase: 'device' },
  { command: 'show version', every: 60, phase: 'device' },
  { command: 'show memory', every: 60, phase: 'device' },
  { command: 'show conn count', every: 60, phase: 'device' },
  { command: 'show vpn-sessiondb summary', every: 30, phase: 'totals' },
  ...words.flatMap(({ word, ...when }): readonly PlanRow[] => {
    const [plain, detail] = [`show vpn-sessiondb ${word}`, `show vpn-sessiondb detail ${word}`];
    return [
      { command: detail, every: 300, heavy: true, phase: 'listing', ...when },
      { command: plain, every: 60, within: detail, phase: 'listing', ...when },
    ];
  }),
  { command: 'show ip local pool {pool}', every: 60, each: 'pool', phase: 'rest' },
  { command: 'show crypto isakmp sa detail', every: 120, until: V8_4, phase: 'rest' },
  { command: 'show crypto ikev1 sa detail', every: 120, from: V8_4, phase: 'rest' },
  { command: 'show crypto ikev2 sa detail', every: 120, from: V8_4, phase: 'rest' },
  { command: 'show crypto ipsec sa', every: 300, heavy: true, phase: 'rest' },
  { command: 'show crypto ipsec stats', every: 300, phase: 'rest' },
  { command: 'show crypto isakmp stats', every: 300, until: V8_4, phase: 'rest' },
  { command: 'show crypto ikev1 stats', every: 300, from: V8_4, phase: 'rest' },
  { command: 'show vpn-sessiondb license-summary', every: 3600, from: V8_4, phase: 'rest' },
  { command: 'show vpn load-balancing', every: 300, phase: 'rest' },
  { command: 'show aaa-server', every: 300, phase: 'rest' },
  { command: 'show aaa local user', every: 300, phase: 'rest' },
  { command: 'show uauth', every: 300, phase: 'rest' },
  { command: 'show shun', every: 300, phase: 'rest' },
  { command: 'show interface', every: 300, phase: 'rest' },
  { command: 'show logging', every: 300, phase: 'rest' },
  { command: 'show clock', every: 300, phase: 'rest' },
  { command: 'show running-config', every: DAY, heavy: true, phase: 'rest' },
  { command: 'show running-config all crypto', every: DAY, heavy: true, phase: 'rest' },
  { command: 'show running-config all sysopt', every: DAY, heavy: true, phase: 'rest' },
];

/** What decides whether a row is asked now. */
export interface Circumstances {
  /** Without one the latest is assumed: what it does not know a device refuses, and is not asked again for a day. */
  readonly release: Release | undefined;
  /** Seconds since the row was last asked, for each pool too; `undefined`: never. */
  readonly age: (command: string) => number | undefined;
  /** Whether the row was refused, or was too slow, not long ago. */
  readonly isOff: (command: string) => boolean;
  /** Seconds between two polls as they are now, and by how much that is stretched. */
  readonly interval: number;
  readonly stretch: number;
  /** The device's CPU is above what it may be. */
  readonly isBusy: boolean;
}

/** The rows to ask in this poll, in their order. */
export function due(rows: readonly PlanRow[], now: Circumstances): readonly PlanRow[] {
  const wanted = rows.filter((row) => knows(row, now.release) && !now.isOff(row.command) && isDue(row, now));
  return wanted.filter(({ within }) => within === undefined || !wanted.some((row) => row.command === within));
}

/** Half an interval early is better than a whole one late. */
function isDue({ command, every, heavy }: PlanRow, { age, interval, stretch, isBusy }: Circumstances): boolean {
  if (isBusy && heavy === true) return false;
  const since = age(command);
  return since === undefined || since >= every * stretch - interval / 2;
}

function knows({ from, until }: PlanRow, release: Release | undefined): boolean {
  if (release === undefined) return until === undefined;
  return (from === undefined || isFrom(release, ...from)) && (until === undefined || !isFrom(release, ...until));
}
