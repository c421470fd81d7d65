import type { HealthRow } from '../../server/domain/feed.ts';
import type { Polled } from '../../server/domain/polling.ts';
import type { SnmpAccess, SnmpSecrets } from '../../server/domain/snmp.ts';
import type { Sink, Stop } from '../collector.ts';
import { stretched } from '../pace.ts';
import { PollReport } from '../poll-report.ts';
import { Turns, type Memory, type PollState } from '../turns.ts';
import type { OpenSession, SnmpLimits } from './session.ts';
import { snmpPoll } from './snmp-poll.ts';
import { fullAppetite, type Appetite } from './walk.ts';

/** A device whose agent is asked. */
export interface SnmpTarget {
  readonly access: SnmpAccess;
  /** Opens what is sealed of it, for one poll. */
  readonly secrets: () => SnmpSecrets | Promise<SnmpSecrets>;
  /** Whether its sessions are listed by SNMP: it has no command line that we may ask. */
  readonly sessions: boolean;
}

export interface SnmpPollerOptions {
  /** Who is to be polled, as of now: asked again and again. One with an interval of 0 is not. */
  readonly targets: () => readonly SnmpTarget[];
  readonly now: () => number;
  /** Above that of every earlier start. */
  readonly epoch: number;
  /** Told once of a fault of ours; then nothing is polled any more. */
  readonly onFault: (error: Error) => void;
  readonly limits?: SnmpLimits;
  /** Milliseconds that never go back; by default the system's. */
  readonly monotonic?: () => number;
  readonly open?: OpenSession;
}

/** The poller of agents, running. */
export interface SnmpPoller {
  /** Ends the polls that are under way within a moment, and hands over what was polled. */
  readonly stop: Stop;
  /** Polls a device as soon as the poll that is under way, if any, has ended. */
  readonly pollNow: (device: number) => void;
  readonly states: () => readonly PollState[];
  /** What became of all polls since the start. */
  readonly health: () => HealthRow;
}

/** What is remembered of an agent. */
interface AgentMemory extends Memory {
  appetite: Appetite;
  /** When its appetite was last taken for whole, and each table asked for, in monotonic milliseconds. */
  appetiteAt: number;
  readonly asked: Map<string, number>;
}

/** For how long an agent that could not answer much at once is not asked for more. */
const APPETITE = 3_600_000;

/** Starts polling agents into the sink, each by one poll at a time. */
export function startSnmpPoller(sink: Sink, options: SnmpPollerOptions): Promise<SnmpPoller> {
  const { targets, now, epoch, onFault, monotonic = () => performance.now() } = options;
  const report = new PollReport('snmp', sink, epoch, now);
  const turns = new Turns<SnmpTarget, AgentMemory>({
    ...{ now, onFault, monotonic, report },
    targets: () => targets().filter(({ access }) => access.everySeconds > 0),
    placeOf: ({ access }) => access,
    remember: () => ({ stretch: 1, appetite: fullAppetite(), appetiteAt: monotonic(), asked: new Map() }),
    poll: async (target, memory, signal) => {
      const begun = monotonic();
      const polled = await polledBy(target, memory, { ...options, monotonic }, signal);
      if (signal.aborted) return undefined;
      const { access } = target;
      const cpu = Number(polled.samples?.find(({ metric }) => metric === 'cpu.1m')?.value ?? 0);
      const seconds = (monotonic() - begun) / 1000;
      memory.stretch = stretched(memory.stretch, access.everySeconds, polled.failures, { cpu, seconds });
      return polled;
    },
  });
  return Promise.resolve({
    stop: turns.stop,
    pollNow: (device) => turns.pollNow(device),
    states: () => turns.states(),
    health: () => report.health(),
  });
}

async function polledBy(
  { access, secrets, sessions }: SnmpTarget,
  memory: AgentMemory,
  { now, limits, open, monotonic }: SnmpPollerOptions & { readonly monotonic: () => number },
  signal: AbortSignal,
): Promise<Polled> {
  let opened: SnmpSecrets;
  try {
    opened = await secrets();
  } catch {
    // Why is not told: what failed had a secret in its hands.
    const failure = { at: 'login', why: 'refused', detail: 'its community or keys cannot be opened' } as const;
    const nothing = { rosters: [], facts: {}, failures: [failure] };
    return { device: access.device, by: 'snmp', startedAt: now(), finishedAt: now(), ...nothing };
  }
  const begun = monotonic();
  if (begun - memory.appetiteAt > APPETITE) Object.assign(memory, { appetite: fullAppetite(), appetiteAt: begun });
  return snmpPoll({
    ...{ access, secrets: opened, sessions, now, limits, open, signal, appetite: memory.appetite },
    interval: access.everySeconds * memory.stretch,
    age: (mib) => {
      const at = memory.asked.get(mib);
      return at === undefined ? undefined : (monotonic() - at) / 1000;
    },
    asked: (mib) => memory.asked.set(mib, monotonic()),
  });
}
