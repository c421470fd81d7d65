import type { AuditRow } from '../domain/access/audit.ts';
import type { Scrub } from '../domain/erasure.ts';
import { mayName } from './may-name.ts';
import type { Ask } from './readers.ts';
import { putSecret, type Secret } from './secret.ts';
import type { Connection, Row } from './sqlite.ts';

/** Where the chain ends: the greatest number in the table, and what is sealed of its last row. */
export interface AuditEnd {
  readonly last: number;
  readonly head: Secret | undefined;
}

/** The next row, and what is sealed of it. */
export interface AuditLink {
  readonly row: AuditRow;
  readonly head: Secret;
}

/** Rows since a moment, after a number. */
export interface AuditQuery {
  readonly since: number;
  readonly after: number;
  readonly limit: number;
}

const columns = 'seq, at, by, "from", kind, about, said, saidHash, hash';
// One statement, so that both are of one moment.
const end = `SELECT (SELECT ifnull(max(seq), 0) FROM audit) AS last, s.* FROM (SELECT 1)
  LEFT JOIN secret s ON s.owner = ? AND s.field = ?`;

/** Appends the row that follows the end, in the transaction that is open. */
export async function appendAudit(
  writer: Connection,
  { owner, field }: Pick<Secret, 'owner' | 'field'>,
  link: (end: AuditEnd) => AuditLink,
): Promise<void> {
  const [found] = await writer.all(end, [owner, field]);
  const { row, head } = link(readEnd(found));
  await writer.run(`INSERT INTO audit (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    ...[row.seq, row.at, row.by, row.from, row.kind, row.about, row.said, row.saidHash, row.hash],
  ]);
  await putSecret(writer, head);
}

/** Erases the words of rows about a user, by the pseudonyms of their names, and those that name them: the chain stays whole. Tells of how many. */
export async function eraseSaid(writer: Connection, users: ReadonlySet<string>, scrub: Scrub): Promise<number> {
  const named = mayName(['said'], scrub.needles);
  const about = `about->>'user' IN (SELECT value FROM json_each(?))`;
  const rows = await writer.all<{ seq: number; said: string; isAbout: number }>(
    `SELECT seq, said, ifnull(${about}, 0) AS isAbout FROM audit WHERE said IS NOT NULL AND (${about} OR ${named.sql})`,
    [JSON.stringify([...users]), JSON.stringify([...users]), ...named.values],
  );
  const gone = rows.filter(({ said, isAbout }) => isAbout === 1 || scrub.text(said) !== said).map(({ seq }) => seq);
  await writer.run('UPDATE audit SET said = NULL WHERE seq IN (SELECT value FROM json_each(?))', [
    JSON.stringify(gone),
  ]);
  return gone.length;
}

/** Where the chain ends now. */
export async function auditEnd(
  ask: Ask,
  main: string,
  { owner, field }: Pick<Secret, 'owner' | 'field'>,
): Promise<AuditEnd> {
  const [found] = await ask(main, end, [owner, field]);
  return readEnd(found);
}

/** A page of rows, in order. */
export async function auditRows(
  ask: Ask,
  main: string,
  { since, after, limit }: AuditQuery,
): Promise<readonly AuditRow[]> {
  const rows = await ask(main, `SELECT ${columns} FROM audit WHERE at >= ? AND seq > ? ORDER BY seq LIMIT ?`, [
    since,
    after,
    limit,
  ]);
  return rows.map(auditRow);
}

function readEnd(row: Row | undefined): AuditEnd {
  const text = (column: string): string => String(row?.[column]);
  const [owner, field, keyId] = [text('owner'), text('field'), text('keyId')];
  const sealed = { owner, field, keyId, nonce: text('nonce'), ciphertext: text('ciphertext') };
  return { last: Number(row?.['last'] ?? 0), head: typeof row?.['owner'] === 'string' ? sealed : undefined };
}

function auditRow(row: Row): AuditRow {
  const text = (column: string): string => String(row[column]);
  const maybe = (column: string): string | null => (row[column] === null ? null : text(column));
  return {
    ...{ seq: Number(row['seq']), at: Number(row['at']), by: text('by'), from: maybe('from'), kind: text('kind') },
    ...{ about: text('about'), said: maybe('said'), saidHash: maybe('saidHash'), hash: text('hash') },
  };
}
