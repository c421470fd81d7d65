/** Why nothing can be saved, and what helps: words for a page, which everybody may read. The log has the error itself. */
interface Cause {
  readonly why: string;
  readonly remedy: string;
}

const FULL: Cause = { why: 'its disk is full', remedy: 'make room on the disk' };
const HELD: Cause = { why: 'another program holds it locked', remedy: 'end that program' };
const BROKEN: Cause = { why: 'its disk fails', remedy: 'look after the disk' };
const CLOSED: Cause = { why: 'it may not be written to', remedy: 'look after the rights of its file and folder' };

const causes: Readonly<Record<string, Cause>> = {
  ...{ SQLITE_FULL: FULL, ENOSPC: FULL, EDQUOT: FULL },
  ...{ SQLITE_BUSY: HELD, SQLITE_LOCKED: HELD },
  ...{ SQLITE_IOERR: BROKEN, EIO: BROKEN },
  ...{ SQLITE_READONLY: CLOSED, SQLITE_CANTOPEN: CLOSED, SQLITE_PERM: CLOSED, EROFS: CLOSED, EACCES: CLOSED },
};

/** The cause of an error of the database or of the system. */
export function unsavedCause(error: unknown): Cause {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(causes, code) ? causes[code] : undefined;
  return known ?? { why: 'it does not take what is written', remedy: "the server's log says why" };
}
