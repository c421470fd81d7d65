import { NO_LINES, type ArchiveChain, type ArchiveMark } from '../domain/archive.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { Event } from '../domain/event.ts';
import type { Lease } from '../domain/pool.ts';
import type { Session } from '../domain/session.ts';
import type { DeviceUnstored } from '../domain/unstored.ts';
import type { Verdict } from '../domain/verdict.ts';
import { jsonCell, mixedText, rowsText } from './cell.ts';
import { appendImported, nextImported, userOf } from './event.ts';
import { inLine } from './in-line.ts';
import { put } from './put.ts';
import type { Connection, Runs } from './sqlite.ts';
import { makeTable } from './table.ts';
import { attemptTable, sessionTable, verdictTable } from './tables.ts';
import { addUnstored } from './unstored.ts';
import { putUsers } from './user.ts';

/** What may be open in a book of the past, by its kind. */
export interface OpenThings {
  readonly session: Session;
  readonly attempt: Attempt;
  readonly verdict: Verdict;
  readonly lease: Lease;
}

export type OpenKind = keyof OpenThings;

/** A row of such a book: what its key names is this, or is not in it any more. */
export interface OpenRow {
  readonly chain: number;
  readonly kind: OpenKind;
  readonly key: string;
  readonly body?: OpenThings[OpenKind];
}

/** What a block of an archive changes: written whole or not at all. Rows are absolute, but for events, which are appended, and counts, which are added. */
export interface ArchiveSet {
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  readonly attempts: readonly Attempt[];
  readonly verdicts: readonly Verdict[];
  readonly open: readonly OpenRow[];
  readonly chains: readonly ArchiveChain[];
  /** How many places of these seconds are given now. */
  readonly seconds: readonly (readonly [second: number, used: number])[];
  /** Lines that were counted instead of stored. */
  readonly unstored: readonly DeviceUnstored[];
  readonly archive?: ArchiveMark;
  /** What was begun and is not done is not to be gone on with. */
  readonly leave?: true;
}

/** Nothing changes. */
export const NOTHING: ArchiveSet = {
  ...{ events: [], sessions: [], attempts: [], verdicts: [], open: [], chains: [], seconds: [], unstored: [] },
};

const putOpen = `INSERT INTO archive_open (chain, kind, key, body) SELECT value->>0, value->>1, value->>2, ${jsonCell(3)}
  FROM jsonb_each(?) WHERE true ON CONFLICT (chain, kind, key) DO UPDATE SET body = excluded.body`;
const dropOpen = `DELETE FROM archive_open WHERE (chain, kind, key) IN (SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?))`;
const putSeconds = `INSERT INTO archive_second (second, used) SELECT value->>0, value->>1 FROM jsonb_each(?) WHERE true
  ON CONFLICT (second) DO UPDATE SET used = max(used, excluded.used)`;

const chainTable = makeTable<Omit<ArchiveChain, 'open'> & { readonly open: number }>('archive_chain', ['id'], {
  ...{ id: 'plain', device: 'plain', from: 'plain', to: 'plain', lastMessage: 'plain', open: 'plain' },
});

const markTable = makeTable<Omit<ArchiveMark, 'done'> & { readonly done: number }>('archive', ['id'], {
  ...{ id: 'plain', name: 'plain', head: 'plain', headBytes: 'plain', device: 'plain', size: 'plain' },
  ...{ offset: 'plain', before: 'json', counts: 'json', at: 'plain', done: 'plain' },
});

/** Archives in the order in which they were begun. */
export const archives = `${markTable.select} ORDER BY t.id`;
/** Stretches of time that were imported. */
export const archiveChains = `${chainTable.select} ORDER BY t.id`;

/** The border: a row is what `markTable` made of a mark. */
export function readMark(row: Parameters<typeof markTable.fromRow>[0]): ArchiveMark {
  const mark = markTable.fromRow(row);
  // Buckets that came later: of what was imported before nothing ended in them.
  return { ...mark, counts: { ...NO_LINES, ...mark.counts }, done: mark.done === 1 };
}

/** The same of a chain. */
export function readChain(row: Parameters<typeof chainTable.fromRow>[0]): ArchiveChain {
  const chain = chainTable.fromRow(row);
  return { ...chain, open: chain.open === 1 };
}

/** Writes the set within the transaction that is open. */
export async function writeArchive(writer: Connection, set: ArchiveSet): Promise<void> {
  const named = [...set.sessions, ...set.attempts, ...set.verdicts].map(({ user }) => user);
  const users = [...set.events.map(userOf), ...named].filter((user) => user !== undefined);
  const first = await nextImported(writer);
  await inLine(writer, async (line) => {
    await putUsers(line, new Set(users));
    await appendImported(line, set.events, first);
    await put(line, sessionTable, set.sessions);
    await put(line, attemptTable, set.attempts);
    await put(line, verdictTable, set.verdicts);
    const chains = set.chains.map((chain) => ({ ...chain, open: Number(chain.open) }));
    await put(line, chainTable, chains);
    await putOpenRows(line, set.open);
  });
  if (set.seconds.length > 0) await writer.run(putSeconds, [rowsText(set.seconds)]);
  await addUnstored(writer, set.unstored);
  if (set.leave === true) await writer.run('DELETE FROM archive WHERE done = 0');
  if (set.archive !== undefined) {
    const { done, ...mark } = set.archive;
    await put(writer, markTable, [{ ...mark, done: Number(done) }]);
  }
}

async function putOpenRows(writer: Runs, open: readonly OpenRow[]): Promise<void> {
  const kept = open.filter(({ body }) => body !== undefined);
  const gone = open.filter(({ body }) => body === undefined);
  if (kept.length > 0)
    await writer.run(putOpen, [mixedText(kept.map(({ chain, kind, key, body }) => [chain, kind, key, body]), 1)]); // prettier-ignore
  if (gone.length > 0) await writer.run(dropOpen, [rowsText(gone.map(({ chain, kind, key }) => [chain, kind, key]))]);
}
