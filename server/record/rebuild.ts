import type { Device } from '../domain/device.ts';
import { State } from '../state/state.ts';
import type { Store } from '../store/store.ts';

/** Events read and rows written at a time. */
const PAGE = 5_000;

/** Makes sessions, attempts, leases and minutes anew from the events, in one transaction. Returns how many events there are. */
export async function rebuild(
  store: Pick<Store, 'rebuild' | 'eventsAfter'>,
  devices: readonly Device[],
): Promise<number> {
  const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
  let events = 0;
  await store.rebuild(async (put) => {
    const state = new State({ ...nothing, devices });
    let seq = 0;
    for (;;) {
      const page = await store.eventsAfter(seq, PAGE);
      const last = page.at(-1);
      if (last === undefined) return;
      for (const { event } of page) state.apply(event);
      await put(state.changes());
      state.forget(last.event.at);
      seq = last.seq;
      events += page.length;
    }
  });
  return events;
}
