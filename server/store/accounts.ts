import type { Account } from '../domain/access/account.ts';
import { accountRoles } from '../domain/access/role.ts';
import { jsonText } from './cell.ts';
import type { Ask } from './readers.ts';
import type { Connection, Row } from './sqlite.ts';

/** An account with what nobody is shown: the hash of its password, and the step of its last one-time code. */
export interface KeptAccount extends Account {
  readonly password: string | null;
  readonly totpStep: number | null;
}

/** An account as it is first told of. */
export type NewAccount = Pick<Account, 'name' | 'role' | 'sites' | 'createdAt'> & Pick<KeptAccount, 'password'>;

/** What of an account may change. */
export type AccountChange = Partial<
  Pick<KeptAccount, 'role' | 'sites' | 'password' | 'hasTotp' | 'totpStep' | 'disabledAt'>
>;

const columns = 'id, name, role, sites, password, hasTotp, totpStep, createdAt, disabledAt';

/** All of them, by name. */
export async function readAccounts(ask: Ask, main: string): Promise<readonly KeptAccount[]> {
  return (await ask(main, `SELECT ${columns} FROM account ORDER BY name`)).map(accountOf);
}

/** Keeps a new one; rejects when another one has its name. */
export async function addAccount(writer: Connection, one: NewAccount): Promise<KeptAccount> {
  const [taken] = await writer.all('SELECT id FROM account WHERE name = ?', [one.name]);
  if (taken !== undefined) throw new Error(`${JSON.stringify(one.name)}: there is such an account already`);
  const [row] = await writer.all(
    `INSERT INTO account (name, role, sites, password, createdAt) VALUES (?, ?, ?, ?, ?) RETURNING ${columns}`,
    [one.name, one.role, sitesText(one.sites), one.password, one.createdAt],
  );
  if (row === undefined) throw new Error('an account that was inserted is not there');
  return accountOf(row);
}

/** Changes what is told of it. */
export async function changeAccount(writer: Connection, id: number, change: AccountChange): Promise<void> {
  const { role, sites, password, hasTotp, totpStep, disabledAt } = change;
  const cells = {
    ...(role !== undefined && { role }),
    ...(sites !== undefined && { sites: sitesText(sites) }),
    ...(password !== undefined && { password }),
    ...(hasTotp !== undefined && { hasTotp: hasTotp ? 1 : 0 }),
    ...(totpStep !== undefined && { totpStep }),
    ...(disabledAt !== undefined && { disabledAt }),
  };
  const names = Object.keys(cells);
  if (names.length === 0) return;
  await writer.run(`UPDATE account SET ${names.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`, [
    ...Object.values(cells),
    id,
  ]);
}

/** Sites as a cell: NULL for all. */
export function sitesText(sites: readonly string[] | null): string | null {
  return sites === null ? null : jsonText(sites);
}

/** Sites as they stand in a cell. */
export function sitesOf(cell: unknown): readonly string[] | null {
  return typeof cell === 'string' ? (JSON.parse(cell) as readonly string[]) : null; // border: written by sitesText
}

function accountOf(row: Row): KeptAccount {
  const { name, password, totpStep, disabledAt } = row;
  return {
    id: Number(row['id']),
    name: String(name),
    role: accountRoles.find((one) => one === row['role']) ?? 'helpdesk',
    sites: sitesOf(row['sites']),
    password: password === null ? null : String(password),
    hasTotp: row['hasTotp'] === 1,
    totpStep: totpStep === null ? null : Number(totpStep),
    createdAt: Number(row['createdAt']),
    disabledAt: disabledAt === null ? null : Number(disabledAt),
  };
}
