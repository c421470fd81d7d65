import { claimedOf, parse } from '../../../collectors/syslog/parse.ts';
import type { StoredMessage } from '../../../server/domain/batch.ts';
import type { Device } from '../../../server/domain/device.ts';
import type { Session } from '../../../server/domain/session.ts';
import { State } from '../../../server/state/state.ts';

/** The sessions that all stored messages, told in order to an empty state, make: what the live state must equal, however often it was killed. */
export function replay(messages: Iterable<StoredMessage>, devices: readonly Device[], now: number): readonly Session[] {
  const nothing = { seen: [], sessions: [], attempts: [], verdicts: [], leases: [], minutes: [], events15m: [] };
  const state = new State({ ...nothing, devices });
  const sessions = new Map<number, Session>();
  const remember = (): void => {
    for (const session of state.changes().sessions) sessions.set(session.id, session);
  };
  for (const [message, at, from, , , , line] of messages) {
    const claimed = claimedOf(parse(line), { message, at, from });
    const device = state.devices.byAddress(from);
    if (device === undefined) continue;
    state.take({ kind: 'time.passed', at });
    if (claimed !== undefined) state.take({ kind: 'claim', device: device.id, claimed });
    remember();
    // As live: what ended ten minutes ago is known no more to what comes then.
    state.forget(at);
  }
  state.take({ kind: 'time.passed', at: now });
  remember();
  return [...sessions.values()];
}
