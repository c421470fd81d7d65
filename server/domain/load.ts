import { protocolLimits, type ProtocolLimit } from './licence.ts';
import type { DeviceFacts } from './polling.ts';
import { withRates, type RatedSample } from './sample-rates.ts';
import type { Readings } from './sample.ts';
import type { PollRhythm } from './usual.ts';

/** Who told a figure, and when, epoch milliseconds. */
export interface LoadSource {
  readonly by: 'show' | 'snmp';
  readonly at: number;
}

/** An interface with what goes through it, in bytes a second; a rate that nobody has told is absent. */
export interface InterfaceLoad extends LoadSource {
  readonly name: string;
  readonly isUp: boolean;
  readonly in?: number;
  readonly out?: number;
}

/** What a head-end carries, by its polls. What none of them told is absent. */
export interface Load {
  /** Percent over a minute, and over five: the two tell whether it rises. */
  readonly cpu?: LoadSource & { readonly minute: number; readonly fiveMinutes: number };
  /** Bytes. */
  readonly memory?: LoadSource & { readonly used: number; readonly total: number };
  readonly connections?: LoadSource & { readonly inUse: number };
  readonly interfaces: readonly InterfaceLoad[];
  /** How many sessions it takes in all. */
  readonly sessionLimit?: LoadSource & { readonly most: number };
  readonly protocolLimits: readonly ProtocolLimit[];
}

/** The sessions of a head-end that go on, as far as a poll has counted them; when the oldest count is of, epoch milliseconds. */
export interface RunningBytes {
  readonly sessions: number;
  readonly tx: number;
  readonly rx: number;
  readonly at: number;
  /** Bytes a second between the last two listings, of those sessions that both had, and when the later one was. */
  readonly rateTx?: number;
  readonly rateRx?: number;
  readonly ratedAt?: number;
}

/** A head-end with its load, as a screen shows it. */
export interface LoadRow extends Load {
  readonly device: string;
  /** How it is asked; empty for one that never was. */
  readonly polls: readonly Omit<PollRhythm, 'device'>[];
  readonly running?: RunningBytes;
}

/** The metrics that a load is made from. */
export const loadMetrics = [
  ...(['cpu.1m', 'cpu.5m', 'memory.used', 'memory.free', 'memory.old.used', 'memory.old.free'] as const),
  ...(['connections', 'sessions.most', 'interface.in.octets', 'interface.out.octets'] as const),
  ...(['interface.speed', 'interface.status'] as const),
] as const;
type Metric = (typeof loadMetrics)[number];

/** The load by what commands and SNMP have told; of two that tell the same the later one counts. */
export function loadOf(facts: DeviceFacts, samples: readonly Readings[]): Load {
  const { loadAt = {}, cpu, memoryUsed, memoryTotal, connections, sessionLimit } = facts;
  const show = (at: number | undefined): LoadSource | undefined => (at === undefined ? undefined : { by: 'show', at });
  const rated = withRates(samples);
  const of = (metric: Metric): readonly RatedSample[] => rated.filter((one) => one.metric === metric);
  const told = {
    cpu: [
      one(show(loadAt.cpu), cpu && { minute: cpu[1], fiveMinutes: cpu[2] }),
      one(oldest([...of('cpu.1m'), ...of('cpu.5m')]), processors(of('cpu.1m'), of('cpu.5m'))),
    ],
    memory: [
      one(show(loadAt.memory), memoryUsed === undefined || memoryTotal === undefined ? undefined : { used: memoryUsed, total: memoryTotal }), // prettier-ignore
      memoryBy(of('memory.used'), of('memory.free')) ?? memoryBy(of('memory.old.used'), of('memory.old.free')),
    ],
    connections: [
      one(show(loadAt.connections), connections === undefined ? undefined : { inUse: connections }),
      one(
        oldest(of('connections')),
        first(of('connections'), (inUse) => ({ inUse })),
      ),
    ],
    sessionLimit: [
      one(show(loadAt.sessionLimit), sessionLimit === undefined ? undefined : { most: sessionLimit }),
      one(
        oldest(of('sessions.most')),
        first(of('sessions.most'), (most) => (most > 0 ? { most } : undefined)),
      ),
    ],
  };
  const [cpuNow, memory, inUse, limit] = [latest(told.cpu), latest(told.memory), latest(told.connections), latest(told.sessionLimit)]; // prettier-ignore
  return {
    ...(cpuNow && { cpu: cpuNow }),
    ...(memory && { memory }),
    ...(inUse && { connections: inUse }),
    interfaces: interfacesOf(facts, of),
    ...(limit && { sessionLimit: limit }),
    protocolLimits: protocolLimits(facts),
  };
}

function one<T extends object>(source: LoadSource | undefined, value: T | undefined): (LoadSource & T) | undefined {
  return source === undefined || value === undefined ? undefined : { ...source, ...value };
}

function latest<T extends LoadSource>(all: readonly (T | undefined)[]): T | undefined {
  return all.flatMap((told) => told ?? []).sort((a, b) => b.at - a.at)[0];
}

function oldest(samples: readonly RatedSample[]): LoadSource | undefined {
  return samples.length === 0 ? undefined : { by: 'snmp', at: Math.min(...samples.map(({ at }) => at)) };
}

function first<T>(samples: readonly RatedSample[], make: (value: number) => T | undefined): T | undefined {
  const [sample] = samples;
  return sample === undefined ? undefined : make(Number(sample.value));
}

/** Of several processors the busiest. */
function processors(minute: readonly RatedSample[], five: readonly RatedSample[]) {
  const most = (samples: readonly RatedSample[]) => Math.max(...samples.map(({ value }) => Number(value)));
  return minute.length === 0 || five.length === 0 ? undefined : { minute: most(minute), fiveMinutes: most(five) };
}

/** That of the system: others (`MEMPOOL_DMA`) are for hardware, and are full by design. */
function memoryBy(used: readonly RatedSample[], free: readonly RatedSample[]): Load['memory'] | undefined {
  const mine = used.find(({ instance }) => /system/i.test(instance)) ?? used[0];
  const left = free.find(({ instance }) => instance === mine?.instance);
  if (mine === undefined || left === undefined) return undefined;
  return { by: 'snmp', at: Math.min(mine.at, left.at), used: Number(mine.value), total: Number(mine.value) + Number(left.value) }; // prettier-ignore
}

function interfacesOf(
  { interfaces }: DeviceFacts,
  of: (metric: Metric) => readonly RatedSample[],
): readonly InterfaceLoad[] {
  const counted = of('interface.in.octets').flatMap(({ instance: name, rate, at }): readonly InterfaceLoad[] => {
    const there = (metric: Metric) => of(metric).find(({ instance }) => instance === name);
    const out = there('interface.out.octets')?.rate;
    // ifOperStatus: 1 is up.
    const isUp = Number(there('interface.status')?.value ?? 1) === 1;
    return [{ by: 'snmp', at, name, isUp, ...(rate !== undefined && { in: rate }), ...(out !== undefined && { out }) }];
  });
  const newest = Math.max(-Infinity, ...counted.map(({ at }) => at));
  if (interfaces === undefined || newest >= interfaces.at) return counted;
  return interfaces.list.map((shown) => ({ by: 'show', at: interfaces.at, ...shown }));
}
