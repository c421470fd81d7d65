import { claimedOf, parse } from '../../collectors/syslog/parse.ts';
import type { Attempt } from '../../server/domain/attempt.ts';
import type { Device } from '../../server/domain/device.ts';
import type { Session } from '../../server/domain/session.ts';
import type { Verdict } from '../../server/domain/verdict.ts';
import { State } from '../../server/state/state.ts';

/** A line and when it arrived, epoch milliseconds. */
export interface Arrival {
  readonly at: number;
  readonly line: string;
}

/** What Tunnelwatch believes after it was told some lines. */
export interface Belief {
  readonly state: State;
  readonly sessions: readonly Session[];
  readonly attempts: readonly Attempt[];
  readonly verdicts: readonly Verdict[];
}

/** The head-end that the simulator plays, as a device without pools. */
export const simulated: Device = {
  id: 1,
  name: 'hv-asa',
  state: 'adopted',
  addresses: ['127.0.0.1'],
  pools: [],
  chains: [],
  addedAt: 0,
};

/** Tells the lines of one device to an empty state, and then that so much time has passed (milliseconds). `after` sees the state after each line. */
export function tell(
  arrivals: Iterable<Arrival>,
  silence = 0,
  after: (belief: State, at: number) => void = () => undefined,
): Belief {
  const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
  const state = new State({ ...nothing, devices: [simulated] });
  const sessions = new Map<number, Session>();
  const attempts = new Map<number, Attempt>();
  const verdicts = new Map<number, Verdict>();
  const remember = (): void => {
    const changes = state.changes();
    for (const one of changes.sessions) sessions.set(one.id, one);
    for (const one of changes.attempts) attempts.set(one.id, one);
    for (const one of changes.verdicts) verdicts.set(one.id, one);
  };
  let message = 0;
  let last = 0;
  for (const { at, line } of arrivals) {
    message = Math.max(message + 1, at * 1000);
    state.take({ kind: 'time.passed', at });
    const claimed = claimedOf(parse(line), { message, at, from: '127.0.0.1' });
    if (claimed !== undefined) state.take({ kind: 'claim', device: simulated.id, claimed });
    state.forget(at);
    remember();
    after(state, at);
    last = at;
  }
  state.take({ kind: 'time.passed', at: last + silence });
  remember();
  return {
    state,
    sessions: [...sessions.values()],
    attempts: [...attempts.values()],
    verdicts: [...verdicts.values()],
  };
}
