import { lettersStand } from './letters.ts';
import { BUSY_TIMEOUT, writeBack, type Connection } from './sqlite.ts';

/** A reader that is at it keeps the log from being emptied: so often it is tried, with so many milliseconds between. */
const TRIES = 120;
const PAUSE = 250;

/** Does work on the handle that writes to a file, in its turn. */
export type Work = <T>(job: (writer: Connection) => Promise<T>) => Promise<T>;

/** Does the job, in which what is deleted and what is replaced is overwritten with zeros. */
export async function overwriting<T>(writer: Connection, job: () => Promise<T>): Promise<T> {
  await writer.all('PRAGMA secure_delete = ON');
  try {
    return await job();
  } finally {
    await writer.all('PRAGMA secure_delete = OFF');
  }
}

/** Writes the log back and empties it. Whoever writes is held up for as long as a try takes, not while readers are waited for. Rejects when they do not let it. */
export async function emptyLog(path: string, work: Work): Promise<void> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    await writeBack(path);
    if (await work(tryToEmpty)) return;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
  throw new Error('the log could not be written back: something reads all the time');
}

async function tryToEmpty(writer: Connection): Promise<boolean> {
  await writer.all('PRAGMA busy_timeout = 0');
  try {
    const [row] = await writer.all<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)');
    return row?.busy === 0;
  } finally {
    await writer.all(`PRAGMA busy_timeout = ${BUSY_TIMEOUT}`);
  }
}

/** Writes the whole file anew, without what stands in its free room. */
export async function writeAnew(path: string, work: Work): Promise<void> {
  await work((writer) => writer.script('VACUUM'));
  await emptyLog(path, work);
}

/** Whether any of the letters stand in the file or in its log, in whatever case. */
export function stands(path: string, needles: readonly string[]): Promise<boolean> {
  return lettersStand([path, `${path}-wal`], needles);
}
