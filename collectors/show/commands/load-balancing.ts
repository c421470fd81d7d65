import type { Reading, ShowCommand } from '../command.ts';

/** The cluster of independent devices that share their logins, as one of them sees it (`show vpn load-balancing`). */
export interface ClusterListed {
  readonly kind: 'cluster.listed';
  readonly enabled: boolean;
  /** `Master`, `Backup`; absent where it takes no part. */
  readonly role?: string;
  /** `n/a`, `Active`, `Standby`. */
  readonly failover?: string;
  readonly encrypted?: boolean;
  readonly clusterIp?: string;
  readonly members: readonly ClusterMember[];
}

/** One device of the cluster. */
export interface ClusterMember {
  readonly publicIp: string;
  /** This is the device that was asked. */
  readonly self: boolean;
  readonly role?: string;
  readonly priority?: number;
  readonly model?: string;
  /** Percent and sessions, by the columns that the release prints: `all`, `ipsec`, `ssl`, `premium`, `other`, `inactive`. */
  readonly loads: readonly { readonly of: string; readonly load: number; readonly sessions: number }[];
}

/** The cluster of `vpn load-balancing`. */
export const loadBalancing: ShowCommand<ClusterListed> = { command: 'show vpn load-balancing', read };

type Member = { -readonly [K in keyof Omit<ClusterMember, 'loads'>]: ClusterMember[K] } & {
  loads: { of: string; load: number; sessions: number }[];
};
interface Draft {
  readonly members: Map<string, Member>;
  facts: Omit<Partial<ClusterListed>, 'members'>;
  peers?: number;
}

/** A table of the output: its column heads as printed, single blanks, and what a row of it says. */
interface Table {
  readonly heads: string;
  readonly row: (draft: Draft, words: readonly string[]) => boolean;
}

const OPTIONAL_HEADS: ReadonlySet<string> = new Set([
  'Peers:',
  'Total License Load:',
  'Licenses Used By Inactive Sessions:',
  'Limit Used Load Limit Used Load',
]);

const tables: readonly Table[] = [
  {
    heads: 'Status Role Failover Encryption Peers Cluster IP',
    row: (draft, [status = '', role = '', failover = '', encryption = '', peers = '', clusterIp = '', ...over]) => {
      if (!isState(status) || !isState(encryption) || !isCount(peers) || !isAddress(clusterIp) || over.length > 0) return false; // prettier-ignore
      draft.peers = Number(peers);
      draft.facts = { enabled: isOn(status), role, failover, encrypted: isOn(encryption), clusterIp };
      return true;
    },
  },
  {
    heads: 'Role Pri Model Load-Balancing Version Public IP',
    row: (draft, [role = '', priority = '', model = '', version = '', ip = '', ...over]) =>
      isCount(priority) && isCount(version) && over.length === 0 && isNew(draft, ip, { role, priority: Number(priority), model }), // prettier-ignore
  },
  {
    heads: 'AnyConnect Premium/Essentials Other VPN Public IP',
    row: (draft, [limit = '', used = '', load = '', limit2 = '', used2 = '', load2 = '', ip = '', ...over]) =>
      isCount(limit) &&
      isCount(limit2) &&
      over.length === 0 &&
      addLoad(draft, ip, 'premium', load, used) &&
      addLoad(draft, ip, 'other', load2, used2),
  },
  {
    heads: 'AnyConnect Premium/Essentials Inactive Load Public IP',
    row: (draft, [used = '', load = '', ip = '', ...over]) =>
      over.length === 0 && addLoad(draft, ip, 'inactive', load, used),
  },
  {
    heads: 'Public IP Role Pri Model Load (%) Sessions',
    row: (draft, words) => oldRow(draft, words, ['all']),
  },
  {
    heads: 'Public IP Role Pri Model IPSec SSL',
    row: (draft, words) => oldRow(draft, words, ['ipsec', 'ssl']),
  },
];

/** 7.x and 8.0-8.3 tell of the device itself in lines of a label and a word. */
const lines7: Readonly<Record<string, (draft: Draft, word: string) => boolean>> = {
  Status: (draft, word) => isState(word) && set(draft, { enabled: isOn(word) }),
  Role: (draft, role) => /^\w{1,32}$/.test(role) && set(draft, { role }),
  Failover: (draft, failover) => /^[\w/]{1,32}$/.test(failover) && set(draft, { failover }),
  Encryption: (draft, word) => isState(word) && set(draft, { encrypted: isOn(word) }),
  'Cluster IP': (draft, clusterIp) => isAddress(clusterIp) && set(draft, { clusterIp }),
  Peers: (draft, word) => {
    draft.peers = Number(word);
    return isCount(word);
  },
};

function read(lines: readonly string[]): Reading<ClusterListed> {
  const draft: Draft = { members: new Map(), facts: {} };
  let table: Table | undefined;
  for (const [place, line] of lines.entries()) {
    const text = line.trim().replace(/\s+/g, ' ').replace(/ :$/, ':');
    if (text === '' || /^[- ]{10,}$/.test(text) || OPTIONAL_HEADS.has(text)) continue;
    const head = tables.find((one) => one.heads === text);
    // The second line of heads of 8.0-8.3.
    if (head === undefined && text === 'Load (%) Sessions Load (%) Sessions') continue;
    const [label = '', word = ''] = text.split(': ', 2);
    const told = table === undefined && Object.hasOwn(lines7, label) ? lines7[label] : undefined;
    if (head !== undefined) table = head;
    else if (!(told?.(draft, word.trim()) ?? table?.row(draft, text.split(' ')) ?? false))
      return { outcome: 'misfit', line: place + 1, text: line.trim() };
  }
  const { enabled } = draft.facts;
  const members = [...draft.members.values()];
  // Of a cluster it has told all the others, and itself where it is one of them.
  const whole = enabled === false || members.length >= (draft.peers ?? 0);
  if (enabled === undefined || !whole || (enabled && members.length === 0))
    return { outcome: 'misfit', line: Math.max(1, lines.length), text: 'the output ends too early' };
  return { outcome: 'read', facts: { kind: 'cluster.listed', ...draft.facts, enabled, members } };
}

function oldRow(draft: Draft, words: readonly string[], of: readonly string[]): boolean {
  const self = words[0] === '*';
  const [ip = '', role = '', priority = '', model = '', ...counts] = self ? words.slice(1) : words;
  if (counts.length !== 2 * of.length || !isCount(priority) || !isNew(draft, self ? `${ip}*` : ip, { role, priority: Number(priority), model })) return false; // prettier-ignore
  return of.every((one, place) => addLoad(draft, ip, one, counts[2 * place] ?? '', counts[2 * place + 1] ?? ''));
}

/** A star marks the device that was asked. */
function isNew({ members }: Draft, starred: string, more: Partial<Member>): boolean {
  const publicIp = starred.replace(/\*$/, '');
  if (!isAddress(publicIp) || members.has(publicIp)) return false;
  members.set(publicIp, { publicIp, self: starred !== publicIp, ...more, loads: [] });
  return true;
}

function addLoad(draft: Draft, starred: string, of: string, load: string, sessions: string): boolean {
  const [, percent] = /^(\d{1,5})%?$/.exec(load) ?? [];
  const member = draft.members.get(starred.replace(/\*$/, ''));
  if (percent === undefined || !isCount(sessions) || member?.loads.some((one) => one.of === of) !== false) return false;
  member.loads.push({ of, load: Number(percent), sessions: Number(sessions) });
  return true;
}

function set(draft: Draft, more: Draft['facts']): boolean {
  draft.facts = { ...draft.facts, ...more };
  return true;
}

function isState(word: string): boolean {
  return /^(?:enabled|disabled)$/i.test(word);
}

function isOn(word: string): boolean {
  return word.toLowerCase() === 'enabled';
}

function isCount(word: string): boolean {
  return /^\d{1,9}$/.test(word);
}

function isAddress(word: string): boolean {
  return /^[\w.:-]{1,255}$/.test(word);
}
