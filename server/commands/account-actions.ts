import type { Token } from '../domain/access/account.ts';
import { accountRoles, type AccountRole } from '../domain/access/role.ts';
import { mayGrant } from '../access/admitted.ts';
import { COMMAND_LINE } from '../domain/access/audit.ts';
import type { KeptAccount } from '../store/accounts.ts';
import { field } from './body.ts';
import type { Entry } from './entry.ts';
import { UsageFault } from './fault.ts';

/** An account as it is listed. */
export interface ListedAccount {
  readonly name: string;
  readonly role: AccountRole;
  readonly sites: readonly string[] | null;
  readonly hasTotp: boolean;
  readonly hasPassword: boolean;
  readonly disabledAt: number | null;
  /** Where it is logged in just now. */
  readonly visits: number;
}

/** What each action answers. */
export interface AccountAnswers {
  readonly 'user.add': ListedAccount;
  readonly 'user.list': readonly ListedAccount[];
  readonly 'user.disable': ListedAccount;
  readonly 'user.enable': ListedAccount;
  readonly 'user.role': ListedAccount;
  readonly 'user.passwd': ListedAccount;
  readonly 'user.token': { readonly credential: string; readonly token: Pick<Token, 'name' | 'role' | 'endsAt'> };
}

/** The actions by their names. */
export type AccountActions = { readonly [K in keyof AccountAnswers]: (body: unknown) => Promise<AccountAnswers[K]> };

const DAY = 86_400_000;

/** What may be done about accounts from the command line: whoever may open the control socket is an administrator. */
export function accountActions({
  admitted,
  accounts,
  desk: { note },
}: Pick<Entry, 'admitted' | 'accounts' | 'desk'>): AccountActions {
  const find = (body: unknown): KeptAccount => {
    const name = textOf(body, 'name');
    const found = admitted.named(name);
    if (found === undefined) throw new UsageFault(`${JSON.stringify(name)}: no such account`);
    return found;
  };
  const listed = ({ id }: Pick<KeptAccount, 'id'>): ListedAccount => {
    const account = admitted.account(id);
    if (account === undefined) throw new Error('an account has gone');
    const { name, role, sites, hasTotp, disabledAt, password } = account;
    return {
      name,
      role,
      sites,
      hasTotp,
      hasPassword: password !== null,
      disabledAt,
      visits: admitted.visitsOf(id).length,
    };
  };
  const noted = (kind: 'account.changed' | 'role.changed' | 'token.changed', about: Readonly<Record<string, string>>) =>
    note({ by: COMMAND_LINE, from: null, kind, about });
  const disable = async (body: unknown, isDisabled: boolean): Promise<ListedAccount> => {
    const account = find(body);
    await accounts.setDisabled(account, isDisabled);
    await noted('account.changed', { account: account.name, what: isDisabled ? 'disabled' : 'enabled' });
    return listed(account);
  };

  return {
    'user.add': async (body) => {
      const [name, role, password] = [textOf(body, 'name'), roleOf(body), field(body, 'password')];
      const typed = typeof password === 'string' ? password : null;
      const account = await accounts.add({ name, role, sites: sitesOf(body), password: typed });
      await noted('account.changed', { what: 'added', account: name, role });
      return listed(account);
    },
    'user.list': () => Promise.resolve(admitted.accounts().map(listed)),
    'user.disable': (body) => disable(body, true),
    'user.enable': (body) => disable(body, false),
    'user.role': async (body) => {
      const account = find(body);
      await accounts.setRole(account, roleOf(body), sitesOf(body));
      await noted('role.changed', { account: account.name, role: roleOf(body) });
      return listed(account);
    },
    'user.passwd': async (body) => {
      const account = find(body);
      await accounts.setPassword(account, textOf(body, 'password'));
      await noted('account.changed', { account: account.name, what: 'password' });
      return listed(account);
    },
    'user.token': async (body) => {
      const account = find(body);
      const days = field(body, 'days');
      const told = { name: textOf(body, 'title'), role: roleOf(body), milliseconds: Number(days) * DAY };
      if (!Number.isInteger(days) || Number(days) < 1) throw new UsageFault('--days: not a whole number above 0');
      if (!mayGrant(account.role, told.role))
        throw new UsageFault(`--role ${told.role}: ${account.name} is ${account.role}, and gives no more away`);
      const { credential, token } = await admitted.grant(account, told);
      await noted('token.changed', { what: 'made', account: account.name, token: told.name, role: told.role });
      return { credential, token: { name: token.name, role: token.role, endsAt: token.endsAt } };
    },
  };
}

function textOf(body: unknown, name: string): string {
  const text = field(body, name);
  if (typeof text !== 'string' || text === '') throw new UsageFault(`${name}: nothing told`);
  return text;
}

function roleOf(body: unknown): AccountRole {
  const told = field(body, 'role');
  const role = accountRoles.find((one) => one === told);
  if (role === undefined) throw new UsageFault(`${JSON.stringify(told)}: not one of ${accountRoles.join(', ')}`);
  return role;
}

function sitesOf(body: unknown): readonly string[] | null {
  const told = field(body, 'sites');
  return Array.isArray(told) ? told.map(String) : null;
}
