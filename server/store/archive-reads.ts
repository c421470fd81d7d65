import type { ArchiveChain, ArchiveMark } from '../domain/archive.ts';
import type { StoredMessage } from '../domain/batch.ts';
import { archiveChains, archives, NOTHING, readChain, readMark, type ArchiveSet, type OpenThings } from './archive.ts';
import type { Days } from './days.ts';
import { dayOf } from './day.ts';
import { arrived, askDay, message, select } from './messages.ts';
import type { Ask, Read } from './readers.ts';
import type { Told } from './store.ts';

/** A book of the past as it was left. */
export type OpenBook = {
  readonly [K in 'sessions' | 'attempts' | 'verdicts' | 'leases']: readonly OpenThings[K extends `${infer One}s`
    ? One & keyof OpenThings
    : never][];
} & { readonly told: readonly Told[] };

/** What an import reads and writes. */
export interface ArchiveStore {
  /** All archives that were begun. */
  archives(): Promise<readonly ArchiveMark[]>;
  chains(): Promise<readonly ArchiveChain[]>;
  book(chain: number): Promise<OpenBook>;
  /** How many places of each of these seconds are given, where any is. */
  used(seconds: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** The imported messages of a sender with ids from `first` to `last`, in order. */
  imported(from: string, first: number, last: number): Promise<readonly StoredMessage[]>;
  /** When each device was first heard live (epoch milliseconds), as far as is on record; none of those that never were. */
  heard(): Promise<ReadonlyMap<number, number>>;
  /** What devices call themselves in their configurations. */
  hostnames(): Promise<ReadonlyMap<number, string>>;
  /** Writes the set in one transaction. */
  commit(set: ArchiveSet): Promise<void>;
  /** Leaves archives that were cut off as they are: what is kept of them keeps its ids, and they are not gone on with. */
  leave(): Promise<void>;
}

/** The store of archives, given how to read and to write. */
export function archiveStore(
  main: string,
  days: Days,
  read: Read,
  commit: (set: ArchiveSet) => Promise<void>,
): ArchiveStore {
  return {
    archives: () => read(async (ask) => (await ask(main, archives)).map(readMark)),
    chains: () => read(async (ask) => (await ask(main, archiveChains)).map(readChain)),
    book: (chain) => read((ask) => bookOf(ask, main, chain)),
    used: (seconds) => read((ask) => usedOf(ask, main, seconds)),
    imported: (from, first, last) => read((ask) => importedOf(ask, days, from, first, last)),
    heard: () => read((ask) => heardOf(ask, main, days)),
    hostnames: () =>
      read(async (ask) => {
        const rows = await ask<{ id: number; hostname: string }>(
          main,
          'SELECT id, hostname FROM device WHERE hostname IS NOT NULL',
        );
        return new Map(rows.map(({ id, hostname }) => [id, hostname]));
      }),
    commit,
    leave: async () => commit({ ...NOTHING, seconds: await read((ask) => takenIn(ask, main, days)), leave: true }),
  };
}

const toldSessions = `SELECT DISTINCT 'session' AS of, e.session AS id, e.body->>'messageId' AS messageId
  FROM archive_open o CROSS JOIN event e INDEXED BY event_by_session ON e.session = CAST(o.key AS INTEGER)
  WHERE o.chain = ? AND o.kind = 'session' AND e.kind NOT LIKE 'attempt.%' AND messageId IS NOT NULL`;
const ofAttempts = `e.kind IN ('attempt.advanced', 'attempt.ended', 'verdict.attributed')`;
const toldAttempts = `SELECT DISTINCT 'attempt' AS of, e.body->>'attempt' AS id, e.body->>'messageId' AS messageId
  FROM archive_open o CROSS JOIN event e INDEXED BY event_by_attempt ON e.body->>'attempt' = CAST(o.key AS INTEGER) AND ${ofAttempts}
  WHERE o.chain = ? AND o.kind = 'attempt' AND messageId IS NOT NULL`;

async function bookOf(ask: Ask, main: string, chain: number): Promise<OpenBook> {
  const rows = await ask<{ kind: string; body: string }>(
    main,
    'SELECT kind, body FROM archive_open WHERE chain = ? ORDER BY CAST(key AS INTEGER)',
    [chain],
  );
  // The border: what `writeArchive` put there.
  const of = <K extends keyof OpenThings>(kind: K): readonly OpenThings[K][] =>
    rows.filter((row) => row.kind === kind).map(({ body }) => JSON.parse(body) as OpenThings[K]);
  return {
    ...{ sessions: of('session'), attempts: of('attempt'), verdicts: of('verdict'), leases: of('lease') },
    told: [...(await ask<Told>(main, toldSessions, [chain])), ...(await ask<Told>(main, toldAttempts, [chain]))],
  };
}

async function usedOf(ask: Ask, main: string, seconds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await ask<{ second: number; used: number }>(
    main,
    'SELECT second, used FROM archive_second WHERE second IN (SELECT value FROM json_each(?))',
    [JSON.stringify(seconds)],
  );
  return new Map(rows.map(({ second, used }) => [second, used]));
}

// The opposite of `importedId`: how many places are taken up to the last one.
const takenOf = `SELECT id / 1000000 AS second, max(id % 1000000 / 1000 * 500 + id % 1000 - 500) + 1 AS used FROM message
  WHERE NOT ${arrived('id')} GROUP BY 1`;

/** Of imported messages that are kept the places, where more are taken than is on record. */
async function takenIn(ask: Ask, main: string, days: Days): Promise<readonly (readonly [number, number])[]> {
  const more: (readonly [number, number])[] = [];
  for (const day of days.list()) {
    const rows = await askDay(ask, days, day, takenOf);
    const taken = rows.map(({ second, used }) => [Number(second), Number(used)] as const);
    const known = await usedOf(ask, main, taken.map(([second]) => second)); // prettier-ignore
    more.push(...taken.filter(([second, used]) => used > (known.get(second) ?? 0)));
  }
  return more;
}

async function importedOf(
  ask: Ask,
  days: Days,
  from: string,
  first: number,
  last: number,
): Promise<readonly StoredMessage[]> {
  const found: StoredMessage[] = [];
  for (const day of days.list().filter((one) => one >= dayOf(first) && one <= dayOf(last))) {
    const sql = `${select} WHERE id >= ? AND id <= ? AND NOT ${arrived('id')} AND "from" = ? ORDER BY id`;
    found.push(...(await askDay(ask, days, day, sql, [first, last, from])).map(message));
  }
  return found;
}

const firstEvent = 'SELECT min(at) AS at FROM (SELECT at FROM event WHERE seq > 0 AND device = ? ORDER BY seq LIMIT 1)';
const firstOf = `SELECT at FROM message WHERE "from" IN (SELECT value FROM json_each(?)) AND ${arrived('id')} ORDER BY id LIMIT 1`;

async function heardOf(ask: Ask, main: string, days: Days): Promise<ReadonlyMap<number, number>> {
  const devices = await ask<{ device: number; addresses: string }>(
    main,
    `SELECT device, (SELECT json_group_array(address) FROM device_address a WHERE a.device = s.device) AS addresses
       FROM device_seen s`,
  );
  const heard = new Map<number, number>();
  for (const { device, addresses } of devices) {
    const [event] = await ask<{ at: number | null }>(main, firstEvent, [device]);
    let first = event?.at ?? Infinity;
    for (const day of days.list()) {
      const [row] = await askDay(ask, days, day, firstOf, [addresses]);
      if (row === undefined) continue;
      first = Math.min(first, Number(row['at']));
      break;
    }
    if (first < Infinity) heard.set(device, first);
  }
  return heard;
}
