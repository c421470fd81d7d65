import type { PollBeat } from './heartbeat.ts';
import type { DeviceFacts, Polled } from './polling.ts';
import type { Listing } from './roster.ts';

/** How long after a switchover listings neither end nor start sessions, in milliseconds: the other unit takes over what was replicated. */
export const SETTLING = 120_000;
/** How far two looks at the uptime may contradict each other, in seconds: it is printed in whole minutes or hours by some. */
const UPTIME_TOLERANCE = 5;

/** The chassis that answers at a device's address, as the last poll found it. A failover pair is two of them, and one answers at a time. */
export interface Unit {
  readonly device: number;
  /** When it last told its uptime, or else was first polled, epoch milliseconds. */
  readonly at: number;
  readonly facts: DeviceFacts;
  /** From when on was made what the poll told that first found another unit to answer. */
  readonly switchedAt?: number;
  /** What its sessions had counted, by listing, when each was last complete. */
  readonly totals?: Readonly<Partial<Record<Listing, Total>>>;
  /** How often it is heard of by its polls. */
  readonly beat?: PollBeat;
}

/** What some sessions had counted together when they were listed. */
export interface Total {
  readonly sessions: number;
  readonly bytesTx: number;
  readonly bytesRx: number;
  /** Bytes a second between the last two polls, of those sessions that both had. */
  readonly rateTx?: number;
  readonly rateRx?: number;
  /** The earliest listing in it, epoch milliseconds. */
  readonly at: number;
}

/** The totals together; `undefined` of none. */
export function sumOf(totals: readonly Total[]): Total | undefined {
  const [first, ...rest] = totals;
  if (first === undefined) return undefined;
  return rest.reduce(
    (sum, one) => ({
      sessions: sum.sessions + one.sessions,
      bytesTx: sum.bytesTx + one.bytesTx,
      bytesRx: sum.bytesRx + one.bytesRx,
      ...ratesOf(sum, one),
      at: Math.min(sum.at, one.at),
    }),
    first,
  );
}

/** Two moments between which something was, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a poll shows to have become of the unit since the one before. */
export interface Turn {
  /** A standby lists what it would take over: nothing it says is about what goes on. */
  readonly standby: boolean;
  /** Another unit answers, now or since a moment ago. */
  readonly switched: boolean;
  /** From when on was made what the poll told that first found this unit to answer, epoch milliseconds: what was listed before was numbered by the other one. */
  readonly switchedAt?: number;
  /** Between when it started anew, if it did since. */
  readonly booted?: Span;
  /** Its counters cannot be compared with those of the poll before. */
  readonly anew: boolean;
}

function ratesOf(a: Total, b: Total): Pick<Total, 'rateTx' | 'rateRx'> {
  const add = (one: number | undefined, other: number | undefined): number | undefined =>
    one === undefined ? other : one + (other ?? 0);
  const [rateTx, rateRx] = [add(a.rateTx, b.rateTx), add(a.rateRx, b.rateRx)];
  return { ...(rateTx === undefined ? {} : { rateTx }), ...(rateRx === undefined ? {} : { rateRx }) };
}

/** Whether a standby answered: what it lists goes on at the other unit. */
export function standsBy({ facts, rosters }: Polled): boolean {
  const isStandby = rosters.some((one) => one.kind === 'sessions.totalled' && one.totals.role === 'standby');
  return facts.role === 'standby' || isStandby;
}

/** Compares a poll with the one before it. */
export function turn(before: Unit | undefined, polled: Polled): Turn {
  const standby = standsBy(polled);
  const switchedAt = standby ? undefined : switchedIn(before, polled);
  const switched = switchedAt !== undefined && madeFrom(polled) - switchedAt < SETTLING;
  const booted = standby || switched ? undefined : bootOf(before, polled);
  const anew = booted !== undefined || switchedAt === madeFrom(polled);
  return {
    ...{ standby, switched, anew },
    ...(switchedAt === undefined ? {} : { switchedAt }),
    ...(booted === undefined ? {} : { booted }),
  };
}

/**
 * The unit as this poll found it; a fact that was not asked for this time stays. A standby leaves what is known of the active one, and so
 * does SNMP of one that commands know by its serial: it tells none, and its uptime is the agent's, which would hide a restart from them.
 */
export function unitAfter(before: Unit | undefined, polled: Polled): Unit | undefined {
  if (turn(before, polled).standby) return before;
  if (polled.by === 'snmp' && polled.facts.serial === undefined && before?.facts.serial !== undefined) return before;
  const switchedAt = switchedIn(before, polled);
  const facts = switchedAt === madeFrom(polled) ? polled.facts : { ...before?.facts, ...polled.facts };
  const { device } = polled;
  // A restart is told by two uptimes, however many polls between them told none.
  const at = before === undefined || polled.facts.uptime !== undefined ? polled.finishedAt : before.at;
  const totals = before?.totals === undefined ? {} : { totals: before.totals };
  return { device, at, facts, ...totals, ...(switchedAt === undefined ? {} : { switchedAt }) };
}

/** When another unit began to answer: in this poll, or as was known before. */
function switchedIn(before: Unit | undefined, polled: Polled): number | undefined {
  const known = before?.facts.serial;
  const { serial } = polled.facts;
  return known !== undefined && serial !== undefined && known !== serial ? madeFrom(polled) : before?.switchedAt;
}

/** From when on what a poll tells was made, epoch milliseconds: a listing may be older than the asking. */
function madeFrom({ startedAt, rosters }: Polled): number {
  return Math.min(startedAt, ...rosters.map((roster) => roster.startedAt));
}

/** Only a unit that is known to be the same one has restarted when it is up for less time. */
function bootOf(before: Unit | undefined, { facts, startedAt, finishedAt }: Polled): Span | undefined {
  const was = before?.facts;
  if (before === undefined || was?.uptime === undefined || facts.uptime === undefined) return undefined;
  if (was.serial === undefined || was.serial !== facts.serial) return undefined;
  const booted = {
    from: startedAt - (facts.uptime + unprinted(facts.uptime)) * 1000,
    to: finishedAt - facts.uptime * 1000,
  };
  const restarted = facts.uptime + UPTIME_TOLERANCE < was.uptime && booted.to > before.at - UPTIME_TOLERANCE * 1000;
  return restarted ? booted : undefined;
}

/** How many seconds are not printed of an uptime: it is told by its two greatest parts (`41 days 19 hours`, `3 mins 10 secs`). */
function unprinted(uptime: number): number {
  if (uptime >= 365 * DAY) return DAY;
  if (uptime >= DAY) return 3600;
  return uptime >= 3600 ? 60 : 1;
}

const DAY = 86_400;
