import type { Observer, Seen } from '../domain/alert/observer.ts';
import type { Moment } from '../domain/alert/replay.ts';
import type { RuleId } from '../domain/alert/rules.ts';
import type { Device } from '../domain/device.ts';
import type { Event } from '../domain/event.ts';
import type { ChainRow, DeviceRow } from '../domain/feed.ts';
import { AlertMemory } from '../state/alert-memory.ts';
import { State } from '../state/state.ts';
import type { Reads } from '../store/reads.ts';
import type { PastUse } from './past-pools.ts';

/** What the past is looked at with. */
export interface PastEvents {
  readonly rule: RuleId;
  readonly look: Observer;
  readonly from: number;
  readonly to: number;
  readonly devices: readonly DeviceRow[];
  /** How full chains were, where the observer asks for it. */
  readonly chains: readonly PastUse[];
}

/** Events read at a time: between two pages others have their turn. */
const PAGE = 250;
/** Events of one second are one turn. */
const TURN = 1000;
/** What an observer counts within a span falls without anything happening: so often, and for so long, it is asked all the same (milliseconds). */
const IDLE = 60_000;
const IDLE_FOR = 20 * IDLE;

/** What an observer would have seen of a rule, from the events that are kept, page by page. */
export async function* eventMoments(reads: Reads, past: PastEvents): AsyncGenerator<readonly Moment[]> {
  const { from, to, devices } = past;
  const watch = createWatch(past);
  const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
  const state = new State({ ...nothing, devices: devices.map(deviceOf) });
  let seq = await reads.seqBefore(from);
  for (;;) {
    const page = await reads.eventsAfter(seq, PAGE);
    const last = page.at(-1);
    if (last === undefined || last.event.at >= to) break;
    seq = last.seq;
    const moments: Moment[] = [];
    for (const turn of turnsOf(page.map(({ event }) => event))) {
      for (const event of turn) state.apply(event);
      const { attempts, sessions } = state.changes();
      const at = turn.at(-1)?.at ?? 0;
      state.forget(at);
      moments.push(...watch.turn({ at, events: turn, attempts, sessions }));
    }
    yield moments;
  }
  yield watch.idle(to);
}

interface Watch {
  turn(seen: Pick<Seen, 'at' | 'events' | 'attempts' | 'sessions'>): readonly Moment[];
  idle(to: number): readonly Moment[];
}

function createWatch({ rule, look, devices, chains }: PastEvents): Watch {
  const memory = new AlertMemory('past', []);
  const adopted = devices.filter(({ state }) => state === 'adopted');
  let last = Infinity;
  const see = (seen: Pick<Seen, 'at' | 'events' | 'attempts' | 'sessions'>): Moment => {
    const isRefused = seen.events.some(({ kind }) => kind === 'address.refused');
    const estate = { ...EMPTY, devices: adopted, chains: isRefused ? chainsAt(chains, seen.at) : [] };
    return { at: seen.at, seen: look({ ...seen, claims: [], estate }, memory).filter((one) => one.rule === rule) };
  };
  const idle = (to: number): readonly Moment[] => {
    const moments: Moment[] = [];
    for (let at = last + IDLE; at < Math.min(to, last + IDLE_FOR); at += IDLE)
      moments.push(see({ at, events: [], attempts: [], sessions: [] }));
    return moments;
  };
  return {
    idle,
    turn(seen) {
      const before = idle(seen.at);
      last = seen.at;
      return [...before, see(seen)];
    },
  };
}

const EMPTY: Seen['estate'] = {
  ...{ devices: [], pools: [], chains: [], aaa: [], aaaListed: [], limits: new Map() },
  ...{ polls: [], collectors: [], understood: [] },
};

function* turnsOf(events: readonly Event[]): Generator<readonly Event[]> {
  let turn: Event[] = [];
  for (const event of events) {
    const [first] = turn;
    if (first !== undefined && event.at - first.at >= TURN) {
      yield turn;
      turn = [];
    }
    turn.push(event);
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
