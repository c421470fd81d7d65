import { accountNameFault } from '../../server/domain/access/account.ts';
import type { AccountRole, Role } from '../../server/domain/access/role.ts';
import { isSited, type Permit } from '../../server/domain/access/permits.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import type { Verdict } from './verdict.ts';

/** What a role is called, and what it means. */
export const roleNames: Readonly<Record<Role, { readonly name: string; readonly means: string }>> = {
  wall: { name: 'wall', means: 'shows the wall' },
  helpdesk: { name: 'helpdesk', means: 'looks up one user at a time, and says why' },
  viewer: { name: 'viewer', means: 'sees everything' },
  operator: { name: 'operator', means: 'sees everything, and acts on alerts' },
  admin: { name: 'administrator', means: 'does all, accounts and walls too' },
};

/** The rule of passwords, as it is told before one is typed. */
export const PASSWORD_RULE =
  'At least 8 characters of any kind; none that everybody tries first, nor the name of the account.';

/** Which sites an account or a wall is bound to. */
export function sitesWords(sites: readonly string[] | null): string {
  if (sites === null) return 'all sites';
  return sites.length === 0 ? 'no site' : `${sites.length === 1 ? 'site' : 'sites'} ${sites.map(plain).join(', ')}`;
}

/** What was typed into a box for sites: names with commas; nothing is all of them. */
export function readSites(typed: string): readonly string[] | null {
  const names = typed.split(',').map((name) => name.trim());
  const told = names.filter((name) => name !== '');
  return told.length === 0 ? null : told;
}

/** Sites as they stand in that box. */
export function typedSites(sites: readonly string[] | null): string {
  return (sites ?? []).join(', ');
}

/** Whether a refused login wants (another) one-time code: then the password was right. */
export function asksForCode(why: string): boolean {
  return /\bcode\b/.test(why);
}

/** A seed in groups of four, as it is typed off a screen. */
export function seedGroups(seed: string): string {
  return seed.match(/.{1,4}/g)?.join(' ') ?? '';
}

const unbelieved = {
  text: 'What the provider answered is not to be believed.',
  more: 'The log of the server tells why.',
};
const refusals: Readonly<Record<string, typeof unbelieved>> = {
  nobody: {
    text: 'The provider knows you, but no account here lets you in.',
    more: 'An administrator makes accounts, and enables them.',
  },
  refused: { text: 'The provider has not let you in.', more: '' },
  late: {
    text: 'This login is over.',
    more: 'It was begun more than 10 minutes ago, in another browser, or is used up: begin it anew.',
  },
  soon: { text: 'Too many tries.', more: 'Wait some minutes, and try again.' },
  down: { text: 'The provider cannot be asked just now.', more: 'The log of the server tells why.' },
};

/** Why nobody came in who was at the provider; `behind`: what it calls them, as it stood behind the "#". */
export function refusalVerdict(why: string, behind: string): Verdict {
  const name = new URLSearchParams(`name=${behind}`).get('name') ?? '';
  // What stands in an address is anybody's: it may be `constructor`.
  const { text, more } = (Object.hasOwn(refusals, why) ? refusals[why] : undefined) ?? unbelieved;
  const called = why === 'nobody' && accountNameFault(name) === undefined ? `It calls you ${name}. ` : '';
  return { state: 'unknown', text, more: `${called}${more}` };
}

const powers: readonly AccountRole[] = ['helpdesk', 'viewer', 'operator', 'admin'];

/** The roles that a token of this account may have: its own, or less. */
export function tokenRoles(role: Role | null): readonly AccountRole[] {
  return powers.slice(0, powers.findIndex((one) => one === role) + 1);
}

const bound: readonly (readonly [path: RegExp, permit: Permit])[] = [
  [/^\/account$/, 'own'],
  // What it shows goes by the role.
  [/^\/$/, 'own'],
  [/^\/(?:accounts|walls)$/, 'govern'],
  [/^\/wall$/, 'screen'],
  [/^\/look-up$/, 'lookUp'],
  [/^\/(?:users|sessions|attempts)\/[^/]+$/, 'lookUp'],
];

/** What a page needs of its viewer: the API refuses the rest of it anyway. */
export function permitOfPage(path: string): Permit {
  return bound.find(([of]) => of.test(path))?.[1] ?? 'read';
}

/** The pages that live by what is told of all sites together, and by which route of the API. */
const ofAllSites: readonly (readonly [path: RegExp, route: string])[] = [
  [/^\/alerts\/channels\/?$/, '/api/alerts/channels'],
  [/^\/alerts\/rules\/?$/, '/api/alerts/rules'],
  [/^\/devices\/add\/?$/, '/api/arrivals'],
  [/^\/messages\/unknown\/?$/, '/api/unknown'],
];

/** Whether a page would be empty for whoever is bound to sites: then it says why instead. */
export function isOfAllSites(path: string): boolean {
  return ofAllSites.some(([of, route]) => of.test(path) && !isSited('GET', route));
}

/** Why something is not shown to whoever is bound to these sites. */
export function ofAllSitesWords(sites: readonly string[] | null): string {
  return `This is of all sites together, and you are bound to ${sitesWords(sites)}.`;
}

/** The first line where whoever is bound to these sites has no head-end at all. */
export function noneThere(sites: readonly string[] | null): Verdict {
  return {
    state: 'unknown',
    text: `No head-end is known at ${sitesWords(sites)}.`,
    more: 'You are bound there, and see no others.',
  };
}

/** An account, as administrators see it. */
export interface AccountTold {
  readonly id: number;
  readonly name: string;
  readonly role: AccountRole;
  readonly sites: readonly string[] | null;
  readonly hasTotp: boolean;
  readonly hasPassword: boolean;
  /** Where it is logged in just now. */
  readonly visits: number;
  readonly seenAt: number | null;
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

/** The first line of the accounts' page: who gets in with a password alone comes first. */
export function accountsVerdict(accounts: readonly AccountTold[]): Verdict {
  const active = accounts.filter(({ disabledAt }) => disabledAt === null);
  const bare = active.filter(({ role, hasTotp, hasPassword }) => role === 'admin' && hasPassword && !hasTotp).length;
  const disabled = accounts.length - active.length;
  const inside = active.filter(({ visits }) => visits > 0).length;
  const notes = [
    bare === 0 ? '' : `${many(bare, 'administrator')} ${bare === 1 ? 'gets' : 'get'} in without a one-time code.`,
    disabled === 0 ? '' : `${disabled} disabled.`,
  ];
  return {
    state: 'ok',
    text: `${many(active.length, 'account')} may log in; ${inside === 0 ? 'none is' : `${inside} ${inside === 1 ? 'is' : 'are'}`} logged in now.`,
    more: notes.filter((note) => note !== '').join(' '),
  };
}

/** What is special about an account, in words. */
export function accountMarks({ sites, hasTotp, hasPassword, visits }: AccountTold): string {
  const ways = hasPassword
    ? hasTotp
      ? 'password and one-time code'
      : 'password'
    : 'no password: by a provider or a proxy';
  return [sitesWords(sites), ways, visits === 0 ? 'not logged in' : `logged in ${many(visits, 'time')}`].join(', ');
}

/** A wall that was let in, as administrators see it. */
export interface WallRow {
  readonly id: number;
  readonly name: string;
  readonly showsNames: boolean;
  readonly sites: readonly string[] | null;
  readonly createdAt: number;
  readonly by: string;
  readonly endsAt: number;
  readonly revokedAt: number | null;
}

/** Walls that may show something, the youngest first; what has ended or was revoked lets nobody in. */
export function goodWalls(walls: readonly WallRow[], now: number): readonly WallRow[] {
  return walls.filter(({ revokedAt, endsAt }) => revokedAt === null && endsAt > now).sort((a, b) => b.id - a.id);
}

/** The first line of the walls' page. */
export function wallsVerdict(walls: readonly WallRow[], now: number): Verdict {
  const good = goodWalls(walls, now);
  const naming = good.filter(({ showsNames }) => showsNames).length;
  return {
    state: 'ok',
    text:
      good.length === 0
        ? 'No wall display is let in.'
        : `${many(good.length, 'wall display is', 'wall displays are')} let in.`,
    more: naming === 0 ? '' : `${naming} of them may show names of users.`,
  };
}

/** A token of an account. */
export interface TokenRow {
  readonly id: number;
  readonly name: string;
  readonly role: AccountRole;
  readonly createdAt: number;
  readonly endsAt: number;
  readonly revokedAt: number | null;
}

/** How it stands with a token. */
export function tokenState({ revokedAt, endsAt }: TokenRow, now: number): 'good' | 'revoked' | 'over' {
  if (revokedAt !== null) return 'revoked';
  return endsAt > now ? 'good' : 'over';
}
