import type { DeviceRow } from '../../feed.ts';
import type { Observation } from '../alert.ts';
import type { Observer } from '../observer.ts';
import type { RuleId } from '../rules.ts';
import { intervals, presence } from './presence.ts';
import { standing } from './standing.ts';
import { coarse, span, utc } from './words.ts';

/** A rhythm that was only learned tells nothing before three times that, 2 hours, in milliseconds. */
const LEAST_LEARNED = 40 * 60_000;

/** `device.silent` where something is to come, `device.quiet` where only a rhythm was learned; nothing of a head-end that never spoke. */
export const silence: Observer = ({ at, estate }, memory) => {
  const thereSince = presence(at, memory);
  const told = estate.devices.flatMap((device) => silenceOf(device, thereSince) ?? []);
  return standing(['device.silent', 'device.quiet'], told, memory);
};

interface Sign {
  readonly at: number;
  readonly interval: number;
  readonly what: string;
  /** How long it is ago in intervals. */
  readonly late: number;
}

function silenceOf(device: DeviceRow, thereSince: (at: number) => number): Observation | undefined {
  const sign = lastSign(device, thereSince);
  if (sign === undefined) return undefined;
  const isLearned = device.heartbeat.by === 'learned';
  const rule: RuleId = isLearned ? 'device.quiet' : 'device.silent';
  const due = isLearned
    ? `silence of up to ${span(3 * sign.interval)} is usual`
    : `one is due every ${span(sign.interval)}`;
  return {
    ...{
      rule,
      subject: `${device.id}`,
      about: { device: device.id },
      value: coarse(sign.late),
      events: 0,
      evidence: [],
    },
    text: `nothing heard since ${utc(sign.at)}: the last sign was ${sign.what}; ${due}`,
  };
}

/** Of messages and of polls the less late one counts, as on the screens. */
function lastSign({ heartbeat, lastMessageAt }: DeviceRow, thereSince: (at: number) => number): Sign | undefined {
  const { at, by, polled } = heartbeat;
  if (at === null) return undefined;
  const interval = by === 'learned' ? Math.max(heartbeat.interval, LEAST_LEARNED) : heartbeat.interval;
  const what =
    at === lastMessageAt
      ? by === 'poll'
        ? 'a message, our own login’s at the latest'
        : 'a message'
      : 'a poll that showed that it had sent none';
  const spoken = { at, interval, what, late: intervals(thereSince(at), interval) };
  if (polled === undefined) return spoken;
  const late = intervals(thereSince(polled.at), polled.interval);
  return late < spoken.late ? { ...polled, what: 'a poll that listed its sessions', late } : spoken;
}
