import type { Severity } from './doctor/finding.ts';
import type { DeviceFacts, PollFailure, Polling } from './polling.ts';
import type { SnmpAccess, SnmpEngine } from './snmp.ts';
import { toldFacts } from './told-facts.ts';

/** How one way of asking a device goes. */
export interface AskedSource {
  /** 0: never, its SNMP is for traps alone. */
  readonly everySeconds: number;
  /** When the last poll ended, epoch milliseconds; `null`: none yet. */
  readonly at: number | null;
  /** What kept the last one from telling anything, as its `at`, `why` and `detail` say. */
  readonly failure?: Pick<PollFailure, 'at' | 'why' | 'detail'>;
  /** How many of its commands, or parts, gave nothing in the last poll. */
  readonly failed: number;
}

/** How many findings of each severity the doctor has; `null`: no configuration was told. */
export type FindingCounts = Readonly<Record<Severity, number>> | null;

/** What each source of a device last told, beside its messages. */
export interface SourceRow {
  readonly device: string;
  /** When its last trap came: within the last hour, or an authenticated one before that; `null`: none is known. */
  readonly trapAt: number | null;
  /** Absent: it is not asked that way. */
  readonly show?: AskedSource;
  readonly snmp?: AskedSource;
  /** Absent: nobody has looked yet. */
  readonly findings?: FindingCounts;
  /** As the device told it: `9.16(4)`. */
  readonly version?: string;
  readonly platform?: string;
}

interface Last {
  readonly at: number;
  readonly facts: DeviceFacts;
  readonly failures: readonly PollFailure[];
}

/** What the store knows of the ways by which one device is asked, or tells by itself. */
export interface KnownSources {
  readonly polling?: Pick<Polling, 'everySeconds'>;
  readonly show?: Last;
  readonly access?: Pick<SnmpAccess, 'everySeconds'>;
  readonly snmp?: Last;
  readonly engines: readonly Pick<SnmpEngine, 'at' | 'accepted'>[];
  /** Arrival of its last trap of those that were looked through, epoch milliseconds. */
  readonly trapAt?: number;
}

/** What is shown of the sources of a device. */
export function sourceRow(device: string, known: KnownSources, findings: FindingCounts | undefined): SourceRow {
  const { polling, show, access, snmp, engines, trapAt } = known;
  const { version, platform, model } = toldFacts(show, snmp).facts;
  const heard = [trapAt, ...engines.filter(({ accepted }) => accepted).map(({ at }) => at)].filter((at) => at !== undefined); // prettier-ignore
  const hardware = platform?.hardware?.split(',')[0] ?? model;
  return {
    device,
    trapAt: heard.length === 0 ? null : Math.max(...heard),
    ...(polling && { show: asked(polling.everySeconds, show, (at) => !at.startsWith('show ')) }),
    ...(access && { snmp: asked(access.everySeconds, snmp, (at) => at === 'connect' || at === 'login') }),
    ...(findings !== undefined && { findings }),
    ...(version !== undefined && { version }),
    ...(hardware !== undefined && { platform: hardware }),
  };
}

function asked(everySeconds: number, last: Last | undefined, bars: (at: string) => boolean): AskedSource {
  const stop = last?.failures.find(({ at }) => bars(at));
  return {
    everySeconds,
    at: last?.at ?? null,
    ...(stop && { failure: { at: stop.at, why: stop.why, detail: stop.detail } }),
    failed: last?.failures.length ?? 0,
  };
}
