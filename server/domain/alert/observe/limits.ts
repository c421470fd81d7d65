import type { Event } from '../../event.ts';
import type { Observation } from '../alert.ts';
import type { Memory, Observer } from '../observer.ts';
import { grouped } from './grouped.ts';
import { standing } from './standing.ts';
import { list, percent } from './words.ts';

type Failed = Extract<Event, { kind: 'attempt.ended' }>;

/** How many logins that were refused are remembered: a late line may tell the end of one once more. */
const MOST = 200;

/** `limit.sessions` and `limit.refused`: how near sessions are to what a head-end takes, and whom it turned away for it. */
export const limits: Observer = ({ events, estate }, memory) => {
  const ids = new Set(estate.devices.map(({ id }) => id));
  const near = estate.devices.flatMap(({ id, sessions }): readonly Observation[] => {
    const limit = estate.limits.get(id);
    if (limit === undefined || limit <= 0) return [];
    const text = `${sessions} of ${limit} sessions (${percent(sessions / limit)})`;
    return [{ rule: 'limit.sessions', subject: `${id}`, about: { device: id }, value: sessions / limit, text, events: 0, evidence: [] }]; // prettier-ignore
  });
  const failed = events.filter((event): event is Failed => event.kind === 'attempt.ended' && event.outcome === 'failed' && event.cause === 'limit.license'); // prettier-ignore
  const fresh = failed.filter(({ device, attempt }) => ids.has(device) && isFirst(attempt, memory));
  const refused = [...grouped(fresh, ({ device }) => device)].map(([device, its]) => refusedLook(device, its));
  return [...standing(['limit.sessions'], near, memory), ...refused];
};

function refusedLook(device: number, its: readonly Failed[]): Observation {
  const who = its.map(({ facts, publicIp }) =>
    facts.user === undefined ? publicIp : `${facts.user} from ${publicIp}`,
  );
  const detail = its.find(({ facts }) => facts.detail !== undefined)?.facts.detail;
  return {
    ...{ rule: 'limit.refused', subject: `${device}`, about: { device }, value: 1, events: its.length },
    text: `refused: ${list([...new Set(who)])}${detail === undefined ? '' : ` (${detail})`}`,
    evidence: its.flatMap(({ evidence }) => evidence),
  };
}

function isFirst(attempt: number, memory: Memory): boolean {
  const key = `refused ${attempt}`;
  if (memory.get(key) !== undefined) return false;
  memory.set(key, true);
  const [oldest, ...others] = [...memory.keys()].filter((one) => one.startsWith('refused '));
  if (oldest !== undefined && others.length >= MOST) memory.delete(oldest);
  return true;
}
