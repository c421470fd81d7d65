import type { DeviceConfiguration } from '../../server/domain/device.ts';
import { ipv4, type Chain, type Pool } from '../../server/domain/pool.ts';
import { lines, redactLine } from './redact.ts';

/** What a running configuration says of pools and user names, and what in it could not be used, in words without secrets. */
export interface RunningConfig {
  readonly configuration: DeviceConfiguration;
  readonly notes: readonly string[];
}

type Section = 'tunnel-group' | 'group-policy';

interface TunnelGroup {
  readonly type?: string;
  readonly pools?: readonly string[];
  readonly groupPolicy?: string;
}

/** What has been read so far. A policy whose pools are `undefined` inherits them; an empty list (`none`) ends the inheritance. */
interface Draft {
  readonly facts: { hostname?: string; version?: string };
  readonly users: Set<string>;
  readonly pools: Map<string, Pool>;
  readonly groups: Map<string, TunnelGroup>;
  readonly policies: Map<string, readonly string[] | undefined>;
}

/**
 * A command that is read: `_` is one word, a last `...` all that are left. With `within` it counts in that section only, whose name
 * is then its first word; with `opens` it begins one. `take` gets the words in the holes, and says why it refuses them.
 */
interface Row {
  readonly command: string;
  readonly within?: Section;
  readonly opens?: Section;
  readonly take: (draft: Draft, words: readonly string[]) => string | undefined;
}

// Everything that is taken from a running configuration is named here; the rest, with its keys and passwords, is not looked at.
const rows: readonly Row[] = [
  { command: 'hostname _', take: ({ facts }, [hostname = '']) => void (facts.hostname = hostname) },
  { command: 'ASA Version ...', take: ({ facts }, words) => void (facts.version = `ASA Version ${words.join(' ')}`) },
  { command: 'PIX Version ...', take: ({ facts }, words) => void (facts.version = `PIX Version ${words.join(' ')}`) },
  { command: 'ip local pool _ ...', take: takePool },
  { command: 'username _ ...', take: ({ users }, [name = '']) => void users.add(name) },
  { command: 'vpdn username _ ...', take: ({ users }, [name = '']) => void users.add(name) },
  { command: 'tunnel-group _ type _', take: (draft, [name, type = '']) => group(draft, name, { type }) },
  {
    command: 'tunnel-group _ general-attributes',
    opens: 'tunnel-group',
    take: (draft, [name]) => group(draft, name, {}),
  },
  {
    command: 'address-pool (_ ...',
    within: 'tunnel-group',
    take: (draft, [name, , ...pools]) => group(draft, name, { pools }),
  },
  {
    command: 'address-pool ...',
    within: 'tunnel-group',
    take: (draft, [name, ...pools]) => group(draft, name, { pools }),
  },
  {
    command: 'default-group-policy _',
    within: 'tunnel-group',
    take: (draft, [name, groupPolicy = '']) => group(draft, name, { groupPolicy }),
  },
  { command: 'group-policy _ internal ...', take: (draft, [name]) => policy(draft, name) },
  { command: 'group-policy _ external ...', take: (draft, [name]) => policy(draft, name) },
  { command: 'group-policy _ attributes', opens: 'group-policy', take: (draft, [name]) => policy(draft, name) },
  {
    command: 'address-pools value ...',
    within: 'group-policy',
    take: (draft, [name, ...pools]) => policy(draft, name, pools),
  },
  { command: 'address-pools none', within: 'group-policy', take: (draft, [name]) => policy(draft, name, []) },
  // A tunnel group is a `vpngroup` on a PIX 6.
  { command: 'vpngroup _ address-pool _', take: (draft, [name, ...pools]) => group(draft, name, { pools }) },
];

// Where a file has lost its indentation, these words show that a section is over.
const endings = new Set([
  'tunnel-group',
  'group-policy',
  'username',
  'interface',
  'crypto',
  'aaa-server',
  'webvpn',
  'pop3s',
  'imap4s',
  'smtps',
]);

const DEFAULT_POLICY = 'DfltGrpPolicy';

/** Reads a saved `show running-config`. Total: a line that cannot be used is a note, one that is not ours is passed over. */
export function readRunningConfig(text: string): RunningConfig {
  const draft: Draft = { facts: {}, users: new Set(), pools: new Map(), groups: new Map(), policies: new Map() };
  const notes: string[] = [];
  const all = lines(text).map((line, place) => ({ line, place, indent: line.search(/\S/), words: split(line) }));
  const read = all.filter(({ words }) => words.length > 0);
  const flat = !read.some(({ words, indent }, place) => opens(words) && (read[place + 1]?.indent ?? 0) > indent);
  let section: { readonly kind: Section; readonly name: string; readonly indent: number } | undefined;
  for (const { line, place, indent, words } of read) {
    if (section !== undefined && (flat ? endings.has(words[0] ?? '') : indent <= section.indent)) section = undefined;
    for (const row of rows) {
      const taken = row.within === undefined || row.within === section?.kind ? holes(row.command, words) : undefined;
      if (taken === undefined) continue;
      const refused = row.take(draft, row.within === undefined ? taken : [section?.name ?? '', ...taken]);
      if (refused !== undefined) notes.push(`line ${place + 1}: ${refused}: ${redactLine(line).trim()}`);
      if (row.opens !== undefined) section = { kind: row.opens, name: taken[0] ?? '', indent };
      break;
    }
  }
  const chains = [...draft.groups].filter(isRemoteAccess).map(([name, one]) => chain(draft, name, one));
  return {
    configuration: {
      ...draft.facts,
      pools: [...draft.pools.values()],
      chains,
      ...(draft.users.size > 0 && { users: [...draft.users] }),
    },
    notes: [...notes, ...chains.flatMap((one) => dangling(draft, one))],
  };
}

/** The words of a line; a name in quotes is one word. */
function split(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"?|\S+/g)].map((found) => found[1] ?? found[0]);
}

function opens(words: readonly string[]): boolean {
  return rows.some((row) => row.opens !== undefined && holes(row.command, words) !== undefined);
}

/** What fills the holes of the command, or `undefined` if the words are another. */
function holes(command: string, words: readonly string[]): readonly string[] | undefined {
  const taken: string[] = [];
  const wanted = command.split(' ');
  for (const [place, part] of wanted.entries()) {
    if (part === '...') return [...taken, ...words.slice(place)];
    const word = words[place];
    if (word === undefined || !(part.endsWith('_') ? word.startsWith(part.slice(0, -1)) : part === word))
      return undefined;
    if (part.endsWith('_')) taken.push(word);
  }
  return words.length === wanted.length ? taken : undefined;
}

function takePool({ pools }: Draft, [name = '', ...rest]: readonly string[]): string | undefined {
  // `A-B mask M`, `A-B`, or one address alone.
  const [, first = '', last = first, mask] =
    /^([^\s-]+)(?: ?- ?([^\s-]+))?(?: mask (\S+))?$/.exec(rest.join(' ')) ?? [];
  const from = ipv4(first);
  const to = ipv4(last);
  if (from === undefined || to === undefined) return 'not a range of IPv4 addresses';
  if (to < from) return 'the range ends before it begins';
  if (mask !== undefined && ipv4(mask) === undefined) return 'not a mask';
  if (pools.has(name)) return 'a pool of this name was there already';
  pools.set(name, { name, first, last, ...(mask === undefined ? {} : { mask }) });
  return undefined;
}

function group({ groups }: Draft, name = '', more: TunnelGroup): undefined {
  groups.set(name, { ...groups.get(name), ...more });
}

function policy({ policies }: Draft, name = '', pools = policies.get(name)): undefined {
  policies.set(name, pools);
}

// The default groups have no `type` line; LAN-to-LAN peers take no addresses.
function isRemoteAccess([name, { type }]: readonly [string, TunnelGroup]): boolean {
  return type !== 'ipsec-l2l' && name !== 'DefaultL2LGroup';
}

/** The pools a tunnel group really uses: those of its policy, which may be inherited, before its own. */
function chain({ policies }: Draft, tunnelGroup: string, { pools = [], groupPolicy }: TunnelGroup): Chain {
  const ofPolicy = policies.get(groupPolicy ?? DEFAULT_POLICY) ?? policies.get(DEFAULT_POLICY) ?? [];
  return {
    tunnelGroup,
    pools: ofPolicy.length > 0 ? ofPolicy : pools,
    ...(groupPolicy === undefined ? {} : { groupPolicy }),
  };
}

/** What a chain names that the file does not have. */
function dangling(
  { pools, policies }: Draft,
  { tunnelGroup, pools: used, groupPolicy = DEFAULT_POLICY }: Chain,
): readonly string[] {
  const missing = used
    .filter((pool) => !pools.has(pool))
    .map((pool) => `tunnel-group ${tunnelGroup} uses the pool ${pool}, which is not in this file`);
  // An excerpt may have no policies at all, and the default one need not be written down.
  if (policies.size === 0 || policies.has(groupPolicy) || groupPolicy === DEFAULT_POLICY) return missing;
  return [...missing, `tunnel-group ${tunnelGroup} uses the group-policy ${groupPolicy}, which is not in this file`];
}
