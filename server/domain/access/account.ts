import type { AccountRole, Role } from './role.ts';

/** Who may use the dashboard. Not a user: that is whom an ASA authenticates. */
export interface Account {
  readonly id: number;
  /** Unique, whatever its case. */
  readonly name: string;
  readonly role: AccountRole;
  /** The sites that it is bound to; `null`: all. */
  readonly sites: readonly string[] | null;
  readonly hasTotp: boolean;
  /** Epoch milliseconds, as below. */
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

/** A stay of an account on the dashboard, from logging in on. Its cookie is not in it: only the hash is kept. */
export interface Visit {
  /** SHA-256 of the cookie's value, hexadecimal. */
  readonly hash: string;
  readonly account: number;
  readonly beganAt: number;
  /** When hands were last seen. */
  readonly seenAt: number;
  readonly from: string;
  /** What the browser calls itself, cut. */
  readonly agent: string;
}

/** A token for scripts (`Authorization: Bearer`); its text is shown once. */
export interface Token {
  readonly id: number;
  readonly hash: string;
  readonly name: string;
  /** Whose it is: it ends with the account, and may no more than it. */
  readonly account: number;
  readonly role: AccountRole;
  readonly createdAt: number;
  readonly endsAt: number;
  readonly revokedAt: number | null;
}

/** A paired wall display. */
export interface Wall {
  readonly id: number;
  readonly hash: string;
  readonly name: string;
  /** Whether whom an alert is about may hang there. */
  readonly showsNames: boolean;
  /** The sites that it shows; `null`: all. */
  readonly sites: readonly string[] | null;
  readonly createdAt: number;
  /** The account that let it in. */
  readonly by: string;
  readonly endsAt: number;
  readonly revokedAt: number | null;
}

/** What an administrator tells of a wall that is let in. */
export type WallTerms = Pick<Wall, 'name' | 'showsNames' | 'sites' | 'by'> & {
  /** For how long. */
  readonly milliseconds: number;
};

/** Who asks for something: an account by its visit or token, or a wall. */
export interface Caller {
  readonly kind: 'visit' | 'token' | 'wall' | 'proxy';
  /** Hash of what it came with: two callers with one hash are one. */
  readonly hash: string;
  /** Of the account; `null` for a wall. */
  readonly account: number | null;
  /** Of the account or the wall. */
  readonly name: string;
  readonly role: Role;
  readonly sites: readonly string[] | null;
  readonly showsNames: boolean;
  /** The one user whom a helpdesk caller has given a reason to look up, just now. */
  readonly lookUp?: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A visit ends when no hands were seen for so long, and after so long whatever happens; milliseconds. */
export const IDLE = 30 * MINUTE;
export const LONGEST_VISIT = 12 * HOUR;
/** A wall must be paired anew after this, at the latest; so long is a token good for at most. */
export const LONGEST_PAIRING = 90 * 24 * HOUR;
export const LONGEST_TOKEN = 365 * 24 * HOUR;

/** Whether the visit is still good. */
export function isGoing({ beganAt, seenAt }: Pick<Visit, 'beganAt' | 'seenAt'>, now: number): boolean {
  return now - seenAt < IDLE && now - beganAt < LONGEST_VISIT;
}

/** What is wrong with an account's name, in words: the one rule for whoever makes one, types one, or tells one (a provider, a proxy). */
export function accountNameFault(name: string): string | undefined {
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u.test(name))
    return 'not a name: 1 to 64 letters, digits, dots, dashes, underscores and @, and no mark at the beginning';
  // No two ways to write one name: the Kelvin sign (U+212A) is a `k` in small letters, and a wide `k` looks like one.
  return name.normalize('NFKC') === name
    ? undefined
    : 'not a name: it has a letter in a form that stands for another (wide, raised, a sign of measure)';
}
