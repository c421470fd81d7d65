import type { DeviceRow, HealthRow, MessageRow, MinuteRow, SessionRow, Summary } from '../domain/feed.ts';
import type { Changes } from '../state/changes.ts';
import type { State } from '../state/state.ts';

/** What a commit has made true, in whole rows: the only thing that viewers are told. */
export interface Committed {
  readonly summary: Summary;
  readonly devices: readonly DeviceRow[];
  /** The sessions that changed. */
  readonly sessions: readonly SessionRow[];
  /** The minutes that changed, and those that are too old now. */
  readonly minutes: readonly MinuteRow[];
  readonly forgottenMinutes: readonly number[];
  /** The latest messages that were taken in. */
  readonly messages: readonly MessageRow[];
  readonly health?: HealthRow;
}

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
    sessions: (changes?.sessions ?? []).map((session) => state.sessionRow(session)),
    minutes: changes?.minutes ?? [],
    forgottenMinutes,
    messages: [],
  };
}
