import type { Observation } from '../alert.ts';
import type { Memory, Observer, PollState } from '../observer.ts';
import { intervals, presence } from './presence.ts';
import { standing } from './standing.ts';
import { coarse, span, utc } from './words.ts';

/** `device.unreachable`: polls that are to come, and tell nothing. */
export const polls: Observer = ({ at, estate }, memory) => {
  const thereSince = presence(at, memory);
  const ids = new Set(estate.devices.map(({ id }) => id));
  const told = estate.polls
    .filter(({ device }) => ids.has(device))
    .map((poll) => unreachable(poll, thereSince, memory));
  return standing(['device.unreachable'], told, memory);
};

function unreachable(poll: PollState, thereSince: (at: number) => number, memory: Memory): Observation {
  const { device, every, since, lastOk, fault } = poll;
  const key = `since ${device}`;
  // A start of ours forgets when the last one succeeded.
  const from = lastOk ?? (memory.get(key) as number | undefined) ?? since; // set below
  const late = coarse(intervals(thereSince(from), every));
  if (late === 0) memory.delete(key);
  else if (memory.get(key) !== from) memory.set(key, from);
  const why = fault === undefined ? '' : `: ${fault}`;
  return {
    ...{ rule: 'device.unreachable', subject: `${device}`, about: { device }, value: late, events: 0, evidence: [] },
    text: `no poll has told anything since ${utc(from)}, one is due every ${span(every)}${why}`,
  };
}
