import { marked, type AaaMark } from '../../aaa.ts';
import type { Memory, Seen } from '../observer.ts';
import { grouped } from './grouped.ts';

/** How many servers of one head-end are remembered: its messages may be forged, and name any. */
const MOST = 200;
/** No address or name of a server is longer, in characters. */
const LONGEST = 255;
/** Servers that go on being silent are noted that often, in milliseconds. */
const NOTED_EVERY = 10_000;

/** A server that is listed as active so long after it was last silent, in milliseconds, is not silent any more. */
const FORGOTTEN = 300_000;

/** What is remembered of a server of a head-end: what messages mark (`domain/aaa.ts`), which a start of ours forgets, and since when. */
interface Known {
  readonly [key: string]: string | number;
  readonly state: 'active' | 'failed' | 'unknown';
  /** When it changed. */
  readonly at: number;
  readonly group?: string;
  /** Between when and when it was told not to answer, with no answer in between. */
  readonly silentSince?: number;
  readonly silentAt?: number;
}

/** A server as a member of a group. */
export interface Member {
  readonly address: string;
  readonly isFailed: boolean;
  /** Absent while it answers. */
  readonly downSince?: number;
  /** For how long it is known to be down, in milliseconds: silence tells nothing while nobody asks. */
  readonly down: number;
}

/** A group of a head-end. `others`: a server answers that may be one of it. */
export interface AaaGroup {
  readonly device: number;
  readonly group: string;
  readonly members: readonly Member[];
  readonly others: boolean;
}

/** Takes in what messages and listings tell of servers. */
export function learn({ claims, estate }: Seen, memory: Memory): void {
  for (const { device, claim, at } of claims) {
    if (!('aaaServer' in claim)) continue;
    const mark = marked(device, claim, at, (server) => markOf(device, server, memory));
    if (mark === undefined || mark.server.length > LONGEST) continue;
    const before = knownOf(device, mark.server, memory);
    keep(device, mark.server, before, told(mark, before), memory);
  }
  for (const { device, group, servers, at } of estate.aaaListed) {
    for (const { address, active } of servers) {
      const before = knownOf(device, address, memory);
      if (before === undefined && active) continue;
      keep(device, address, before, listedAs({ group, active, at }, before), memory);
    }
  }
  keepGroups(estate.aaaListed, memory);
  const ids = new Set(estate.devices.map(({ id }) => `${id}`));
  const keys = [...memory.keys()].filter((key) => key.startsWith(SERVER) || key.startsWith(GROUP));
  for (const key of keys) if (!ids.has(key.split(' ')[1] ?? '')) memory.delete(key);
  const servers = keys.filter((key) => key.startsWith(SERVER));
  for (const its of grouped(servers, (key) => key.split(' ')[1]).values())
    for (const key of its.slice(0, Math.max(0, its.length - MOST))) memory.delete(key);
}

/** Which servers a listing has in which group outlives a start of ours: else one that failed would seem to be the only one. */
function keepGroups(listed: Seen['estate']['aaaListed'], memory: Memory): void {
  const now = new Map(listed.map(({ device, group, servers }) => [`${GROUP}${device} ${group}`, servers.map(({ address }) => address)])); // prettier-ignore
  const told = new Set(listed.map(({ device }) => `${device}`));
  for (const key of [...memory.keys()].filter((one) => one.startsWith(GROUP)))
    if (told.has(key.split(' ')[1] ?? '') && !now.has(key)) memory.delete(key);
  for (const [key, addresses] of now) {
    const before = memory.get(key) as readonly string[] | undefined; // set here
    if (before?.join(' ') !== addresses.join(' ')) memory.set(key, addresses);
  }
}

/** The groups of all head-ends: as each listed them, or by what messages have told of each server. */
export function groupsOf(at: number, memory: Memory): readonly AaaGroup[] {
  const keys = [...memory.keys()];
  const listed = keys
    .filter((key) => key.startsWith(GROUP))
    .map((key): AaaGroup => {
      const { device, name: group } = partsOf(key);
      const addresses = memory.get(key) as readonly string[]; // set above
      const members = addresses.map((address) => memberOf(address, knownOf(device, address, memory), at));
      return { device, group, members, others: false };
    });
  const isListed = new Set(
    listed.flatMap(({ device, members }) => members.map(({ address }) => `${device} ${address}`)),
  );
  const rest = keys
    .filter((key) => key.startsWith(SERVER) && !isListed.has(key.slice(SERVER.length)))
    .flatMap((key) => {
      const { device, name } = partsOf(key);
      const known = knownOf(device, name, memory);
      return known === undefined ? [] : [{ device, known, member: memberOf(name, known, at) }];
    });
  const told = [...grouped(rest, ({ device }) => device)].flatMap(([device, its]) => groupsTold(device, its));
  return [...listed, ...told];
}

function groupsTold(
  device: number,
  servers: readonly { readonly known: Known; readonly member: Member }[],
): readonly AaaGroup[] {
  return [...grouped(servers, ({ known }) => known.group ?? '')].map(([group, its]) => {
    // A server that only logins have named may be of any group.
    const strangers = servers.filter(({ known }) => group === '' || known.group === undefined);
    const others = strangers.some(({ member }) => member.downSince === undefined);
    return { device, group, members: its.map(({ member }) => member), others };
  });
}

function partsOf(key: string): { readonly device: number; readonly name: string } {
  const [kind = '', device = ''] = key.split(' ', 2);
  return { device: Number(device), name: key.slice(kind.length + device.length + 2) };
}

function memberOf(address: string, known: Known | undefined, at: number): Member {
  const isFailed = known?.state === 'failed';
  const { silentSince, silentAt = 0 } = known ?? {};
  const failedFor = isFailed ? at - known.at : 0;
  const silentFor = silentSince === undefined ? 0 : silentAt - silentSince;
  const downSince = silentSince ?? (isFailed ? known.at : undefined);
  return { address, isFailed, ...(downSince !== undefined && { downSince }), down: Math.max(failedFor, silentFor) };
}

function told({ state: told, at, group, silentSince }: AaaMark, before: Known | undefined): Known {
  const state = told ?? 'unknown';
  const since = before?.state === state ? before.at : at;
  const noted = before?.silentAt === undefined || at - before.silentAt >= NOTED_EVERY ? at : before.silentAt;
  return {
    ...{ state, at: since },
    ...(group !== undefined && { group }),
    ...(silentSince !== undefined && { silentSince, silentAt: noted }),
  };
}

/** That it is listed as active does not mean that it answers, but where nobody has missed an answer for a while. */
function listedAs(
  listed: { readonly group: string; readonly active: boolean; readonly at: number },
  before?: Known,
): Known {
  const { group, active, at } = listed;
  if (before === undefined) return { state: active ? 'active' : 'failed', at, group };
  const { silentSince, silentAt = 0 } = before;
  const state = active ? (before.state === 'failed' ? 'active' : before.state) : 'failed';
  const isSilent = silentSince !== undefined && !(active && at - silentAt > FORGOTTEN);
  return {
    // Messages that came after the listing know better.
    ...(before.at >= at || before.state === state ? { state: before.state, at: before.at } : { state, at }),
    group: before.group ?? group,
    ...(isSilent && { silentSince, silentAt }),
  };
}

function markOf(device: number, server: string, memory: Memory): AaaMark | undefined {
  const known = knownOf(device, server, memory);
  if (known === undefined) return undefined;
  const { state, at, group, silentSince } = known;
  return {
    ...{ device, server, at },
    ...(group !== undefined && { group }),
    ...(silentSince !== undefined && { silentSince }),
    ...(state !== 'unknown' && { state }),
  };
}

function keep(device: number, server: string, before: Known | undefined, after: Known, memory: Memory): void {
  const keys = ['state', 'at', 'group', 'silentSince', 'silentAt'] as const;
  if (before === undefined || keys.some((key) => before[key] !== after[key]))
    memory.set(`${SERVER}${device} ${server}`, after);
}

function knownOf(device: number, server: string, memory: Memory): Known | undefined {
  return memory.get(`${SERVER}${device} ${server}`) as Known | undefined; // set above
}

const SERVER = 'server ';
const GROUP = 'group ';
