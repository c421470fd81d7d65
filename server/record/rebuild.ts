import { leftOpen } from '../domain/archive.ts';
import type { Device } from '../domain/device.ts';
import { State } from '../state/state.ts';
import { FIRST_IMPORTED } from '../store/event.ts';
import type { Projections, Store } from '../store/store.ts';
import { finished } from './books.ts';
import { pastState } from './chain.ts';

/** Events read and rows written at a time. */
const PAGE = 5_000;

type Put = (rows: Projections) => Promise<void>;

/** Makes sessions, attempts, leases and minutes anew from the events, in one transaction. Returns how many events there are. */
export async function rebuild(
  store: Pick<Store, 'rebuild' | 'eventsAfter'>,
  devices: readonly Device[],
): Promise<number> {
  let events = 0;
  await store.rebuild(async (put) => {
    events = (await rebuildLive(store, devices, put)) + (await rebuildPast(store, devices, put));
  });
  return events;
}

async function rebuildLive(store: Pick<Store, 'eventsAfter'>, devices: readonly Device[], put: Put): Promise<number> {
  const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
  const state = new State({ ...nothing, devices });
  let events = 0;
  for (let seq = 0; ;) {
    const page = await store.eventsAfter(seq, PAGE);
    const last = page.at(-1);
    if (last === undefined) return events;
    for (const { event } of page) state.apply(event);
    await put(state.changes());
    state.forget(last.event.at);
    seq = last.seq;
    events += page.length;
  }
}

/** What was imported: in books of their own, as then, and without anything that is held or counted now. */
async function rebuildPast(store: Pick<Store, 'eventsAfter'>, devices: readonly Device[], put: Put): Promise<number> {
  const books = new Map(devices.map((device) => [device.id, pastState(device)]));
  const rows = (): Projections => {
    const all = [...books.values()].map((state) => state.changes());
    return {
      ...finished({
        sessions: all.flatMap(({ sessions }) => sessions),
        attempts: all.flatMap(({ attempts }) => attempts),
        verdicts: all.flatMap(({ verdicts }) => verdicts),
      }),
      ...{ leases: { put: [], drop: [] }, minutes: [] },
    };
  };
  let events = 0;
  for (let seq = FIRST_IMPORTED - 1; seq < 0;) {
    const page = (await store.eventsAfter(seq, PAGE)).filter((one) => one.seq < 0);
    const last = page.at(-1);
    if (last === undefined) break;
    for (const { event } of page) books.get(event.device)?.apply(event);
    await put(rows());
    const times = new Map(page.map(({ event }) => [event.device, event.at]));
    for (const [device, at] of times) books.get(device)?.forget(at);
    seq = last.seq;
    events += page.length;
  }
  const open = [...books.values()].flatMap((state) => [...state.sessions()].filter((one) => one.state === 'active'));
  for (let at = 0; at < open.length; at += PAGE)
    await put({ ...rows(), sessions: open.slice(at, at + PAGE).map(leftOpen) });
  return events;
}
