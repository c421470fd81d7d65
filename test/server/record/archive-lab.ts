import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { packPast, type Unnumbered } from '../../../collectors/archive/pack.ts';
import { nearYear } from '../../../collectors/archive/placing.ts';
import { ArchiveReader } from '../../../collectors/archive/reading.ts';
import { Intake } from '../../../collectors/syslog/intake.ts';
import { Names } from '../../../collectors/syslog/names.ts';
import { Packer } from '../../../collectors/syslog/packer.ts';
import { claimOf, messageOf } from '../../../server/commands/stored-message.ts';
import { leftOpen, type ArchiveCounts } from '../../../server/domain/archive.ts';
import type { Session } from '../../../server/domain/session.ts';
import type { Storing } from '../../../server/domain/storing.ts';
import { History } from '../../../server/record/history.ts';
import { openStore } from '../../../server/store/open.ts';
import { openReader } from '../../../server/store/sqlite.ts';
import { sessionTable } from '../../../server/store/tables.ts';
import type { Store } from '../../../server/store/store.ts';
import { simulate, type SimulationOptions } from '../../asa/simulation.ts';
import { recorderOn } from './past.ts';

/** When the archives begin, and when they are imported. */
export const BEGIN = Date.UTC(2026, 8, 1, 6);
export const NOW = Date.UTC(2026, 8, 20, 12);
export const ADDRESS = '192.0.2.1';
const SILENCE = 200;

/** A line, and the second at which it was said (epoch milliseconds). */
export interface Said {
  readonly at: number;
  readonly line: string;
  /** The address of whoever says it, if it is not `ADDRESS`. */
  readonly from?: string;
}

/** What a simulated ASA says in so many minutes. */
export async function storyOf(minutes: number, told: Partial<SimulationOptions> = {}): Promise<readonly Said[]> {
  const said: Said[] = [];
  let now = (): number => BEGIN;
  const { engine } = simulate((line) => said.push({ at: Math.floor(now() / 1000) * 1000, line }), {
    ...{ scenario: 'everything', users: 80, presence: 0.5, sessionSeconds: 600, release: '9.1', header: 'timestamp' },
    ...told,
    start: BEGIN,
  });
  now = engine.now;
  await engine.run({ until: BEGIN + minutes * 60_000 });
  return said;
}

/** A store of its own, in which one device is watched. */
export async function watched(t: TestContext, now = NOW): Promise<{ readonly store: Store; readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-archive-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'tunnelwatch.db');
  const store = await openStore({ path, now: () => now });
  t.after(() => store.close());
  await store.addDevice({ name: 'hv-asa', addresses: [ADDRESS], state: 'adopted', addedAt: BEGIN });
  return { store, path };
}

/** Tells lines to a recorder as if each second had passed, and then so long that nothing waits any more. */
export async function live(store: Store, said: readonly Said[]): Promise<void> {
  let now = said[0]?.at ?? BEGIN;
  const intake = new Intake({ admission: { known: [], room: 50 }, firstMessage: 1, queueBytes: 1e8, now: () => now }); // prettier-ignore
  const recorder = await recorderOn(store, () => now);
  const last = (said.at(-1)?.at ?? BEGIN) + SILENCE * 1000;
  let next = 0;
  for (let seq = 1; now <= last; now += 1000, seq += 1) {
    for (; said[next] !== undefined && (said[next]?.at ?? 0) <= now; next += 1) intake.receive(said[next]?.line ?? '', said[next]?.from ?? ADDRESS); // prettier-ignore
    const load = intake.load();
    await recorder.take({ ...load, collector: 'syslog', epoch: 1, seq, at: now });
    intake.stored();
  }
}

/** An archive as it is imported: lines, taken so many at a time. */
export interface Imported {
  readonly head: string;
  readonly lines: readonly string[];
  readonly block?: number;
  /** Stops before the block of that number, as a process does that is killed. */
  readonly dieAt?: number;
}

/** Imports archives one behind the other in one run; resolves to what became of the lines of each. */
export async function imported(
  store: Store,
  archives: readonly Imported[],
  now = NOW,
  batch = 1,
  storing: Storing = 'all',
): Promise<readonly ArchiveCounts[]> {
  const devices = await store.devices();
  const reader = new ArchiveReader(new Names({ known: await store.knownNames() }), {
    all: devices.map(({ id, name, addresses }) => ({
      id,
      address: addresses[0] ?? '',
      called: [name],
      zone: 'UTC',
      storing,
    })),
    nameless: 0,
  });
  const packer = new Packer({ past: true });
  const waiting: (readonly Unnumbered[])[] = [];
  const history = await History.open({
    ...{ archive: store.archive, devices, now: () => now, keptSince: -Infinity, batch },
    pack: (ids) => Promise.resolve(packPast(waiting.shift() ?? [], ids, packer)),
    keep: (rows) => store.keep(rows),
    claimOf: (message) => claimOf(messageOf(message)),
  });
  const all: ArchiveCounts[] = [];
  for (const { head, lines, block = 100, dieAt = Infinity } of archives) {
    const mark = await history.begin({ name: head, head, headBytes: 1, size: lines.length, device: '' });
    reader.begin({ near: nearYear(2026), last: history.lastTimes(), edges: history.edges() });
    let { counts } = mark;
    for (let from = mark.offset; from < lines.length && !mark.done; from += block) {
      if (from / block >= dieAt) {
        await history.settled();
        return all;
      }
      const text = lines.slice(from, from + block);
      const read = reader.read(`${text.join('\n')}\n`);
      waiting.push(read.rows);
      counts = await history.take(read.block, from + text.length);
    }
    await history.end();
    all.push(counts);
  }
  await history.close();
  return all;
}

/** All that a database holds of sessions and attempts, in words that do not depend on the ids of messages. */
export async function told(
  path: string,
): Promise<{ readonly sessions: readonly string[]; readonly attempts: readonly string[] }> {
  const reader = await openReader(path);
  const rows = (await reader.all(sessionTable.select)).map((row) => sessionTable.fromRow(row));
  const order = new Map(rows.sort(byBirth).map(({ id }, index) => [id, index]));
  const sessions = rows.map(leftOpen).map(({ id, continues, ...rest }) => sorted({ ...rest, continues: continues === undefined ? null : order.get(continues) })); // prettier-ignore
  const attempts = await reader.all<{ session: number | null }>(
    'SELECT t.*, u.name AS named FROM attempt t LEFT JOIN user u ON u.id = t.user ORDER BY t.start, t.id',
  );
  await reader.close();
  const bare = attempts.map((row) => JSON.stringify({ ...row, id: 0, user: 0, session: row.session === null ? null : order.get(row.session) })); // prettier-ignore
  return { sessions: sessions.sort(), attempts: bare.sort() };
}

/** As JSON with its fields in the order of their names. */
function sorted(row: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))));
}

function byBirth(one: Session, other: Session): number {
  return one.id - other.id;
}
