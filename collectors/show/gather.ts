import type { DeviceFacts } from '../../server/domain/polling.ts';
import type { Roster, SessionTotals } from '../../server/domain/roster.ts';
import type { AaaListed } from './commands/aaa-server.ts';
import type { InterfacesListed } from './commands/interface.ts';
import type { ShunsListed, UsersListed } from './commands/people.ts';
import type { Answer } from './conversation.ts';

/** What the output of one command said. */
export interface Told {
  readonly command: string;
  readonly answer: Answer;
  readonly facts: unknown;
  /** See `Reading`. */
  readonly printed?: readonly string[] | undefined;
}

/** What a poll came to: listings, what the device is, and what else was read (configuration ...), for those who know it. */
export interface Gathered {
  readonly rosters: readonly Roster[];
  readonly facts: DeviceFacts;
  readonly others: readonly Told[];
}

/**
 * Puts together what was told, in the order in which it came. A listing is complete when the prompt came behind it. Over HTTPS, where a body
 * that was cut looks whole, its rows have to be as many as the device counted both before and after it.
 */
export function gather(told: readonly Told[]): Gathered {
  const rosters: Roster[] = [];
  const others: Told[] = [];
  let facts: DeviceFacts = {};
  for (const [place, one] of told.entries()) {
    if (isRoster(one.facts)) {
      const { startedAt, finishedAt } = one.answer;
      const printed = one.printed && { printed: one.printed };
      const roster = { ...named(one.facts, one.command), ...printed, startedAt, finishedAt, complete: false };
      rosters.push({ ...roster, complete: isComplete(roster, one.answer, told, place) });
      if (roster.kind === 'sessions.totalled' && roster.totals.capacity !== undefined)
        facts = dated({ ...facts, sessionLimit: roster.totals.capacity }, ['sessionLimit'], finishedAt);
    } else if (isAaa(one.facts)) facts = { ...facts, aaa: aaaTold(one.facts, one.answer.finishedAt) };
    else if (isUsers(one.facts)) facts = { ...facts, localUsers: usersTold(one.facts, one.answer.finishedAt) };
    else if (isShuns(one.facts)) facts = { ...facts, shuns: shunsTold(one.facts, one.answer.finishedAt) };
    else if (isInterfaces(one.facts))
      facts = { ...facts, interfaces: interfacesTold(one.facts, one.answer.finishedAt) };
    else if (isDevice(one.facts))
      facts = dated({ ...facts, ...one.facts.facts }, loads(one.facts.facts), one.answer.finishedAt); // prettier-ignore
    else others.push(one);
  }
  return { rosters, facts, others };
}

function isComplete(roster: Roster, { end }: Answer, told: readonly Told[], place: number): boolean {
  if (end === 'prompt') return true;
  switch (roster.kind) {
    case 'sessions.listed': {
      const [before, after] = [told.slice(0, place).reverse(), told.slice(place + 1)].map((side) =>
        side.find(isTotals),
      );
      return [before, after].every((one) => {
        if (one === undefined) return false;
        // Kinds that were never in use are not counted by all releases.
        const { active, inactive } = one.facts.totals.byListing[roster.listing] ?? { active: 0, inactive: 0 };
        return roster.sessions.length === active + inactive;
      });
    }
    case 'pool.listed':
      return end === 'length' || roster.use.addressesInUse?.length === roster.use.inUse;
    case 'sessions.totalled':
    case 'ike.listed':
    case 'ipsec.listed':
      return end === 'length';
    default:
      return roster satisfies never;
  }
}

/** Which pool was listed stands in the command alone. */
function named(facts: Unplaced, command: string): Unplaced {
  return facts.kind === 'pool.listed'
    ? { ...facts, use: { ...facts.use, pool: command.split(' ').at(-1) ?? '' } }
    : facts;
}

/** A listing as its reader gives it: the poll knows when it was made, and whether it is complete. */
type Unplaced = { [K in Roster['kind']]: Omit<Extract<Roster, { kind: K }>, 'startedAt' | 'finishedAt' | 'complete'> }[Roster['kind']]; // prettier-ignore

const rosterKinds: Readonly<Record<Roster['kind'], true>> = {
  'sessions.listed': true,
  'sessions.totalled': true,
  'pool.listed': true,
  'ike.listed': true,
  'ipsec.listed': true,
};

/** Whether what was read of a command is a listing: then `gather` makes a roster of it. */
export function isRoster(facts: unknown): facts is Unplaced {
  return Object.hasOwn(rosterKinds, String(kindOf(facts)));
}

function isTotals(told: Told): told is Told & { readonly facts: { readonly totals: SessionTotals } } {
  return kindOf(told.facts) === 'sessions.totalled';
}

/** What `show version`, `show cpu usage` and others of that kind are read as. */
function isDevice(facts: unknown): facts is { readonly kind: 'device.told'; readonly facts: DeviceFacts } {
  return kindOf(facts) === 'device.told';
}

type Loaded = keyof NonNullable<DeviceFacts['loadAt']>;

/** What a command told of what changes by the minute. */
function loads({ cpu, memoryUsed, connections }: DeviceFacts): readonly Loaded[] {
  return [
    ...(cpu === undefined ? [] : (['cpu'] as const)),
    ...(memoryUsed === undefined ? [] : (['memory'] as const)),
    ...(connections === undefined ? [] : (['connections'] as const)),
  ];
}

function dated(facts: DeviceFacts, told: readonly Loaded[], at: number): DeviceFacts {
  if (told.length === 0) return facts;
  return { ...facts, loadAt: { ...facts.loadAt, ...Object.fromEntries(told.map((one) => [one, at])) } };
}

function isInterfaces(facts: unknown): facts is InterfacesListed {
  return kindOf(facts) === 'interfaces.listed';
}

/** Those that have a name, as traffic goes through no others; a device has hundreds at most. */
function interfacesTold({ interfaces }: InterfacesListed, at: number): NonNullable<DeviceFacts['interfaces']> {
  return {
    at,
    list: interfaces.flatMap(({ name = '', status, lineUp, minute }) => {
      const { bytesIn, bytesOut } = minute ?? {};
      const rates = { ...(bytesIn !== undefined && { in: bytesIn }), ...(bytesOut !== undefined && { out: bytesOut }) };
      return name === '' ? [] : [{ name, isUp: status === 'up' && lineUp, ...rates }];
    }),
  };
}

function isAaa(facts: unknown): facts is AaaListed {
  return kindOf(facts) === 'aaa.listed';
}

function isUsers(facts: unknown): facts is UsersListed {
  return kindOf(facts) === 'users.listed';
}

function isShuns(facts: unknown): facts is ShunsListed {
  return kindOf(facts) === 'shuns.listed';
}

/** So many users and shuns of a listing are kept at most: a device under attack may list very many. */
const MOST = 1000;

/** Those who are locked first, then those who have failed: the others only say that they are there. */
function usersTold({ users }: UsersListed, at: number): NonNullable<DeviceFacts['localUsers']> {
  const failed = users.filter(({ isLocked, failures }) => isLocked || failures > 0);
  return { at, users: failed.sort((a, b) => Number(b.isLocked) - Number(a.isLocked)).slice(0, MOST) };
}

function shunsTold({ shuns }: ShunsListed, at: number): NonNullable<DeviceFacts['shuns']> {
  return { at, shuns: shuns.slice(0, MOST).map(({ interface: on, address }) => ({ interface: on, address })) };
}

/** The servers without what they have counted, which changes with every poll. */
function aaaTold({ servers }: AaaListed, at: number): NonNullable<DeviceFacts['aaa']> {
  return {
    at,
    servers: servers.map(({ group, protocol, address, status }) => ({
      ...{ group, protocol },
      ...(address !== undefined && { address }),
      ...(status !== undefined && { status }),
    })),
  };
}

function kindOf(facts: unknown): unknown {
  return typeof facts === 'object' && facts !== null && 'kind' in facts ? facts.kind : undefined;
}
