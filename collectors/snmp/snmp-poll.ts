import type { DeviceFacts, Polled, PollFailure } from '../../server/domain/polling.ts';
import type { Roster } from '../../server/domain/roster.ts';
import type { Sample } from '../../server/domain/sample.ts';
import type { SnmpAccess, SnmpSecrets } from '../../server/domain/snmp.ts';
import { PollFault } from '../show/fault.ts';
import { columns, type ColumnTable } from './columns.ts';
import { factsOf, texts, uptimeOf } from './device-facts.ts';
import { gauges, UPTIME, type GaugeTable } from './gauges.ts';
import { listSessions, SESSIONS } from './list-sessions.ts';
import { openSession } from './open-session.ts';
import { readColumns, readGauges, type ReadSamples } from './read-samples.ts';
import { SNMP_LIMITS, type OpenSession, type SnmpLimits, type SnmpSession } from './session.ts';
import type { Varbind } from './trap.ts';
import { getAll, walk, type Appetite, type Walked } from './walk.ts';

/** What a poll of an agent goes by. */
export interface SnmpPollOptions {
  readonly access: SnmpAccess;
  readonly secrets: SnmpSecrets;
  /** Whether its sessions are listed by it: the device is not asked over its command line. */
  readonly sessions: boolean;
  readonly appetite: Appetite;
  /** Seconds since a table was last asked for. */
  readonly age: (mib: string) => number | undefined;
  readonly asked: (mib: string) => void;
  /** Seconds between two polls. */
  readonly interval: number;
  readonly now: () => number;
  readonly limits?: SnmpLimits | undefined;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  readonly open?: OpenSession | undefined;
}

/** Asks an agent once for all that is due. It never rejects for what an agent does, and no socket is left of it when it resolves. */
export async function snmpPoll(options: SnmpPollOptions): Promise<Polled> {
  const { access, secrets, now, limits = SNMP_LIMITS, signal, open = openSession } = options;
  const gathered = new Gathered();
  const startedAt = now();
  let session: SnmpSession | undefined;
  try {
    session = await open(access, secrets, limits, signal);
    await askAll(session, options, gathered);
  } catch (fault) {
    if (!(fault instanceof PollFault)) throw fault;
    gathered.failed(fault);
  } finally {
    session?.close();
  }
  return { device: access.device, by: 'snmp', startedAt, finishedAt: now(), ...gathered.told(options.sessions) };
}

async function askAll(session: SnmpSession, options: SnmpPollOptions, gathered: Gathered): Promise<void> {
  const { sessions, now, limits = SNMP_LIMITS, appetite, age, asked, interval } = options;
  // Half an interval early is better than a whole one late.
  const due = <T extends GaugeTable | ColumnTable>(tables: readonly T[]): readonly T[] =>
    tables.filter(({ mib, every }) => (age(mib) ?? Infinity) >= every - interval / 2);
  // Whoever does not answer this does not answer at all.
  const first = await getAll(session, [UPTIME.oid]);
  if (typeof first.get(UPTIME.oid) !== 'number')
    throw new PollFault(
      'login',
      'refused',
      'it does not even tell its sysUpTime: see what its community or user may read',
    );
  gathered.objects(await getAll(session, Object.values(texts).map(({ oid }) => oid))); // prettier-ignore
  for (const table of due(gauges)) {
    const told = await getAll(session, table.rows.map(({ oid }) => oid)); // prettier-ignore
    asked(table.mib);
    gathered.samples(table.mib, readGauges(table.rows, told, now()));
  }
  if (sessions) {
    await part(session, SESSIONS, gathered, async () => {
      const { rosters, failure } = await listSessions(session, { appetite, rows: limits.rows, now, isStandby: gathered.isStandby() }); // prettier-ignore
      gathered.rosters(rosters, failure);
    });
  }
  for (const table of due(columns)) {
    await part(session, table.mib, gathered, async () => {
      const walked = await walk(session, oidsOf(table), appetite, limits.rows);
      asked(table.mib);
      if (walked.ended === 'end') gathered.samples(table.mib, readColumns(table, walked.rows, now()));
      else gathered.failed(new PollFault(table.mib, 'misfit', endWords[walked.ended]));
    });
  }
}

/** What an agent is too slow for must not cost us the rest, if it answers anything else. */
async function part(session: SnmpSession, at: string, gathered: Gathered, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    if (!(fault instanceof PollFault) || fault.at !== 'connect' || fault.why !== 'deadline') throw fault;
    gathered.failed(fault.during(at));
    await session.get([UPTIME.oid]);
  }
}

function oidsOf({ name, rows }: ColumnTable): readonly string[] {
  return [...(name === undefined ? [] : [name.oid]), ...rows.map(({ oid }) => oid)];
}

/** Why a walk was given up, in words. */
export const endWords: Readonly<Record<Exclude<Walked['ended'], 'end'>, string>> = {
  'not increasing': 'its answer does not come behind the one before: it would never end',
  'too many rows': 'it has more rows than any device has',
  declined: 'it would tell no more',
};

/** What came of a poll so far. */
class Gathered {
  readonly #objects = new Map<string, Varbind['value']>();
  readonly #samples: Sample[] = [];
  readonly #rosters: Roster[] = [];
  readonly #failures: PollFailure[] = [];
  readonly #read: string[] = [];

  objects(told: ReadonlyMap<string, Varbind['value']>): void {
    for (const [oid, value] of told) this.#objects.set(oid, value);
  }

  samples(mib: string, { samples, misfits }: ReadSamples): void {
    this.#samples.push(...samples);
    if (misfits.length === 0) this.#read.push(mib);
    else this.failed(new PollFault(mib, 'misfit', `no numbers: ${[...new Set(misfits)].slice(0, 10).join(', ')}`));
  }

  rosters(rosters: readonly Roster[], failure: PollFault | undefined): void {
    this.#rosters.push(...rosters);
    if (failure === undefined) this.#read.push(SESSIONS);
    else this.failed(failure);
  }

  failed({ at, why, message }: PollFault): void {
    this.#failures.push({ at, why, detail: message });
  }

  isStandby(): boolean {
    return this.#facts().role === 'standby';
  }

  /**
   * Where the command line tells what the device is, and of which unit, nothing of it is told twice but its role. And sysUpTime begins anew
   * with the agent: it is no proof of a restart, which ends sessions, but beside a complete listing of them.
   */
  told(isAlone: boolean): Pick<Polled, 'facts' | 'rosters' | 'samples' | 'failures' | 'read'> {
    const facts = this.#facts();
    const { role } = facts;
    const uptime = this.#rosters.some(({ kind, complete }) => kind === 'sessions.listed' && complete) ? uptimeOf(this.#samples) : undefined; // prettier-ignore
    return {
      facts: isAlone ? { ...facts, ...(uptime !== undefined && { uptime }) } : { ...(role && { role }) },
      rosters: this.#rosters,
      samples: this.#samples,
      failures: this.#failures,
      read: this.#read,
    };
  }

  #facts(): DeviceFacts {
    return factsOf(this.#objects, this.#samples);
  }
}
