import type { AaaRow } from '../../server/domain/aaa.ts';
import { isDead, isDown } from './aaa.ts';
import { count, many } from './bytes.ts';
import { clockTrouble } from './clock.ts';
import { freshest, freshness, messagesOf, silent } from './freshness.ts';
import { syslogTrouble } from './heartbeat.ts';
import { plain } from './plain.ts';
import { CRITICAL_AT, percent, WARNING_AT } from './pools.ts';
import { age } from './time.ts';
import { stateWords, type State } from './verdict.ts';
import { NO_DEVICE } from './overview.ts';
import { alertConditions } from './wall-alerts.ts';
import { fit, named } from './wall-fit.ts';
import {
  aaaFreshness,
  chainFreshness,
  isMaintained,
  isOld,
  pollInterval,
  unseen,
  watched,
  type WallFacts,
} from './wall-facts.ts';

/** Something that is not as it should be, now. */
export interface Condition {
  /** The same for as long as it is the same thing. */
  readonly key: string;
  readonly state: 'crit' | 'unknown' | 'warn';
  /** The same in more and in fewer words, the longest first. */
  readonly said: readonly string[];
  readonly device?: string;
  /** Since when, where that is known. */
  readonly since?: number;
  /** It was so already when the page opened: it has lasted longer than since `since`. */
  readonly longer?: boolean;
}

/** When each condition was seen first, by its key, and whether it was there already when the page opened. */
export type FirstSeen = ReadonlyMap<string, { readonly at: number; readonly longer: boolean }>;

/** What was seen first when, after these conditions are there; of those that are gone nothing is kept. */
export function firstSeen(before: FirstSeen | undefined, all: readonly Condition[], now: number): FirstSeen {
  return new Map(all.map(({ key }) => [key, before?.get(key) ?? { at: now, longer: before === undefined }]));
}

/** The conditions with the time since which they are seen, where nothing better is known. */
export function dated(all: readonly Condition[], first: FirstSeen): readonly Condition[] {
  return all.map((one) => {
    const seen = first.get(one.key);
    return one.since !== undefined || seen === undefined ? one : { ...one, since: seen.at, longer: seen.longer };
  });
}

const ranks: Readonly<Record<Condition['state'], number>> = { crit: 0, unknown: 1, warn: 2 };

/** Everything abnormal that is known, the worst first. Never typed names or addresses of clients, and users' names only where the wall may show them. */
export function conditions(facts: WallFacts, now: number): readonly Condition[] {
  const maintained = new Set(facts.devices.filter(isMaintained).map(({ name }) => name));
  const all = [
    ...fullChains(facts, now),
    ...aaaDown(facts, now),
    ...crowded(facts, now),
    ...silence(facts, now),
    ...speechless(facts, now),
    ...stalePolls(facts, now),
    ...logins(facts, now),
    ...clocks(facts, now),
    ...facts.warnings.map((text): Condition => ({ key: `warning ${text}`, state: 'warn', said: [text, 'A collector warns: see Overview'] })), // prettier-ignore
    ...waiting(facts),
    ...alertConditions(facts),
  ].filter(({ device }) => device === undefined || !maintained.has(device));
  return all.sort((one, other) => ranks[one.state] - ranks[other.state]);
}

function fullChains(facts: WallFacts, now: number): readonly Condition[] {
  return [...(facts.chains ?? [])]
    .sort((one, other) => (other.utilization ?? 0) - (one.utilization ?? 0))
    .flatMap((chain): readonly Condition[] => {
      const { device, tunnelGroup, utilization, size, used } = chain;
      if (utilization === null || utilization < WARNING_AT || isOld(chainFreshness(chain, facts, now))) return [];
      const free = Math.max(0, (size ?? 0) - used);
      const how = free === 0 ? 'full' : `${percent(utilization)} full`;
      const left = free === 0 ? 'the next client gets no address' : `${many(free, 'address', 'addresses')} free`;
      return [
        {
          ...{ key: `chain ${device} ${tunnelGroup}`, device, state: utilization >= CRITICAL_AT ? 'crit' : 'warn' },
          said: named([plain(tunnelGroup), plain(device)], (group = '', on = '') => [
            `Pools of ${group} on ${on} ${how}: ${left}`,
            `${group} on ${on} ${how}`,
            `${group} ${how}`,
          ]),
        },
      ];
    });
}

/** The groups of AAA servers of which one or all give no answer. */
export function aaaDown(facts: Pick<WallFacts, 'aaa' | 'devices' | 'told'>, now: number): readonly Condition[] {
  const known = (facts.aaa ?? []).filter((row) => !isOld(aaaFreshness(row, facts, now)));
  const groups = new Map<string, AaaRow[]>();
  for (const row of known) {
    const key = JSON.stringify([row.device, row.group ?? '']);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].flatMap(([key, rows]): readonly Condition[] => {
    const [first] = rows;
    const bad = rows.filter((row) => row.state === 'silent' || isDown(row, now));
    if (first === undefined || bad.length === 0) return [];
    const { device, group } = first;
    const dead = isDead(first, known, now);
    const [one] = bad;
    const what = bad.length === 1 ? (one?.server ?? 'a server') : many(bad.length, 'server');
    const said = named([plain(group ?? ''), plain(device)], (known = '', on = '') => {
      const of = `AAA ${known}`.trimEnd();
      return dead
        ? [`${of} on ${on}: no server answers`, `${of}: no server answers`, `${of} dead`, 'AAA dead']
        : [`${of} on ${on}: no answer of ${what}`, `${of}: ${what} down`, `${of}: ${bad.length} down`];
    });
    return [{ key: `aaa ${key}`, device, state: dead ? 'crit' : 'warn', said }];
  });
}

/** The part of what the head-ends take that is in use; `undefined` where that cannot be told. */
export function loadOf(facts: WallFacts, now: number): number | undefined {
  const limit = facts.told?.limit.limit ?? null;
  return limit === null ? undefined : seenSessions(facts, now) / limit;
}

/** The sessions of all that is seen; of what is not nobody knows whether they go on. Where nothing is seen all that were. */
export function seenSessions({ summary, devices }: WallFacts, now: number): number {
  const { total } = summary.sessions;
  if (unseen(devices, now).length === watched(devices).length) return total;
  const adopted = devices.filter(({ state, heartbeat }) => state === 'adopted' && silent(heartbeat, now));
  return total - adopted.reduce((sum, { sessions }) => sum + sessions, 0);
}

function crowded(facts: WallFacts, now: number): readonly Condition[] {
  const load = loadOf(facts, now);
  if (load === undefined || load < WARNING_AT) return [];
  const least = unseen(facts.devices, now).length > 0 ? 'at least ' : '';
  const said = [
    `Sessions at ${least}${percent(load)} of what the head-ends take`,
    `Sessions ${percent(load)} of limit`,
  ];
  return [{ key: 'limit', state: load >= CRITICAL_AT ? 'crit' : 'warn', said }];
}

function silence({ devices }: WallFacts, now: number): readonly Condition[] {
  return unseen(devices, now).map(({ name, heartbeat }): Condition => {
    const { at } = freshest(heartbeat, now);
    const since = at === null ? 'it has never sent anything' : `silent for ${age(now - at)}`;
    const said = named([plain(name)], (one = '') => [`${one} cannot be seen: ${since}`, `${one} not seen`, one]);
    return { key: `silent ${name}`, device: name, state: 'unknown', said, ...(at !== null && { since: at }) };
  });
}

/** Head-ends that are seen by their polls alone. */
function speechless({ devices }: WallFacts, now: number): readonly Condition[] {
  return watched(devices).flatMap(({ name, heartbeat }): readonly Condition[] => {
    const trouble = syslogTrouble(heartbeat, now);
    if (trouble === undefined) return [];
    const said = named([plain(name)], (one = '') => [`${one}: ${trouble}`, `${one}: no syslog`, `${one}: mute`]);
    return [{ key: `syslog ${name}`, device: name, state: 'warn', said }];
  });
}

function stalePolls({ told }: WallFacts, now: number): readonly Condition[] {
  return (told?.polls ?? []).flatMap(({ device, by, everySeconds, at }): readonly Condition[] => {
    if (everySeconds === null || !isOld(freshness({ at, interval: pollInterval(told, device) }, now))) return [];
    const said = named([plain(device)], (one = '') => [`${one} has answered no poll for ${age(now - at)}`, `${one}: no poll`]); // prettier-ignore
    return [{ key: `poll ${device} ${by}`, device, state: 'unknown', said, since: at }];
  });
}

/** From so many on, and so many times the usual number, failed logins are out of the ordinary; with fewer days nobody knows what is usual. */
const NOTABLE = 10;
const TIMES = 3;
const DAYS = 3;

/** Whether more logins failed than usual; `undefined` where the usual number is not known. */
export function unusual({ summary, told }: WallFacts): boolean | undefined {
  const { usual = null, days = 0 } = told?.usual.failed ?? {};
  if (usual === null || days < DAYS) return undefined;
  return summary.failed15m >= NOTABLE && summary.failed15m > TIMES * usual;
}

function logins(facts: WallFacts, now: number): readonly Condition[] {
  const { summary, told, devices } = facts;
  // Messages alone tell of logins.
  if (watched(devices).every(({ heartbeat }) => silent(messagesOf(heartbeat), now))) return [];
  const found: Condition[] = [];
  if (unusual(facts) === true) {
    const failed = `${count(summary.failed15m)} logins failed`;
    const usual = count(Math.round(told?.usual.failed.usual ?? 0));
    found.push({ key: 'failed', state: 'warn', said: [`${failed} in 15 minutes, usual are ${usual}`, failed] });
  }
  const { sources = 0, names = 0 } = told?.usual.sprays ?? {};
  if (sources > 0)
    found.push({
      ...{ key: 'spray', state: 'warn' },
      said: [
        `${many(sources, 'source')} tried up to ${names} names in vain`,
        `${many(sources, 'source')}, ${names} names`,
      ],
    });
  if (summary.refused15m > 0) {
    const who = many(summary.refused15m, 'client');
    found.push({
      key: 'refused',
      state: 'warn',
      said: [`${who} got no address in 15 minutes`, `${who}: no address`, 'no address'],
    });
  }
  return found;
}

function clocks({ devices }: WallFacts, now: number): readonly Condition[] {
  const blind = new Set(unseen(devices, now));
  return watched(devices).flatMap((device): readonly Condition[] => {
    const trouble = blind.has(device) ? undefined : clockTrouble(device.clock);
    if (trouble === undefined) return [];
    const said = named([plain(device.name)], (one = '') => [
      `${one}: ${trouble}`,
      `${one}: clock wrong`,
      `${one}: clock`,
    ]);
    return [{ key: `clock ${device.name}`, device: device.name, state: 'warn', said }];
  });
}

function waiting({ devices }: WallFacts): readonly Condition[] {
  const pending = devices.filter(({ state }) => state === 'pending').length;
  if (pending === 0) return [];
  const wait = `${many(pending, 'sender')} ${pending === 1 ? 'waits' : 'wait'} to be adopted`;
  return [{ key: 'pending', state: 'warn', said: [wait, `${pending} to adopt`] }];
}

/** The first line: the worst in words, and how much else there is. */
export function wallVerdict(
  facts: WallFacts,
  all: readonly Condition[],
  characters: number,
  now: number,
): { readonly state: State; readonly word: string; readonly text: string } {
  const [worst] = all;
  const say = (state: State, said: readonly string[]) => {
    const word = stateWords[state];
    return { state, word, text: fit(said, characters - word.length - 4) };
  };
  const devices = watched(facts.devices);
  if (facts.devices.length === 0) return say('unknown', [NO_DEVICE]);
  if (worst === undefined) {
    const kept = facts.devices.some(isMaintained);
    if (devices.length === 0) return say(kept ? 'maint' : 'unknown', [kept ? 'Every head-end is in maintenance' : 'No head-end is watched']); // prettier-ignore
    const total = seenSessions(facts, now);
    const on = `${many(total, 'session')} on ${many(devices.length, 'head-end')}`;
    return say('ok', [`${on}, nothing abnormal`, on, many(total, 'session')]);
  }
  const others = elsewhere(all);
  return say(
    worst.state,
    worst.said.flatMap((one) => (others === '' ? one : [`${one}. ${others}`, one])),
  );
}

/** `2 more critical, 1 unknown.` */
function elsewhere(all: readonly Condition[]): string {
  const [worst, ...rest] = all;
  const counted = (['crit', 'unknown', 'warn'] as const).flatMap((state) => {
    const of = rest.filter((one) => one.state === state).length;
    const more = state === worst?.state ? 'more ' : '';
    return of === 0 ? [] : [`${of} ${more}${stateWords[state].toLowerCase()}`];
  });
  return counted.length === 0 ? '' : `${counted.join(', ')}.`;
}
