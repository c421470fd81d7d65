import type { Reading, ShowCommand } from '../command.ts';
import { outOfPlace, readSentences, tooShort } from '../sentences.ts';
import type { Sentence } from '../sentences.ts';

/** Who of the local database has failed to log in, and who is locked out for it. */
export interface UsersListed {
  readonly kind: 'users.listed';
  readonly users: readonly {
    readonly user: string;
    readonly failures: number;
    readonly isLocked: boolean;
    /** As printed: `13:54:32`. */
    readonly lockedAt?: string;
  }[];
}

/** Whom the device knows behind which address. */
export interface UauthListed {
  readonly kind: 'uauth.listed';
  readonly current: number;
  readonly most: number;
  readonly inProgress: number;
  readonly users: readonly {
    readonly user: string;
    readonly address: string;
    /** By VPN; else through the firewall itself. */
    readonly isRemoteAccess: boolean;
    readonly isAuthenticated: boolean;
  }[];
}

/** The addresses that are shunned: for whom they are, nothing seems to arrive. */
export interface ShunsListed {
  readonly kind: 'shuns.listed';
  readonly shuns: readonly { readonly interface: string; readonly address: string; readonly destination?: string }[];
}

/** `show aaa local user`, `show uauth`, `show shun`. */
export const peopleCommands: readonly ShowCommand<UsersListed | UauthListed | ShunsListed>[] = [
  { command: 'show aaa local user', read: readUsers },
  { command: 'show uauth', read: readUauth },
  { command: 'show shun', read: readShuns },
];

const users = {
  // 9.x may have two columns more before `Locked`.
  head: /^Lock-time +Failed-attempts +(?<more>(?:Expired +)?(?:New-User +)?)Locked +User$/,
  user: /^(?:-|(?<lockedAt>\d\d:\d\d:\d\d)) +(?<failures>\d{1,9}) +(?<rest>[YN] +\S.{0,270})$/,
} as const;

function readUsers(printed: readonly string[]): Reading<UsersListed> {
  const read = readSentences(printed, users);
  if ('wrong' in read) return read.wrong;
  const [head, ...rows] = read.sentences;
  if (head === undefined) return tooShort(printed);
  if (head.name !== 'head') return outOfPlace(head);
  // How many columns of Y and N there are the heading alone tells: a name may begin like one.
  const before = head.told['more']?.split(/ +/).filter((word) => word !== '').length ?? 0;
  const form = new RegExp(`^(?:[YN] +){${before}}([YN]) +(\\S.{0,254})$`);
  const listed: UsersListed['users'][number][] = [];
  for (const row of rows) {
    const { rest = '', failures, lockedAt } = row.told;
    const [, locked, user] = form.exec(rest) ?? [];
    if (user === undefined) return outOfPlace(row);
    const isLocked = locked === 'Y';
    listed.push({ user, failures: Number(failures), isLocked, ...(lockedAt !== undefined && { lockedAt }) });
  }
  return { outcome: 'read', facts: { kind: 'users.listed', users: listed } };
}

const uauth = {
  head: /^Current +Most Seen$/,
  authenticated: /^Authenticated Users +(?<current>\d{1,9}) +(?<most>\d{1,9})$/,
  inProgress: /^Authen In Progress +(?<current>\d{1,9}) +\d{1,9}$/,
  // The last words are the device's: what looks like them in a name stays in the name.
  user: /^(?<remote>remote access VPN )?user '(?<user>.{1,255})' at (?<address>[^\s,]{1,255}), (?<state>authenticated|authenticating)(?: \(idle for \d+:\d\d:\d\d\))?$/, // prettier-ignore
  known: /^(?:(?:absolute|inactivity) +timeout: \d+:\d\d:\d\d|access-list \S.{0,200})$/,
} as const;

function readUauth(printed: readonly string[]): Reading<UauthListed> {
  const read = readSentences(printed, uauth);
  if ('wrong' in read) return read.wrong;
  const lines = read.sentences;
  const order = ['head', 'authenticated', 'inProgress'] as const;
  const wrong = lines.find(({ name }, place) => (place < order.length ? name !== order[place] : order.some((one) => one === name))); // prettier-ignore
  if (wrong !== undefined) return outOfPlace(wrong);
  const [, authenticated, inProgress, ...rows] = lines;
  if (authenticated === undefined || inProgress === undefined) return tooShort(printed);
  return {
    outcome: 'read',
    facts: {
      ...{ kind: 'uauth.listed', current: Number(authenticated.told['current']) },
      ...{ most: Number(authenticated.told['most']), inProgress: Number(inProgress.told['current']) },
      users: rows.filter(({ name }) => name === 'user').map(known),
    },
  };
}

function known({ told: { user = '', address = '', remote, state } }: Sentence): UauthListed['users'][number] {
  return { user, address, isRemoteAccess: remote !== undefined, isAuthenticated: state === 'authenticated' };
}

const shuns = {
  shun: /^shun \((?<interface>\S{1,64})\) (?<address>[^\s]{1,255}) (?<destination>[^\s]{1,255}) \d{1,5} \d{1,5} \d{1,3}$/,
} as const;

/** Without any the device prints nothing. */
function readShuns(printed: readonly string[]): Reading<ShunsListed> {
  const read = readSentences(printed, shuns);
  if ('wrong' in read) return read.wrong;
  const listed = read.sentences.map(({ told: { interface: on = '', address = '', destination } }) => ({
    ...{ interface: on, address },
    ...(destination !== undefined && destination !== '0.0.0.0' && { destination }),
  }));
  return { outcome: 'read', facts: { kind: 'shuns.listed', shuns: listed } };
}
