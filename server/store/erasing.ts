import type { ErasedCounts, Scrub } from '../domain/erasure.ts';
import { rowsText } from './cell.ts';
import { dayOf, type Day } from './day.ts';
import type { Days } from './days.ts';
import { beginErasure, largeRows, putRewritten, type Begun, type EraseOrder } from './erase.ts';
import { mayName } from './may-name.ts';
import type { Indexes } from './indexes.ts';
import { hasWords } from './message-words.ts';
import { askDay } from './messages.ts';
import type { Ask, Read } from './readers.ts';
import { openWriter, type Connection } from './sqlite.ts';
import { endErasure } from './unfinished.ts';
import { emptyLog, overwriting, stands, writeAnew, type Work } from './wipe.ts';
import type { Writer } from './writer.ts';

/** What erasing takes of the store. */
export interface ErasingParts {
  readonly main: string;
  readonly days: Days;
  readonly indexes: Pick<Indexes, 'drop'>;
  readonly writer: Writer;
  /** Reads with a long deadline. */
  readonly read: Read;
  readonly now: () => number;
}

/** What the steps behind the first came to. */
export interface Finished {
  readonly counts: ErasedCounts;
  /** For how long nothing else could be written at most, milliseconds. */
  readonly longestHold: number;
  /** Files in which the letters of the name stand yet: in another's name, or in what has come since. */
  readonly left: readonly string[];
}

/** What the first step did, and for how long nothing else could be written meanwhile, milliseconds. */
type Held = Begun & { readonly held: number };

/** Lines that are read and written at once. */
const PAGE = 500;
/** The last so many days may be written to by whoever keeps messages: the others are nobody's. */
const RECENT = 2;

/** The first step: everything that is shown live is without the name when it is taken in anew. Rejects with `StillConnected`. */
export function startErasure({ writer }: ErasingParts, order: EraseOrder): Promise<Held> {
  return writer.timed((db) => overwriting(db, () => beginErasure(db, order)));
}

/** The other steps: events and what large tables hold, message days, and what is left of it in free pages and logs. */
export async function finishErasure(parts: ErasingParts, begun: Begun & Partial<Held>): Promise<Finished> {
  const { main, days, indexes, writer, read, now } = parts;
  let longestHold = begun.held ?? 0;
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const done = await writer.inTurn(async () => {
      const from = performance.now();
      const result = await work();
      return { result, held: performance.now() - from };
    });
    longestHold = Math.max(longestHold, done.held);
    return done.result;
  };
  await read(async (ask) => {
    for await (const rewrite of largeRows(ask, main, begun)) {
      const { held } = await writer.timed(async (db) => {
        await overwriting(db, () => putRewritten(db, rewrite));
        return {};
      });
      longestHold = Math.max(longestHold, held);
    }
  });
  const left: string[] = [];
  let messages = 0;
  const recent = new Set(days.list().slice(-RECENT));
  for (const day of days.list()) {
    const work: Work = (job) => (recent.has(day) ? inTurn(() => days.lend(day, job)) : apart(days.path(day), job));
    messages += await read((ask) => rewriteDay(ask, days, day, begun, work, () => indexes.drop(day)));
    if (await wipe(days.path(day), begun, work)) left.push(days.path(day));
  }
  if (await wipe(main, begun, (job) => inTurn(() => writer.database(job)))) left.push(main);
  const counts = { ...begun.counts, messages };
  await writer.transaction((db) => endErasure(db, begun.id, counts, now()));
  return { counts, longestHold, left };
}

/** Rewrites the lines of a day that name the user, as far as they were there when it began; tells how many those are. */
async function rewriteDay(
  ask: Ask,
  days: Days,
  day: Day,
  { scrub, lastMessage }: Begun,
  work: Work,
  dropIndex: () => Promise<void>,
): Promise<number> {
  // prettier-ignore
  if (day > dayOf(lastMessage)) return 0;
  const isFirst = !(await hasWords(ask, days, day));
  const { sql, values } = mayName(['line'], scrub.needles);
  let count = 0;
  for (let after = 0; ;) {
    const where = `id > ? AND id <= ? AND ${sql} ORDER BY id LIMIT ${PAGE}`;
    const rows = await askDay(ask, days, day, `SELECT id, line FROM message WHERE ${where}`, [after, lastMessage, ...values]); // prettier-ignore
    const changed = rows.flatMap(({ id, line }) => {
      const text = scrub.text(String(line));
      return text === line ? [] : [[Number(id), text]];
    });
    // It tells of what the lines have held: each time, for one may be made meanwhile.
    if (changed.length > 0) await dropIndex();
    if (changed.length > 0) await work((db) => overwriting(db, () => (isFirst ? rewriteFirst : rewrite)(db, changed)));
    count += changed.length;
    const last = rows.at(-1)?.['id'];
    if (rows.length < PAGE || typeof last !== 'number') break;
    after = last;
  }
  if (isFirst) return count;
  // The name may have stood in a header: what no line has any more goes.
  if (count > 0)
    await work((db) => overwriting(db, () => db.run('DELETE FROM shape WHERE id NOT IN (SELECT shape FROM line)')));
  await rewriteWords(ask, days, day, scrub, work);
  return count;
}

/** A day of the first version has whole lines. */
async function rewriteFirst(db: Connection, changed: readonly (readonly (string | number)[])[]): Promise<void> {
  await db.run('UPDATE message SET line = r.value->>1 FROM jsonb_each(?) r WHERE message.id = r.value->>0', [rowsText(changed)]); // prettier-ignore
}

/** A line that was rewritten is of a shape that tells nothing of its words. */
async function rewrite(db: Connection, changed: readonly (readonly (string | number)[])[]): Promise<void> {
  const json = rowsText(changed);
  await db.run(
    `INSERT INTO shape SELECT DISTINCT -s.id, s."from", s.messageId, s.severity, s.outcome, '', '', 0
       FROM jsonb_each(?) r JOIN line l ON l.id = r.value->>0 JOIN shape s ON s.id = l.shape
       WHERE s.stamp <> 0 OR s.before <> '' OR s.after <> '' ON CONFLICT (id) DO NOTHING`,
    [json],
  );
  await db.run(
    `UPDATE line SET text = r.value->>1, shape = iif(s.stamp <> 0 OR s.before <> '' OR s.after <> '', -s.id, s.id)
       FROM jsonb_each(?) r, shape s WHERE line.id = r.value->>0 AND s.id = line.shape`,
    [json],
  );
}

/** What leads to the name leads to what stands for it. */
async function rewriteWords(ask: Ask, days: Days, day: Day, scrub: Scrub, work: Work): Promise<void> {
  const { sql, values } = mayName(['word'], scrub.needles);
  const rows = await askDay(ask, days, day, `SELECT DISTINCT word FROM word WHERE ${sql}`, values);
  const changed = rows.flatMap(({ word }) => {
    const other = scrub.text(String(word));
    return other === word ? [] : [[String(word), other]];
  });
  if (changed.length === 0) return;
  const json = rowsText(changed);
  await work((db) =>
    overwriting(db, async () => {
      await db.run(
        `INSERT INTO word SELECT w.bucket, r.value->>1, w.segment, w.places FROM jsonb_each(?) r JOIN word w ON w.word = r.value->>0 WHERE true
           ON CONFLICT DO UPDATE SET places = places || excluded.places`,
        [json],
      );
      await db.run('DELETE FROM word WHERE word IN (SELECT value->>0 FROM jsonb_each(?))', [json]);
    }),
  );
}

/** Leaves nothing of the name in a file; tells whether its letters stand there all the same. */
async function wipe(path: string, { scrub: { needles } }: Begun, work: Work): Promise<boolean> {
  await emptyLog(path, work);
  if (!(await stands(path, needles))) return false;
  await writeAnew(path, work);
  return stands(path, needles);
}

/** Works on a file that nobody else writes to. */
async function apart<T>(path: string, job: (writer: Connection) => Promise<T>): Promise<T> {
  const writer = await openWriter(path);
  try {
    return await job(writer);
  } finally {
    await writer.close();
  }
}
