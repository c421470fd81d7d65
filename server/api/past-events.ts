import type { AaaListed, Seen, SeenClaim } from '../domain/alert/observer.ts';
import type { Moment } from '../domain/alert/replay.ts';
import type { RuleId } from '../domain/alert/rules.ts';
import type { Device } from '../domain/device.ts';
import type { Event } from '../domain/event.ts';
import type { ChainRow, DeviceRow } from '../domain/feed.ts';
import { AlertMemory } from '../state/alert-memory.ts';
import { State } from '../state/state.ts';
import type { Reads } from '../store/reads.ts';
import { inOrder } from './in-order.ts';
import type { Reader } from './message.ts';
import { claimPages } from './past-claims.ts';
import type { PastUse } from './past-pools.ts';
import type { Way } from './past-rules.ts';

/** What the past is looked at with. */
export interface PastEvents {
  readonly rule: RuleId;
  readonly way: Way;
  readonly from: number;
  readonly to: number;
  readonly devices: readonly DeviceRow[];
  /** How full chains were, where the observer asks for it. */
  readonly chains: readonly PastUse[];
  /** Which servers are in which group, as it is known now. */
  readonly groups: readonly AaaListed[];
}

/** Events read at a time: between two pages others have their turn. */
const PAGE = 250;
/** What comes within a second is one turn. */
const TURN = 1000;
/** What an observer counts within a span falls without anything happening: so often, and for so long, it is asked all the same (milliseconds). */
const IDLE = 60_000;
const IDLE_FOR = 20 * IDLE;
/** Moments of one page where nothing happens for long. */
const MOST_IDLE = 500;

/** What an observer would have seen of a rule, from the events and messages that are kept, page by page. */
export async function* eventMoments(
  reads: Reads,
  reader: Pick<Reader, 'claim' | 'claiming'>,
  past: PastEvents,
): AsyncGenerator<readonly Moment[]> {
  const { from, to, devices, way } = past;
  const watch = createWatch(past);
  const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
  const state = new State({ ...nothing, devices: devices.map(deviceOf) });
  const events = way.noEvents === true ? none() : eventPages(reads, from, to);
  const claims =
    way.claims === undefined ? none() : claimPages(reads, reader, { kinds: way.claims, from, to, devices });
  for await (const page of inOrder<Event | SeenClaim>(events, claims)) {
    for (const turn of turnsOf(page)) {
      const at = turn.at(-1)?.at ?? 0;
      const [its, said] = [turn.filter((one) => 'kind' in one), turn.filter((one) => 'claim' in one)];
      for (const event of its) state.apply(event);
      const { attempts, sessions } = state.changes();
      state.forget(at);
      yield* watch.idle(at);
      const switched = said.filter(({ claim }) => claim.kind === 'failover.switched').map(({ device }) => device);
      const then = switched.length === 0 ? undefined : await sessionsThen(reads, switched, at);
      yield [watch.turn({ at, claims: said, events: its, attempts, sessions }, then)];
    }
  }
  yield* watch.idle(to);
}

async function* none(): AsyncGenerator<never> {
  // Nothing is asked for.
}

async function* eventPages(reads: Reads, from: number, to: number): AsyncGenerator<readonly Event[]> {
  let seq = await reads.seqBefore(from);
  for (;;) {
    const page = await reads.eventsAfter(seq, PAGE);
    const last = page.at(-1);
    if (last === undefined || last.event.at >= to) return;
    yield page.map(({ event }) => event);
    seq = last.seq;
  }
}

/** How many sessions head-ends had, where it is known. */
async function sessionsThen(
  reads: Reads,
  devices: readonly number[],
  at: number,
): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (const device of new Set(devices)) {
    const figures = await reads.figuresThen([device], at);
    if (figures !== undefined) found.set(device, figures.sessions);
  }
  return found;
}

type Come = Pick<Seen, 'at' | 'claims' | 'events' | 'attempts' | 'sessions'>;

interface Watch {
  turn(seen: Come, sessions?: ReadonlyMap<number, number>): Moment;
  /** What is seen until then while nothing comes. */
  idle(to: number): Iterable<readonly Moment[]>;
}

function createWatch({ rule, way, devices, chains, groups }: PastEvents): Watch {
  const { look, idle = IDLE } = way;
  const memory = new AlertMemory('past', []);
  const adopted = devices.filter(({ state }) => state === 'adopted');
  let last = Infinity;
  let isBad = false;
  const see = (seen: Come, sessions?: ReadonlyMap<number, number>): Moment => {
    const isRefused = seen.events.some(({ kind }) => kind === 'address.refused');
    const estate = {
      ...EMPTY,
      devices: sessions === undefined ? adopted : adopted.map((one) => ({ ...one, sessions: sessions.get(one.id) ?? one.sessions })), // prettier-ignore
      chains: isRefused ? chainsAt(chains, seen.at) : [],
      aaaListed: groups,
    };
    const told = look({ ...seen, estate }, memory).filter((one) => one.rule === rule);
    isBad = told.some(({ value }) => value > 0);
    return { at: seen.at, seen: told };
  };
  return {
    *idle(to) {
      let moments: Moment[] = [];
      for (let at = last + idle; at < to && (at < last + IDLE_FOR || isBad); at += idle) {
        moments.push(see({ at, claims: [], events: [], attempts: [], sessions: [] }));
        if (moments.length < MOST_IDLE) continue;
        yield moments;
        moments = [];
      }
      if (moments.length > 0) yield moments;
    },
    turn(seen, sessions) {
      last = seen.at;
      return see(seen, sessions);
    },
  };
}

const EMPTY: Seen['estate'] = {
  ...{ devices: [], pools: [], chains: [], aaa: [], aaaListed: [], limits: new Map() },
  ...{ polls: [], collectors: [], understood: [] },
};

function* turnsOf<T extends { readonly at: number }>(all: readonly T[]): Generator<readonly T[]> {
  let turn: T[] = [];
  for (const one of all) {
    const [first] = turn;
    if (first !== undefined && one.at - first.at >= TURN) {
      yield turn;
      turn = [];
    }
    turn.push(one);
  }
  if (turn.length > 0) yield turn;
}

/** What chains were then, as far as minutes tell: with those of which nothing is known as unknown. */
function chainsAt(all: readonly PastUse[], at: number): readonly ChainRow[] {
  return all.map(({ device, chain, uses }) => {
    const use = uses.findLast((one) => one.at <= at);
    const [used, size] = [use?.used ?? 0, use?.size ?? null];
    return {
      ...{ device: device.name, tunnelGroup: chain.tunnelGroup, pools: chain.pools, size, used, held: null },
      ...{ utilization: size === null || size === 0 ? null : used / size, source: 'derived', at: use?.at ?? null },
    };
  });
}

/** What a state needs of a device to take events in. */
function deviceOf({ id, name, state, addresses }: DeviceRow): Device {
  return { id, name, state, addresses, pools: [], chains: [], addedAt: 0 };
}
