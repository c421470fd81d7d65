import type { Observation } from '../alert.ts';
import type { Certificate, Memory, Observer } from '../observer.ts';
import type { RuleId } from '../rules.ts';
import { standing } from './standing.ts';
import { coarse, list, percent, utc } from './words.ts';

/** What no one has read, because the system's buffer was full, or ours; what was shown and could not be saved. */
const lost = ['kernelDropped', 'overflow', 'flood', 'unsaved'] as const;
const DAY = 86_400;
/** The span at whose end a certificate expires, in seconds (`rules.ts` counts it down). */
const LAST_DAYS = 30 * DAY;

/** The collector's own troubles: what was lost, how far it is behind, the room it has, and until when head-ends will connect. */
export const collector: Observer = ({ at, estate }, memory) => {
  const { behind = 0, diskUsed = 0, certificates = [] } = estate;
  const late = coarse(Math.floor(behind / 1000));
  const used = Math.floor(diskUsed * 1000) / 1000;
  const levels = [
    level('collector.stuck', late, `what came in ${late} s ago is written only now`),
    level('collector.disk', used, `${percent(used)} of the disk of the database is used`),
    ...certificates.map((one) => countdown(one, at)),
  ];
  const told = standing(levels, memory, ({ rule }) => rule === 'collector.disk' && estate.diskUsed === undefined);
  return [...told, ...estate.collectors.flatMap((row) => dropsOf(row.collector, row.buckets, memory) ?? [])];
};

function countdown({ of, end }: Certificate, at: number): Observation {
  const gone = LAST_DAYS - Math.ceil((end - at) / 1000 / DAY) * DAY;
  const text = `the certificate of the ${of === 'syslog' ? 'syslog listener' : 'dashboard'} ends ${utc(end)}`;
  return { ...level('collector.certificate', Math.max(0, gone), text), subject: of };
}

function level(rule: RuleId, value: number, text: string): Observation {
  return { rule, subject: '', about: {}, value, text, events: 0, evidence: [] };
}

/** What was lost since the last look; counts that are lower than then are those of another start. */
function dropsOf(
  collector: string,
  buckets: Readonly<Record<string, number>>,
  memory: Memory,
): Observation | undefined {
  const counts = lost.flatMap((bucket) => {
    const key = `lost ${collector} ${bucket}`;
    const before = (memory.get(key) as number | undefined) ?? 0; // set below
    const now = buckets[bucket] ?? 0;
    if (now !== before) memory.set(key, now);
    const more = now - (now < before ? 0 : before);
    return more > 0 ? [{ bucket, more }] : [];
  });
  const events = counts.reduce((sum, { more }) => sum + more, 0);
  if (events === 0) return undefined;
  const why = {
    kernelDropped: 'faster than they were read',
    overflow: 'faster than they were stored',
    flood: 'more than the share of who sent them',
    unsaved: 'while nothing could be saved',
  };
  const text = `lost by ${collector}: ${list(counts.map(({ bucket, more }) => `${more} that came ${why[bucket]}`))}`;
  return { rule: 'collector.drops', subject: collector, about: { collector }, value: 1, text, events, evidence: [] };
}
