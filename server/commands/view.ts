import type { CommittedView } from '../api/committed.ts';
import type { Committed } from '../domain/committed.ts';
import type { MinuteRow, SessionRow } from '../domain/feed.ts';
import type { State } from '../state/state.ts';

/** The last committed state, as the API asks for it: it changes only when a commit is told. */
export interface LastCommitted extends CommittedView {
  tell(committed: Committed): void;
}

/** A view that knows nothing until it is told. `state` is asked for names and pools of devices only: these are configuration. */
export function lastCommitted(state: () => State): LastCommitted {
  const minutes = new Map<number, MinuteRow>();
  const active = new Map<number, SessionRow>();
  let last: Committed | undefined;

  function told(): Committed {
    if (last === undefined) throw new Error('asked before anything was committed');
    return last;
  }

  return {
    tell(committed) {
      last = committed;
      for (const row of committed.minutes) minutes.set(row.minute, row);
      for (const minute of committed.forgottenMinutes) minutes.delete(minute);
      for (const id of committed.gone?.sessions ?? []) active.delete(id);
      for (const row of committed.sessions) {
        if (row.state === 'active') active.set(row.id, row);
        else active.delete(row.id);
      }
    },
    summary: () => told().summary,
    pools: () => told().summary.pools,
    chains: () => told().chains ?? [],
    aaaMarks: () => told().aaa ?? [],
    devices: () => told().devices,
    minutes: () => minutes.values(),
    sessions: () => active.values(),
    bytesOf: (session) => active.get(session),
    deviceByName: (name) => state().devices.byName(name),
    deviceName: (id) => state().devices.byId(id)?.name,
    deviceNameOf: (address) => state().devices.byAddress(address)?.name,
    poolOf: (device, address) => state().poolOf(device, address),
  };
}
