import type {
  Configuration,
  Crypto,
  Family,
  IkePolicy,
  Interface,
  IpsecProposal,
  Management,
  Sessions,
  Snmp,
} from '../../../server/domain/configuration.ts';
import type { GroupPolicy, LocalUser, TunnelGroup } from '../../../server/domain/group.ts';
import type { Logging } from '../../../server/domain/logging.ts';
import type { Entry, Evidence, Stated } from '../../../server/domain/stated.ts';

/** What the lines below a command belong to. */
export type Section =
  | 'aaa-server'
  | 'group-policy'
  | 'ike-policy'
  | 'interface'
  | 'ipsec-proposal'
  | 'object'
  | 'object-group'
  | 'tunnel-group'
  | 'username';

/** Where a line stands. */
export interface Place {
  readonly evidence: Evidence;
  /** The words that filled the holes of the command that opened the section. */
  readonly section: readonly string[];
}

/**
 * A command that is read. In `command`, `_` is one word, `(_` one that begins with a parenthesis, `a|b` either word, `<a|b>` either word
 * and taken, `a?` a word that may be missing, a last `...` all that are left. With `within` it counts in that section only, with `opens` it
 * begins one. `take` gets the words in the holes, without secrets; with `typed` as they are in the file, for names that look like the word
 * before a secret: such a row keeps none of the words that may be one. It says why it refuses them.
 */
export interface Row {
  readonly command: string;
  readonly within?: Section;
  readonly opens?: Section;
  readonly typed?: true;
  readonly take: (draft: Draft, words: readonly string[], place: Place) => string | undefined;
}

/** The commands of one family. */
export interface Table {
  readonly family: Family;
  readonly rows: readonly Row[];
}

type Open<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer One)[] ? One[] : T[Key] };

/** A configuration while it is being read: what has a name or a number is found by it. */
export type Draft = Open<
  Omit<
    Configuration,
    | 'crypto'
    | 'families'
    | 'groupPolicies'
    | 'interfaces'
    | 'logging'
    | 'management'
    | 'sessions'
    | 'snmp'
    | 'tunnelGroups'
    | 'users'
  >
> & {
  readonly tunnelGroups: Map<string, Open<TunnelGroup>>;
  readonly groupPolicies: Map<string, Open<GroupPolicy>>;
  readonly users: Map<string, Open<LocalUser>>;
  readonly interfaces: Map<string, Open<Interface>>;
  readonly ikePolicies: Map<string, Open<IkePolicy>>;
  readonly proposals: Map<string, Open<IpsecProposal>>;
  readonly crypto: Open<Omit<Crypto, 'ikePolicies' | 'proposals'>>;
  readonly sessions: Open<Sessions>;
  readonly logging: Open<Logging>;
  readonly snmp: Open<Snmp>;
  readonly management: Open<Management>;
};

/** An empty one. */
export function draft(): Draft {
  return {
    pools: [],
    tunnelGroups: new Map(),
    groupPolicies: new Map(),
    users: new Map(),
    sessions: { limits: [], assignment: [] },
    ikePolicies: new Map(),
    proposals: new Map(),
    crypto: { mapLines: [], mapInterfaces: [], clientAuthentication: [], enabled: [], lifetimes: [] },
    accessLists: [],
    networkObjects: [],
    nat: [],
    routes: [],
    logging: { hosts: [], lists: [], classes: [], messages: [], rateLimits: [] },
    snmp: { hosts: [], traps: [] },
    management: { allowed: [], aaa: [], aaaServers: [], aaaHosts: [] },
    interfaces: new Map(),
    names: [],
    sysopt: [],
    ntpServers: [],
  };
}

/** The draft as a configuration. */
export function finished(read: Draft, families: readonly Family[]): Configuration {
  const { tunnelGroups, groupPolicies, users, interfaces, ikePolicies, proposals, crypto, ...rest } = read;
  return {
    ...rest,
    families,
    tunnelGroups: [...tunnelGroups.values()],
    groupPolicies: [...groupPolicies.values()],
    users: [...users.values()],
    interfaces: [...interfaces.values()],
    crypto: {
      ...crypto,
      mapLines: once(crypto.mapLines),
      mapInterfaces: once(crypto.mapInterfaces),
      enabled: once(crypto.enabled),
      lifetimes: once(crypto.lifetimes),
      ikePolicies: [...ikePolicies.values()],
      proposals: [...proposals.values()],
    },
  };
}

/** Where `show running-config all crypto` is in the same file, each of these lines is there twice. */
function once<T extends Entry>(told: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return told.filter(({ evidence: { text } }) => !seen.has(text) && seen.add(text));
}

/** What the map has under the key; made, if there is none yet. */
export function entry<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}

/** A value with the line that tells it. */
export function stated<T>(value: T, { evidence }: Place): Stated<T> {
  return { value, evidence };
}

/** What fills the holes of the command, as pairs of a word and its place in the line, or `undefined` if the words are another. */
export function holes(command: string, words: readonly string[]): readonly number[] | undefined {
  const taken: number[] = [];
  let at = 0;
  for (const part of command.split(' ')) {
    if (part === '...') return [...taken, ...Array.from(words.slice(at), (_, more) => at + more)];
    const word = words[at];
    const fits = word !== undefined && (part.endsWith('_') ? word.startsWith(part.slice(0, -1)) : choices(part).includes(word)); // prettier-ignore
    if (!fits && part.endsWith('?')) continue;
    if (!fits) return undefined;
    if (part.endsWith('_') || part.startsWith('<')) taken.push(at);
    at += 1;
  }
  return at === words.length ? taken : undefined;
}

/** The words that a part of a command takes. */
export function choices(part: string): readonly string[] {
  return part.replace(/\?$/, '').replace(/^<|>$/g, '').split('|');
}
