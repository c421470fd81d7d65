import type { Committed } from '../domain/committed.ts';
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
    sessions: (changes?.sessions ?? []).map((session) => state.sessionRow(session)),
    minutes: changes?.minutes ?? [],
    forgottenMinutes,
    messages: [],
    logins: changes !== undefined && changes.attempts.length + changes.verdicts.length > 0,
  };
}
