import { createAudit } from '../access/audit.ts';
import { socketPath, type Config } from '../config.ts';
import { accountActions, type AccountAnswers, type ListedAccount } from './account-actions.ts';
import { withKey } from './alone.ts';
import type { Typed } from './command.ts';
import { callControl } from './control.ts';
import { requireDatabase } from './database.ts';
import type { Print } from './device.ts';
import { openEntry } from './entry.ts';
import { visible } from './fault.ts';
import { Running } from './running.ts';
import { typedSecrets } from './typed-secret.ts';

type Told = Pick<Typed['options'], 'role' | 'sites' | 'password' | 'days'>;

/** `user add NAME --role ROLE`: asks for a password, and makes the account. */
export async function accountAdd(config: Config, name: string, told: Told, print: Print): Promise<void> {
  const password = told.password === false ? {} : { password: await typedPassword() };
  const added = await ask(config, 'user.add', { name, ...placed(told), ...password });
  print(`${visible(added.name)}: ${added.role}${boundTo(added)}`);
}

/** `user list`: a line each. */
export async function accountList(config: Config, print: Print): Promise<void> {
  requireDatabase(config);
  const accounts = await ask(config, 'user.list', {});
  if (accounts.length === 0)
    print('no accounts yet: the console of the running server has a link, or tunnelwatch user add NAME --role admin');
  for (const one of accounts) print(lineOf(one));
}

/** `user role NAME --role ROLE`. */
export async function accountRole(config: Config, name: string, told: Told, print: Print): Promise<void> {
  requireDatabase(config);
  const changed = await ask(config, 'user.role', { name, ...placed(told) });
  print(`${visible(changed.name)}: ${changed.role}${boundTo(changed)}`);
}

/** `user passwd NAME`. */
export async function accountPassword(config: Config, name: string, print: Print): Promise<void> {
  requireDatabase(config);
  const changed = await ask(config, 'user.passwd', { name, password: await typedPassword() });
  print(`${visible(changed.name)}: has another password; wherever it was logged in has ended`);
}

/** `user disable|enable NAME`. */
export async function accountAct(config: Config, act: 'disable' | 'enable', name: string, print: Print): Promise<void> {
  requireDatabase(config);
  const changed = await ask(config, `user.${act}`, { name });
  print(`${visible(changed.name)}: ${changed.disabledAt === null ? 'may log in' : 'is let in no more'}`);
}

/** `user token NAME TITLE --role ROLE --days N`: prints the token, once. */
export async function accountToken(
  config: Config,
  name: string,
  title: string,
  told: Told,
  print: Print,
): Promise<void> {
  requireDatabase(config);
  const { credential, token } = await ask(config, 'user.token', { name, title, role: told.role, days: told.days });
  print(credential);
  process.stderr.write(`good until ${new Date(token.endsAt).toISOString()} as ${token.role}; it is not shown again\n`);
}

async function typedPassword(): Promise<string> {
  const [password = ''] = await typedSecrets(['password']);
  return password;
}

function placed({ role, sites }: Told): { readonly role?: string; readonly sites?: readonly string[] } {
  return {
    ...(role !== undefined && { role }),
    ...(sites !== undefined && { sites: sites.split(',').map((one) => one.trim()) }),
  };
}

function lineOf(one: ListedAccount): string {
  const marks = [
    one.role + boundTo(one),
    ...(one.hasTotp ? ['one-time codes'] : []),
    ...(one.hasPassword ? [] : ['no password']),
    ...(one.disabledAt === null ? [`logged in ${one.visits} times`] : ['disabled']),
  ];
  return `${visible(one.name)}  ${marks.join(', ')}`;
}

function boundTo({ sites }: ListedAccount): string {
  return sites === null ? '' : ` of ${sites.map(visible).join(', ')}`;
}

/** The running server's answer; with none running, the same done here, with the database locked meanwhile. */
async function ask<K extends keyof AccountAnswers>(
  config: Config,
  action: K,
  body: unknown,
): Promise<AccountAnswers[K]> {
  const answer = await callControl(socketPath(config.database), action, body);
  if (answer !== undefined) return answer as AccountAnswers[K]; // our own server, of this user
  return withKey(config, async (store, key) => {
    const running = new Running();
    try {
      const audit = createAudit(store, key);
      const entry = await openEntry(
        store,
        key,
        running,
        (note) => audit.note({ at: Date.now(), ...note }),
        () => undefined,
      );
      return await accountActions(entry)[action](body);
    } finally {
      await running.stop();
    }
  });
}
