import type { AaaListed, Certificate, Estate, PollState } from '../domain/alert/observer.ts';
import type { Committed } from '../domain/committed.ts';
import type { HealthRow } from '../domain/feed.ts';
import type { Polled } from '../domain/polling.ts';
import type { SenderTally } from '../domain/unknown.ts';

/** What only the system around us tells. */
export interface Circumstances {
  /** How often the device is to be polled, as it was set and stretched, in milliseconds; `undefined`: it is not. */
  readonly pollEvery: (device: number) => number | undefined;
  /** Of the disk of the database, 0 to 1. */
  readonly diskUsed?: number;
  /** Certificates that we serve. */
  readonly certificates?: readonly Certificate[];
}

/** What an estate is told with each turn. */
export interface Turn {
  readonly at: number;
  readonly unknown?: readonly SenderTally[];
  readonly polled?: readonly Polled[];
}

/** What batches told of the estate beside what is decided upon. What polls told is in memory only: what it lacks after a start leaves alerts as they are. */
export class EstateKeeper {
  readonly #limits = new Map<number, number>();
  readonly #aaa = new Map<number, readonly AaaListed[]>();
  readonly #polls = new Map<number, Omit<PollState, 'every'>>();
  readonly #collectors = new Map<string, HealthRow>();
  readonly #misfits: Map<number, number>;

  /** `misfits`: how many of each device are on record. */
  constructor(misfits: ReadonlyMap<number, number>) {
    this.#misfits = new Map(misfits);
  }

  health(rows: readonly (HealthRow | undefined)[]): void {
    for (const row of rows) if (row !== undefined) this.#collectors.set(row.collector, row);
  }

  turn({ at, unknown = [], polled = [] }: Turn, deviceOf: (address: string) => number | undefined): void {
    for (const { from, outcome, count } of unknown) {
      const device = outcome === 'misfit' ? deviceOf(from) : undefined;
      if (device !== undefined) this.#misfits.set(device, (this.#misfits.get(device) ?? 0) + count);
    }
    for (const one of polled) this.#poll(one, at);
  }

  estate({ summary, chains = [], aaa = [], devices }: Committed, circumstances: Circumstances): Estate {
    const { pollEvery, diskUsed, certificates } = circumstances;
    const adopted = devices.filter(({ state }) => state === 'adopted');
    return {
      devices: adopted,
      ...{ pools: summary.pools, chains, aaa, limits: this.#limits },
      aaaListed: [...this.#aaa.values()].flat(),
      polls: [...this.#polls.values()].flatMap((poll) => {
        const every = pollEvery(poll.device);
        return every === undefined ? [] : { ...poll, every };
      }),
      collectors: [...this.#collectors.values()],
      ...(diskUsed !== undefined && { diskUsed }),
      ...(certificates !== undefined && { certificates }),
      understood: adopted.map(({ id, messages }) => ({ device: id, messages, misfits: this.#misfits.get(id) ?? 0 })),
    };
  }

  #poll({ device, finishedAt, facts, failures, read, samples, rosters }: Polled, at: number): void {
    const { sessionLimit, aaa } = facts;
    if (sessionLimit !== undefined) this.#limits.set(device, sessionLimit);
    if (aaa !== undefined) this.#aaa.set(device, listedIn(device, aaa));
    const before = this.#polls.get(device);
    const toldAnything = (read?.length ?? 0) + (samples?.length ?? 0) + rosters.length > 0;
    const lastOk = toldAnything ? finishedAt : before?.lastOk;
    const [failure] = toldAnything ? [] : failures;
    this.#polls.set(device, {
      ...{ device, since: before?.since ?? at },
      ...(lastOk !== undefined && { lastOk }),
      ...(failure !== undefined && { fault: failure.detail }),
    });
  }
}

function listedIn(device: number, { at, servers }: NonNullable<Polled['facts']['aaa']>): readonly AaaListed[] {
  const groups = [...new Set(servers.map(({ group }) => group))];
  return groups.map((group) => ({
    ...{ device, group, at },
    // The local database is no server.
    servers: servers.flatMap(({ group: of, address, status }) =>
      of === group && address !== undefined ? [{ address, active: status !== 'failed' }] : [],
    ),
  }));
}
