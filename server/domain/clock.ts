import { civilTime, FIRST_YEAR, readStamp } from './stamp.ts';
import { instantOf, likelyOffset, type Zone } from './zone.ts';

/** A look at a sender's clock: what one message carried. */
export interface ClockSample {
  /** The sender's address. */
  readonly from: string;
  /** Arrival, epoch milliseconds. */
  readonly at: number;
  /** As printed; `null` if the message carried no time. */
  readonly stamp: string | null;
  /** Whom the message names as its origin, as printed: a device-id, or what a relay wrote. */
  readonly origin?: string;
}

/** What is known of a device's own clock. It is shown, and decides nothing: arrival does. */
export interface Clock {
  /**
   * What most of the latest messages carry: a time, that of a clock nobody has set, one that cannot be, or none; `several` where they
   * name several origins whose clocks differ, as a relay's do.
   */
  readonly says: 'time' | 'unset' | 'unreadable' | 'nothing' | 'several';
  /** The latest such stamp, as printed. */
  readonly stamp?: string;
  /** Arrival of the message that carried it, epoch milliseconds. */
  readonly at: number;
  /** Minutes that its time is taken to be east of UTC; absent when no zone can make it fit. */
  readonly offset?: number;
  /** Whether the stamp tells the offset, a person has configured the zone, or arrivals make it likely. */
  readonly offsetIs?: 'told' | 'configured' | 'estimated';
  /** Milliseconds, in whole seconds, that the clock is ahead of arrival; below zero: behind. */
  readonly skew?: number;
}

/** What is shown as wrong, in milliseconds of skew. */
export const MOST_SKEW = 60_000;

/** A sample, read. */
export interface Look extends Pick<Clock, 'offset' | 'offsetIs'> {
  readonly says: Exclude<Clock['says'], 'several'>;
  readonly sample: ClockSample;
  /** Milliseconds ahead of arrival; without an offset as if its zone were UTC. */
  readonly ahead?: number;
}

/** Reads a sample in the zone that is configured, if any. */
export function look(sample: ClockSample, zone: Zone | undefined): Look {
  const { at } = sample;
  if (sample.stamp === null) return { sample, says: 'nothing' };
  const stamp = readStamp(sample.stamp);
  if (stamp === undefined) return { sample, says: 'unreadable' };
  if (stamp.year !== undefined && stamp.year < FIRST_YEAR) return { sample, says: 'unset' };
  const civil = civilTime(stamp, at);
  if (civil === undefined) return { sample, says: 'unreadable' };
  const { offset } = stamp;
  if (offset !== undefined)
    return { sample, says: 'time', offset, offsetIs: 'told', ahead: civil - offset * 60_000 - at };
  if (zone === undefined) return { sample, says: 'time', offsetIs: 'estimated', ahead: civil - at };
  const instant = instantOf(civil, zone, at);
  const configured = Math.round((civil - instant) / 60_000);
  return { sample, says: 'time', offset: configured, offsetIs: 'configured', ahead: instant - at };
}

/** What some looks at a sender, in order of arrival, say of its clock; `undefined` if there are none. */
export function clockOf(looks: readonly Look[]): Clock | undefined {
  const clock = oneClock(looks);
  if (clock === undefined || !differ(byOrigin(looks).flatMap((own) => oneClock(own) ?? []))) return clock;
  return { says: 'several', at: looks.at(-1)?.sample.at ?? clock.at };
}

function byOrigin(looks: readonly Look[]): readonly (readonly Look[])[] {
  const origins = new Set(looks.map(({ sample }) => sample.origin));
  return [...origins].map((origin) => looks.filter(({ sample }) => sample.origin === origin));
}

/** Whether these cannot be one clock: an ASA names each of its contexts, and all have its own. */
function differ([first, ...others]: readonly Clock[]): boolean {
  if (first === undefined) return false;
  const { says, offset = 0, skew = 0 } = first;
  const reads = offset * 60_000 + skew;
  return others.some(
    (one) => one.says !== says || Math.abs((one.offset ?? 0) * 60_000 + (one.skew ?? 0) - reads) > MOST_SKEW,
  );
}

/** The median decides: single messages may come late. */
function oneClock(looks: readonly Look[]): Clock | undefined {
  const most = commonest(looks);
  const last = most.at(-1);
  if (last === undefined) return undefined;
  const { says, sample } = last;
  const clock = { says, at: sample.at, ...(sample.stamp !== null && { stamp: sample.stamp }) };
  const { offset, offsetIs, ahead } = median(most);
  if (offsetIs === undefined || ahead === undefined) return clock;
  if (offsetIs !== 'estimated')
    return { ...clock, ...(offset !== undefined && { offset }), offsetIs, skew: whole(ahead) };
  const likely = likelyOffset(ahead);
  if (likely === undefined) return { ...clock, skew: whole(ahead) };
  return { ...clock, offset: likely, offsetIs, skew: whole(ahead - likely * 60_000) };
}

/** The worst of several clocks, as those of a failover pair's units; `undefined` if there are none. */
export function worstClock(clocks: readonly Clock[]): Clock | undefined {
  const weight = ({ says, skew = 0 }: Clock): number =>
    ({ unset: Infinity, time: Math.abs(skew), unreadable: -1, several: -2, nothing: -3 })[says];
  return [...clocks].sort((one, other) => weight(other) - weight(one))[0];
}

/** The looks of the kind that there are most of, the latest of equals: an offset that is told and one that is not are two kinds. */
function commonest(looks: readonly Look[]): readonly Look[] {
  const kinds = new Map<string, Look[]>();
  for (const one of looks) {
    const kind = `${one.says} ${one.offsetIs ?? ''}`;
    const same = kinds.get(kind) ?? [];
    kinds.delete(kind); // the latest kind stands last
    kinds.set(kind, [...same, one]);
  }
  return [...kinds.values()].reduce<readonly Look[]>((most, one) => (one.length >= most.length ? one : most), []);
}

function median(looks: readonly Look[]): Partial<Look> {
  const sorted = [...looks].sort((one, other) => (one.ahead ?? 0) - (other.ahead ?? 0));
  return sorted[Math.floor(sorted.length / 2)] ?? {};
}

/** In whole seconds, never -0. */
function whole(milliseconds: number): number {
  return Math.round(milliseconds / 1000) * 1000 + 0;
}
