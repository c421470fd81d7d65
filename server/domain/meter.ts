import type { IpsecSa, ListedSession, Listing } from './roster.ts';

/** What is counted of a session. Tx goes to the client (the ASA encrypts), Rx comes from it; encaps and decaps are those of its IPsec SAs. */
export const counters = [
  ...(['bytesTx', 'bytesRx', 'packetsTx', 'packetsRx', 'packetsTxDropped', 'packetsRxDropped'] as const),
  ...(['encaps', 'decaps', 'sendErrors', 'recvErrors'] as const),
] as const;
export type Counter = (typeof counters)[number];

type Numbers = { readonly [K in Counter]?: number };

/** The counters that a device told at one moment, epoch milliseconds; what it never told is absent. */
export type Count = {
  readonly at: number;
  /** When it told those that stand here from before: some are asked for less often than others. */
  readonly earlier?: Numbers;
} & Numbers;

/** What the IPsec SAs of a session tell beside their counters. */
export interface SaFacts {
  /** The address of the ASA that the client speaks to. */
  readonly server?: string;
  readonly transform?: string;
  /** The words of `in use settings`, each once. */
  readonly settings?: readonly string[];
  /** Whether packets were compressed. */
  readonly compressed: boolean;
}

/** The counters of a session at the last two polls that told each. They change with each poll, so they are no events, and no projection of events. */
export interface Meter {
  readonly session: number;
  readonly device: number;
  /** In which listing it was last seen, and when, epoch milliseconds. */
  readonly listing: Listing;
  readonly listedAt: number;
  readonly latest: Count;
  /** Before them, as far as they can be compared: a counter that began anew is not here. */
  readonly previous?: Count;
  /** What was counted before counters of 32 bits went over. */
  readonly carried: Numbers;
  readonly sas?: SaFacts;
}

/** How counters are read: how wide they are, and whether they go on where they were. */
export interface Reading {
  /** 7.x counts in 32 bits. */
  readonly bits: 32 | 64;
  /** After a restart or a switchover what is told now cannot be compared with what was told before. */
  readonly anew: boolean;
}

const ROUND = 2 ** 32;
/**
 * What no session moves in a second: more tells that a counter began anew. Of 32 bits one that went over and one that began anew look
 * alike, so there it is 100 Mbit/s: what a client of a 7.x box may well move, and what still tells the two apart for some minutes.
 */
export const MOST_A_SECOND = { 32: 1.25e7, 64: 1.25e10 } as const;

/** The meter after a poll; `count` as the device told it. One that is no newer changes nothing. */
export function metered(
  before: Meter | undefined,
  told: Pick<Meter, 'session' | 'device' | 'listing' | 'listedAt' | 'sas'>,
  count: Count,
  { bits, anew }: Reading,
): Meter {
  if (before === undefined || anew) return { ...told, ...sasOf(told, before), latest: count, carried: {} };
  if (count.at <= before.latest.at) return before;
  const steps = counters.map((key) => [key, step(before, count, key, bits)] as const);
  const of = (pick: (one: Step) => number | undefined): Numbers => numbers(steps.map(([key, one]) => [key, pick(one)]));
  const { at } = before.latest;
  return {
    ...told,
    ...sasOf(told, before),
    latest: counted(
      count.at,
      of(({ now }) => now?.value),
      of(({ now }) => now?.at),
    ),
    previous: counted(
      at,
      of(({ was }) => was?.value),
      of(({ was }) => was?.at),
    ),
    carried: of(({ over }) => over),
  };
}

/** A counter at one moment. */
interface Told {
  readonly value: number;
  readonly at: number;
}

/** A counter after a poll, and as it was told before that, if the two can be compared; `over`: see `carried`. */
interface Step {
  readonly now?: Told;
  readonly was?: Told;
  readonly over?: number;
}

/** One that was not asked for this time stays what it was, as old as it is. */
function step({ latest, previous, carried }: Meter, count: Count, key: Counter, bits: 32 | 64): Step {
  const raw = count[key];
  const was = toldIn(latest, key);
  const carry = carried[key] ?? 0;
  if (raw === undefined) {
    const before = previous && toldIn(previous, key);
    return { ...(was && { now: was }), ...(before && { was: before }), ...(carry > 0 && { over: carry }) };
  }
  const grown = was && growth(raw + carry - was.value, (count.at - was.at) / 1000, bits);
  if (was === undefined || grown === undefined) return { now: { value: raw, at: count.at } };
  const value = was.value + grown;
  return { now: { value, at: count.at }, was, ...(value > raw && { over: value - raw }) };
}

/** A counter with when it was told; `undefined` where it never was. */
export function toldIn(count: Count, key: Counter): Told | undefined {
  const value = count[key];
  return value === undefined ? undefined : { value, at: count.earlier?.[key] ?? count.at };
}

function counted(at: number, values: Numbers, times: Numbers): Count {
  const earlier = numbers(counters.map((key) => [key, times[key] === at ? undefined : times[key]]));
  return { at, ...(Object.keys(earlier).length > 0 && { earlier }), ...values };
}

/** Those that are there. */
function numbers(entries: readonly (readonly [Counter, number | undefined])[]): Numbers {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)); // border: entries lose their types
}

/** By how much a counter grew; `undefined` where it began anew. */
function growth(difference: number, seconds: number, bits: 32 | 64): number | undefined {
  const most = MOST_A_SECOND[bits] * seconds;
  if (difference >= 0) return difference <= most ? difference : undefined;
  const over = difference + ROUND;
  return bits === 32 && over >= 0 && over <= most ? over : undefined;
}

/** SAs are asked for less often than sessions. */
function sasOf({ sas }: Pick<Meter, 'sas'>, before: Meter | undefined): Pick<Meter, 'sas'> {
  const known = sas ?? before?.sas;
  return known === undefined ? {} : { sas: known };
}

/** How fast a counter grew between the last two polls, a second; `undefined` where that cannot be told. Never below 0. */
export function rate({ latest, previous }: Meter, key: Counter): number | undefined {
  const now = toldIn(latest, key);
  const was = previous && toldIn(previous, key);
  if (now === undefined || was === undefined || now.at !== latest.at) return undefined;
  const seconds = (now.at - was.at) / 1000;
  return seconds > 0 ? (now.value - was.value) / seconds : undefined;
}

/** By how much a counter grew between the last two polls that told it. */
export function grown({ latest, previous }: Meter, key: Counter): number | undefined {
  const now = latest[key];
  const was = previous?.[key];
  return now === undefined || was === undefined ? undefined : now - was;
}

/** What a listed session counts, with its IPsec SAs, at that moment. */
export function countOf(row: ListedSession, sas: readonly IpsecSa[], at: number): Count {
  const sum = (key: keyof ListedSession['tunnels'][number] & Counter): number | undefined => total(row.tunnels, key);
  return {
    at,
    ...numbers([
      ['bytesTx', row.bytesTx ?? sum('bytesTx')],
      ['bytesRx', row.bytesRx ?? sum('bytesRx')],
      ['packetsTx', row.packetsTx ?? sum('packetsTx')],
      ['packetsRx', row.packetsRx ?? sum('packetsRx')],
      ['packetsTxDropped', sum('packetsTxDropped')],
      ['packetsRxDropped', sum('packetsRxDropped')],
      ['encaps', total(sas, 'encaps')],
      ['decaps', total(sas, 'decaps')],
      ['sendErrors', total(sas, 'sendErrors')],
      ['recvErrors', total(sas, 'recvErrors')],
    ]),
  };
}

/** What the IPsec SAs of a session tell beside counters; `undefined` without any. */
export function saFacts(sas: readonly IpsecSa[]): SaFacts | undefined {
  const [first] = sas;
  if (first === undefined) return undefined;
  const server = first.localEndpoint?.replace(/\/\d+$/, '');
  const { transform } = first;
  const settings = [...new Set(sas.flatMap((sa) => sa.settings ?? []))];
  return {
    ...(server === undefined ? {} : { server }),
    ...(transform === undefined ? {} : { transform }),
    ...(settings.length === 0 ? {} : { settings }),
    compressed: sas.some(({ compressed = 0, decompressed = 0 }) => compressed + decompressed > 0),
  };
}

/** The sum of what those tell that tell it; `undefined` if none does. */
function total<K extends string>(of: readonly { readonly [P in K]?: number }[], key: K): number | undefined {
  const told = of.flatMap((one) => one[key] ?? []);
  return told.length === 0 ? undefined : told.reduce((sum, one) => sum + one, 0);
}
