import { accountNameFault, type Account, type Caller } from '../domain/access/account.ts';
import type { AccountRole } from '../domain/access/role.ts';
import type { AccountChange, KeptAccount } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import { AccountFault } from './account-fault.ts';
import type { Admitted, Comer } from './admitted.ts';
import { countedAs } from './counted-as.ts';
import { passwordFault, type Passwords } from './password.ts';
import type { Seeds } from './seeds.ts';
import type { Throttle } from './throttle.ts';

/** What came of a login. */
export type LoginOutcome =
  | { readonly outcome: 'in'; readonly account: Account; readonly credential: string }
  /** Name or password is wrong, or the account is disabled: nobody is told which. */
  | { readonly outcome: 'wrong' }
  /** The password was right: the one-time code is missing, or is none. */
  | { readonly outcome: 'code'; readonly wasGiven: boolean }
  /** Milliseconds until the next try. */
  | { readonly outcome: 'wait'; readonly wait: number };

/** What is typed to log in. */
export interface Typed {
  readonly name: string;
  readonly password: string;
  readonly code?: string | undefined;
}

/** What else accounts are made of. */
export interface AccountParts {
  readonly store: Pick<Store, 'addAccount' | 'changeAccount'>;
  readonly admitted: Admitted;
  readonly passwords: Pick<Passwords, 'hash' | 'verify'>;
  readonly throttle: Throttle;
  readonly seeds: Seeds;
  readonly now: () => number;
}

/** What came of looking at a password. */
export type Looked =
  | { readonly is: 'right'; readonly account: KeptAccount }
  | { readonly is: 'wrong' }
  /** Milliseconds until the next try. */
  | { readonly is: 'too soon'; readonly wait: number };

/** When whoever has one under way may try again, in milliseconds. */
const SOON = 1000;

/** Accounts: who logs in, and what administrators do about them. */
export class Accounts {
  readonly #parts: AccountParts;
  /**
   * Addresses one of whose passwords is looked at just now. One at a time, fewer than there are threads: a flood of guesses must not stand
   * before everybody else's.
   */
  readonly #trying = new Set<string>();

  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  /** Logs in. The answer takes as long for a name that nobody has. */
  async logIn(typed: Typed, comer: Comer): Promise<LoginOutcome> {
    const { admitted, throttle } = this.#parts;
    const looked = await this.look(typed, comer);
    if (looked.is !== 'right')
      return looked.is === 'wrong' ? { outcome: 'wrong' } : { outcome: 'wait', wait: looked.wait };
    const { account } = looked;
    if (account.hasTotp) {
      const { code } = typed;
      if (code === undefined || code === '') return { outcome: 'code', wasGiven: false };
      if (!(await this.#takeCode(account, code))) {
        throttle.failed(typed.name, comer.from);
        return { outcome: 'code', wasGiven: true };
      }
      const now = admitted.account(account.id);
      if (now?.password !== account.password || now.disabledAt !== null) return { outcome: 'wrong' };
    }
    throttle.succeeded(typed.name, comer.from);
    return { outcome: 'in', account, credential: await admitted.begin(account, comer) };
  }

  /** Makes an account. Rejects with an `AccountFault` where name or password will not do. */
  async add(told: {
    readonly name: string;
    readonly role: AccountRole;
    readonly sites: readonly string[] | null;
    /** `null`: it comes by a provider or a proxy only. */
    readonly password: string | null;
  }): Promise<KeptAccount> {
    const { store, admitted, now } = this.#parts;
    const { name, role, sites } = told;
    const fault = accountNameFault(name);
    if (fault !== undefined) throw new AccountFault(`${JSON.stringify(name)}: ${fault}`);
    if (admitted.named(name) !== undefined)
      throw new AccountFault(`${JSON.stringify(name)}: there is such an account already`);
    const password = told.password === null ? null : await this.#hashed(told.password, name);
    const account = await store.addAccount({ name, role, sites, password, createdAt: now() });
    admitted.know(account);
    return account;
  }

  /** Another password: all that the account has come with ends. */
  async setPassword(account: KeptAccount, password: string): Promise<void> {
    await this.#change(account, { password: await this.#hashed(password, account.name) });
    await this.#parts.admitted.endAll(account.id);
  }

  /** Whether whoever is in knows the own password: asked before anything of the account is changed. */
  async confirm({ name }: Account, password: string, comer: Comer): Promise<Looked> {
    const looked = await this.look({ name, password }, comer);
    if (looked.is === 'right') this.#parts.throttle.succeeded(name, comer.from);
    return looked;
  }

  /** Looks at a password, as a login does: one of an address at a time, and slower with each that was wrong. */
  async look({ name, password }: Pick<Typed, 'name' | 'password'>, { from }: Comer): Promise<Looked> {
    const { admitted, passwords, throttle } = this.#parts;
    const place = countedAs(from);
    if (this.#trying.has(place)) return { is: 'too soon', wait: SOON };
    const { wait } = throttle.ask(name, from);
    if (wait > 0) return { is: 'too soon', wait };
    const before = admitted.named(name);
    this.#trying.add(place);
    const isRight = await passwords
      .verify(password, before?.password ?? undefined)
      .finally(() => this.#trying.delete(place));
    // Meanwhile it may have been disabled, or given another password: what was right then is nothing now.
    const account = admitted.named(name);
    if (isRight && account?.disabledAt === null && account.password === before?.password)
      return { is: 'right', account };
    throttle.failed(name, from);
    return { is: 'wrong' };
  }

  /** Another role or other sites: what it had come with ends, so that nothing older goes on with the rights of before. */
  async setRole(account: KeptAccount, role: AccountRole, sites: readonly string[] | null): Promise<void> {
    if (role !== 'admin' || sites !== null) this.#keepAnAdministrator(account);
    await this.#change(account, { role, sites });
    await this.#parts.admitted.endAll(account.id);
  }

  /** It gets in no more, at once; or may again. */
  async setDisabled(account: KeptAccount, isDisabled: boolean): Promise<void> {
    if (isDisabled) this.#keepAnAdministrator(account);
    await this.#change(account, { disabledAt: isDisabled ? this.#parts.now() : null });
    if (isDisabled) await this.#parts.admitted.endAll(account.id);
  }

  /** Takes a first code for a seed that it was shown: from now on each login needs one. Tells whether the code was right. */
  async setTotp(account: KeptAccount, seed: string, code: string): Promise<boolean> {
    const { seeds, now } = this.#parts;
    const step = seeds.step(seed, code, null, now());
    if (step === undefined) return false;
    await seeds.keep(account.id, seed);
    await this.#change(account, { hasTotp: true, totpStep: step });
    return true;
  }

  /** Logins need no code any more: the seed is gone. */
  async dropTotp(account: KeptAccount): Promise<void> {
    await this.#parts.seeds.drop(account.id);
    await this.#change(account, { hasTotp: false, totpStep: null });
  }

  async #takeCode(account: KeptAccount, code: string): Promise<boolean> {
    const { seeds, now } = this.#parts;
    const seed = await seeds.read(account.id);
    // Asked for again after waiting: the same code may have been taken meanwhile.
    const { totpStep } = this.#parts.admitted.account(account.id) ?? account;
    const step = seed === undefined ? undefined : seeds.step(seed, code, totpStep, now());
    if (step === undefined) return false;
    await this.#change(account, { totpStep: step });
    return true;
  }

  async #change(account: KeptAccount, change: AccountChange): Promise<void> {
    const { admitted, store } = this.#parts;
    admitted.know({ ...(admitted.account(account.id) ?? account), ...change });
    await store.changeAccount(account.id, change);
  }

  async #hashed(password: string, name: string): Promise<string> {
    const fault = passwordFault(password, name);
    if (fault !== undefined) throw new AccountFault(fault);
    return this.#parts.passwords.hash(password);
  }

  #keepAnAdministrator(account: Account): void {
    const others = this.#parts.admitted.accounts().filter(({ id }) => id !== account.id);
    if (governs(account) && !others.some(governs))
      throw new AccountFault(`${account.name} is the last administrator: make another one first`);
  }
}

/** Whether it can do everything, on all sites. */
function governs({ role, sites, disabledAt }: Account): boolean {
  return role === 'admin' && sites === null && disabledAt === null;
}

/** Whether a caller is an account, and which. */
export function accountOf(caller: Caller, admitted: Admitted): KeptAccount | undefined {
  return caller.account === null ? undefined : admitted.account(caller.account);
}
