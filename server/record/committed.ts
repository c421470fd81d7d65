import type { Committed } from '../domain/committed.ts';
import type { Session } from '../domain/session.ts';
import type { Changes } from '../state/changes.ts';
import type { State } from '../state/state.ts';

/** What the changes will have made true once they are committed. */
export function committed(
  state: State,
  at: number,
  changes?: Changes,
  forgottenMinutes: readonly number[] = [],
): Committed {
  return {
    summary: state.summary(at),
    devices: state.deviceRows(),
    chains: state.chainRows(at),
    aaa: state.aaaMarks(),
    sessions: changes === undefined ? [] : changed(state, changes).map((session) => state.sessionRow(session)),
    minutes: changes?.minutes ?? [],
    forgottenMinutes,
    messages: [],
    logins: changes !== undefined && changes.attempts.length + changes.verdicts.length > 0,
  };
}

/** The sessions that are shown anew: those that changed, and those that go on and were counted by a poll. */
function changed(state: State, { sessions, polls: { meters } }: Changes): readonly Session[] {
  if (meters.length === 0) return sessions;
  const told = new Set(sessions.map(({ id }) => id));
  const counted = new Set(meters.map(({ session }) => session).filter((id) => !told.has(id)));
  return [...sessions, ...[...state.sessions()].filter(({ id, state: now }) => now === 'active' && counted.has(id))];
}
