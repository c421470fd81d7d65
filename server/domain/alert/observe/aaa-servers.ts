import { marked, type AaaMark } from '../../aaa.ts';
import type { Memory, Seen } from '../observer.ts';
import { grouped } from './grouped.ts';

/** How many servers of all head-ends are remembered: a sender of messages may name any. */
const MOST = 2_000;
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
    const mark = marked(device, claim, at, (server) => markOf(device, server, memory));
    if (mark === undefined) continue;
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
  const ids = new Set(estate.devices.map(({ id }) => `${id}`));
  const keys = [...memory.keys()].filter((key) => key.startsWith(PREFIX));
  const gone = keys.filter((key) => !ids.has(key.slice(PREFIX.length).split(' ')[0] ?? ''));
  for (const key of [...gone, ...keys.slice(0, Math.max(0, keys.length - MOST))]) memory.delete(key);
}

/** The groups of a head-end: as it listed them, or by what messages have told of each server. */
export function groupsOf(device: number, { at, estate }: Seen, memory: Memory): readonly AaaGroup[] {
  const listed = estate.aaaListed.filter((one) => one.device === device);
  const isListed = new Set(listed.flatMap(({ servers }) => servers.map(({ address }) => address)));
  const groups = listed.map(({ group, servers }): AaaGroup => {
    const members = servers.map(({ address }) => memberOf(address, knownOf(device, address, memory), at));
    return { device, group, members, others: false };
  });
  const begin = `${PREFIX}${device} `;
  const addresses = [...memory.keys()].filter((key) => key.startsWith(begin)).map((key) => key.slice(begin.length));
  const rest = addresses
    .filter((address) => !isListed.has(address))
    .flatMap((address) => {
      const known = knownOf(device, address, memory);
      return known === undefined ? [] : [{ known, member: memberOf(address, known, at) }];
    });
  const named = grouped(rest, ({ known }) => known.group ?? '');
  const told = [...named].map(([group, its]): AaaGroup => {
    // A server that only logins have named may be of any group.
    const strangers = rest.filter(({ known }) => (group === '' ? true : known.group === undefined));
    const others = strangers.some(({ member }) => member.downSince === undefined);
    return { device, group, members: its.map(({ member }) => member), others };
  });
  return [...groups, ...told];
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
    memory.set(`${PREFIX}${device} ${server}`, after);
}

function knownOf(device: number, server: string, memory: Memory): Known | undefined {
  return memory.get(`${PREFIX}${device} ${server}`) as Known | undefined; // set above
}

const PREFIX = 'server ';
