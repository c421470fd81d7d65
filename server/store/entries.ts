import type { Token, Visit, Wall } from '../domain/access/account.ts';
import { accountRoles } from '../domain/access/role.ts';
import { sitesOf, sitesText } from './accounts.ts';
import type { Ask } from './readers.ts';
import type { Connection, Row } from './sqlite.ts';

/** All that lets somebody in without a password, by its hash. */
export interface Entries {
  readonly visits: readonly Visit[];
  readonly tokens: readonly Token[];
  readonly walls: readonly Wall[];
}

/** All of them; also what has ended, as long as it is kept. */
export async function readEntries(ask: Ask, main: string): Promise<Entries> {
  return {
    visits: (await ask(main, 'SELECT hash, account, beganAt, seenAt, "from", agent FROM visit')).map(visitOf),
    tokens: (await ask(main, 'SELECT * FROM token ORDER BY id')).map(tokenOf),
    walls: (await ask(main, 'SELECT * FROM wall ORDER BY id')).map(wallOf),
  };
}

/** Keeps a visit, or when it was last seen. */
export async function putVisit(writer: Connection, one: Visit): Promise<void> {
  await writer.run(
    `INSERT INTO visit (hash, account, beganAt, seenAt, "from", agent) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (hash) DO UPDATE SET seenAt = excluded.seenAt`,
    [one.hash, one.account, one.beganAt, one.seenAt, one.from, one.agent],
  );
}

/** They are over, and nothing of them is kept. */
export async function dropVisits(writer: Connection, hashes: readonly string[]): Promise<void> {
  for (const hash of hashes) await writer.run('DELETE FROM visit WHERE hash = ?', [hash]);
}

export async function addToken(writer: Connection, one: Omit<Token, 'id'>): Promise<Token> {
  const [row] = await writer.all(
    'INSERT INTO token (hash, name, account, role, createdAt, endsAt) VALUES (?, ?, ?, ?, ?, ?) RETURNING *',
    [one.hash, one.name, one.account, one.role, one.createdAt, one.endsAt],
  );
  return tokenOf(row ?? {});
}

export async function addWall(writer: Connection, one: Omit<Wall, 'id'>): Promise<Wall> {
  const [row] = await writer.all(
    'INSERT INTO wall (hash, name, showsNames, sites, createdAt, "by", endsAt) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *',
    [one.hash, one.name, one.showsNames ? 1 : 0, sitesText(one.sites), one.createdAt, one.by, one.endsAt],
  );
  return wallOf(row ?? {});
}

/** It lets nobody in any more; that it did stays. */
export async function revokeEntry(writer: Connection, kind: 'token' | 'wall', id: number, at: number): Promise<void> {
  await writer.run(`UPDATE ${kind} SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL`, [at, id]);
}

function visitOf(row: Row): Visit {
  return {
    hash: String(row['hash']),
    account: Number(row['account']),
    beganAt: Number(row['beganAt']),
    seenAt: Number(row['seenAt']),
    from: String(row['from']),
    agent: String(row['agent']),
  };
}

function tokenOf(row: Row): Token {
  return {
    ...granted(row),
    account: Number(row['account']),
    role: accountRoles.find((one) => one === row['role']) ?? 'helpdesk',
  };
}

function wallOf(row: Row): Wall {
  return { ...granted(row), showsNames: row['showsNames'] === 1, sites: sitesOf(row['sites']), by: String(row['by']) };
}

/** What tokens and walls have alike. */
function granted(row: Row): Pick<Token, 'id' | 'hash' | 'name' | 'createdAt' | 'endsAt' | 'revokedAt'> {
  const { revokedAt } = row;
  return {
    id: Number(row['id']),
    hash: String(row['hash']),
    name: String(row['name']),
    createdAt: Number(row['createdAt']),
    endsAt: Number(row['endsAt']),
    revokedAt: revokedAt === null || revokedAt === undefined ? null : Number(revokedAt),
  };
}
