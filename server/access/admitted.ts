import {
  accountNameFault,
  IDLE,
  isGoing,
  LONGEST_PAIRING,
  LONGEST_TOKEN,
  type Account,
  type Caller,
  type Token,
  type Visit,
  type Wall,
  type WallTerms,
} from '../domain/access/account.ts';
import type { AccountRole } from '../domain/access/role.ts';
import type { KeptAccount } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import { AccountFault } from './account-fault.ts';
import { credentialHash, newCredential } from './credential.ts';

/** Hands that were seen are written down no more often than this, in milliseconds. */
const WRITE_EVERY = 60_000;
/** An account has no more visits at once; the longest unseen one ends. */
const MOST_VISITS = 20;
/** So many tokens an account may have, those that it has made within a day and revoked included. */
const MOST_TOKENS = 50;
const DAY = 86_400_000;
/** Tokens and walls that are over are listed for so long. */
const LISTED = 30 * DAY;

/** Where a visit or a pairing comes from. */
export interface Comer {
  readonly from: string;
  readonly agent: string;
}

type AdmittedStore = Pick<
  Store,
  'accounts' | 'entries' | 'putVisit' | 'dropVisits' | 'addToken' | 'addWall' | 'revokeEntry'
>;

/** Who is let in just now: accounts with their visits and tokens, and walls. All of it is held here and kept in the store. */
export class Admitted {
  readonly #store: AdmittedStore;
  readonly #now: () => number;
  readonly #accounts = new Map<number, KeptAccount>();
  readonly #visits = new Map<string, Visit>();
  readonly #tokens = new Map<string, Token>();
  readonly #walls = new Map<string, Wall>();
  readonly #written = new Map<string, number>();
  readonly #lookUps = new Map<string, { readonly user: string; readonly until: number }>();
  readonly #secret = newCredential();
  readonly #ended: ((hashes: ReadonlySet<string>) => void)[] = [];

  private constructor(store: AdmittedStore, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** All that the store knows; what has ended meanwhile is forgotten. */
  static async open(store: AdmittedStore, now: () => number): Promise<Admitted> {
    const admitted = new Admitted(store, now);
    for (const account of await store.accounts()) admitted.#accounts.set(account.id, account);
    const { visits, tokens, walls } = await store.entries();
    for (const one of visits) admitted.#visits.set(one.hash, one);
    for (const one of tokens) admitted.#tokens.set(one.hash, one);
    for (const one of walls) admitted.#walls.set(one.hash, one);
    await admitted.sweep();
    return admitted;
  }

  accounts(): readonly KeptAccount[] {
    return [...this.#accounts.values()];
  }

  account(id: number): KeptAccount | undefined {
    return this.#accounts.get(id);
  }

  /** By its name, whatever the case; what could be no account's name is nobody's. */
  named(name: string): KeptAccount | undefined {
    const wanted = accountNameFault(name) === undefined ? name.toLowerCase() : undefined;
    return this.accounts().find((one) => one.name.toLowerCase() === wanted);
  }

  /** Takes an account as the store has it now. */
  know(account: KeptAccount): void {
    this.#accounts.set(account.id, account);
  }

  /** Who a credential (a cookie's value or a bearer's token) lets in; `undefined`: nobody. */
  caller(credential: string): Caller | undefined {
    return this.callerOf(credentialHash(credential));
  }

  /** The same by its hash: whether somebody who was let in still is. */
  callerOf(hash: string): Caller | undefined {
    const now = this.#now();
    const visit = this.#visits.get(hash);
    if (visit !== undefined) return isGoing(visit, now) ? this.#visitor(visit) : undefined;
    const token = this.#tokens.get(hash);
    if (token !== undefined) return isGood(token, now) ? this.#bearer(token) : undefined;
    const wall = this.#walls.get(hash);
    return wall !== undefined && isGood(wall, now) ? onWall(wall) : undefined;
  }

  /** Whom a trusted proxy has let in, by the account's name. */
  byProxy(name: string): Caller | undefined {
    const account = this.named(name);
    if (account === undefined || account.disabledAt !== null) return undefined;
    return this.#callerFrom(account, 'proxy', this.#proxied(account.id));
  }

  /** Begins a visit; answers the value of its cookie, which is kept nowhere. */
  async begin(account: Pick<Account, 'id'>, { from, agent }: Comer): Promise<string> {
    const now = this.#now();
    const mine = this.visitsOf(account.id);
    const surplus = [...mine].sort((a, b) => a.seenAt - b.seenAt).slice(0, Math.max(0, mine.length - MOST_VISITS + 1));
    const credential = newCredential();
    const visit: Visit = {
      hash: credentialHash(credential),
      account: account.id,
      beganAt: now,
      seenAt: now,
      from,
      agent,
    };
    // Held before anything is waited for: what ends all visits of the account meanwhile ends this one, too.
    this.#visits.set(visit.hash, visit);
    try {
      await this.end(surplus.map(({ hash }) => hash));
      await this.#store.putVisit(visit);
    } catch (cause) {
      this.#visits.delete(visit.hash);
      throw cause;
    }
    // Ended while it was written: then it is not to be found again at the next start.
    if (!this.#visits.has(visit.hash)) await this.#store.dropVisits([visit.hash]);
    return credential;
  }

  /** Hands were seen: the visit goes on. */
  async seen(hash: string): Promise<void> {
    const visit = this.#visits.get(hash);
    const now = this.#now();
    if (visit === undefined || !isGoing(visit, now)) return;
    const next = { ...visit, seenAt: now };
    this.#visits.set(hash, next);
    if (now - (this.#written.get(hash) ?? visit.beganAt) < WRITE_EVERY) return;
    this.#written.set(hash, now);
    await this.#store.putVisit(next);
  }

  visitsOf(account: number): readonly Visit[] {
    return [...this.#visits.values()].filter((one) => one.account === account && isGoing(one, this.#now()));
  }

  /** Visits of all accounts that go on. */
  visits(): readonly Visit[] {
    return [...this.#visits.values()].filter((one) => isGoing(one, this.#now()));
  }

  tokens(): readonly Token[] {
    return [...this.#tokens.values()];
  }

  walls(): readonly Wall[] {
    return [...this.#walls.values()];
  }

  /** Ends visits: whoever had them is out at once. */
  async end(hashes: readonly string[]): Promise<void> {
    if (hashes.length === 0) return;
    for (const hash of hashes) {
      this.#visits.delete(hash);
      this.#written.delete(hash);
      this.#lookUps.delete(hash);
    }
    this.#tell(hashes);
    await this.#store.dropVisits(hashes);
  }

  /** Ends all that an account has come with, its tokens too: whoever watches by a proxy must come anew. */
  async endAll(account: number): Promise<void> {
    this.#tell([this.#proxied(account)]);
    const mine = this.tokens().filter((one) => one.account === account && one.revokedAt === null);
    await Promise.all([
      this.end(this.visitsOf(account).map(({ hash }) => hash)),
      ...mine.map(({ id }) => this.revoke('token', id)),
    ]);
  }

  /** Makes a token; answers its text, which is kept nowhere. */
  async grant(
    account: KeptAccount,
    told: { readonly name: string; readonly role: AccountRole; readonly milliseconds: number },
  ) {
    const now = this.#now();
    const recent = this.tokens().filter(
      (one) => one.account === account.id && (isGood(one, now) || one.createdAt > now - DAY),
    );
    if (recent.length >= MOST_TOKENS)
      throw new AccountFault(`${account.name} has ${MOST_TOKENS} tokens: revoke some first`);
    const credential = newCredential();
    const token = await this.#store.addToken({
      hash: credentialHash(credential),
      name: told.name,
      account: account.id,
      role: told.role,
      createdAt: now,
      endsAt: now + Math.min(told.milliseconds, LONGEST_TOKEN),
      revokedAt: null,
    });
    this.#tokens.set(token.hash, token);
    return { credential, token };
  }

  /** Lets a wall in with the credential that it has been given. */
  async hang(hash: string, told: WallTerms) {
    const { milliseconds, ...rest } = told;
    const now = this.#now();
    const endsAt = now + Math.min(milliseconds, LONGEST_PAIRING);
    const wall = await this.#store.addWall({ ...rest, hash, createdAt: now, endsAt, revokedAt: null });
    this.#walls.set(hash, wall);
    return wall;
  }

  /** It lets nobody in any more, at once. Tells whether there was such a one. */
  async revoke(kind: 'token' | 'wall', id: number): Promise<boolean> {
    const held: Map<string, Token | Wall> = kind === 'token' ? this.#tokens : this.#walls;
    const found = [...held.values()].find((one) => one.id === id && one.revokedAt === null);
    if (found === undefined) return false;
    const now = this.#now();
    held.set(found.hash, { ...found, revokedAt: now });
    this.#tell([found.hash]);
    await this.#store.revokeEntry(kind, id, now);
    return true;
  }

  /** The one user that this visit has a reason to look up, for as long as a visit may be idle. */
  lookUp(hash: string, user: string): void {
    this.#lookUps.set(hash, { user, until: this.#now() + IDLE });
  }

  /** Calls `run` with the hashes of whoever is out from now on. */
  onEnded(run: (hashes: ReadonlySet<string>) => void): void {
    this.#ended.push(run);
  }

  /** Forgets visits that have run out, and what has long been over. */
  async sweep(): Promise<void> {
    const now = this.#now();
    for (const held of [this.#tokens, this.#walls])
      for (const [hash, { endsAt, revokedAt }] of held) if ((revokedAt ?? endsAt) < now - LISTED) held.delete(hash);
    await this.end([...this.#visits.values()].filter((one) => !isGoing(one, now)).map(({ hash }) => hash));
  }

  /** What stands for a credential of whom a proxy lets in: it is not to be guessed, for what pages post with is made of it. */
  #proxied(account: number): string {
    return credentialHash(`${this.#secret} ${account}`);
  }

  #tell(hashes: readonly string[]): void {
    for (const run of this.#ended) run(new Set(hashes));
  }

  #visitor({ hash, account: id }: Visit): Caller | undefined {
    const account = this.#accounts.get(id);
    if (account === undefined || account.disabledAt !== null) return undefined;
    return this.#callerFrom(account, 'visit', hash);
  }

  /** A token may what was told when it was made, and never more than its account may now. */
  #bearer(token: Token): Caller | undefined {
    const account = this.#accounts.get(token.account);
    if (account === undefined || account.disabledAt !== null || !mayGrant(account.role, token.role)) return undefined;
    const caller = this.#callerFrom(account, 'token', token.hash);
    return { ...caller, name: `${account.name} (${token.name})`, role: token.role };
  }

  #callerFrom({ id, name, role, sites }: Account, kind: Caller['kind'], hash: string): Caller {
    const told = this.#lookUps.get(hash);
    const lookUp = told !== undefined && told.until > this.#now() ? { lookUp: told.user } : {};
    return { kind, hash, account: id, name, role, sites, showsNames: true, ...lookUp };
  }
}

const power: readonly AccountRole[] = ['helpdesk', 'viewer', 'operator', 'admin'];

/** Whether a role may give another one away: its own, or less. */
export function mayGrant(role: AccountRole, other: AccountRole): boolean {
  return power.indexOf(other) <= power.indexOf(role);
}

function isGood({ endsAt, revokedAt }: Pick<Token, 'endsAt' | 'revokedAt'>, now: number): boolean {
  return revokedAt === null && now < endsAt;
}

function onWall({ hash, name, showsNames, sites }: Wall): Caller {
  return { kind: 'wall', hash, account: null, name, role: 'wall', sites, showsNames };
}
