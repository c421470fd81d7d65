import { overlap, range, rangeSize } from './address.ts';
import type { Range } from './address.ts';
import { Crowd } from './crowd.ts';
import { dialects } from './dialect.ts';
import type { Release } from './dialect.ts';
import { Engine } from './engine.ts';
import type { Life, Run } from './engine.ts';
import type { HeaderForm } from './header.ts';
import type { Protocol } from './ledger.ts';
import { SimulatedAsa } from './model.ts';
import type { TunnelGroup } from './model.ts';
import { people } from './people.ts';
import { varied } from './visitors.ts';
import { LocalPool } from './pool.ts';
import { comfort, rampSeconds, scenarios } from './scenarios.ts';
import type { Plan, ScenarioName } from './scenarios.ts';

/** The lab's pools: `vpnpool` for the VPN Client, `acpool` for AnyConnect. */
export const labPools = {
  vpnpool: range('172.16.1.100', '172.16.1.199'),
  acpool: range('172.16.2.1', '172.16.2.254'),
} as const;

/** The pool for AnyConnect beside this `vpnpool`: the lab's, or one out of the way. */
export function acpoolBeside(vpnpool: Range): Range {
  return overlap(vpnpool, labPools.acpool) ? range('10.128.0.1', '10.131.255.254') : labPools.acpool;
}

/** What can be chosen; `lab` has the default of each. */
export interface SimulationOptions {
  readonly scenario: ScenarioName;
  readonly users: number;
  readonly seed: number;
  readonly release: Release;
  readonly header: HeaderForm;
  readonly level: number;
  /** The share of users with AnyConnect. */
  readonly anyconnect: number;
  readonly presence: number;
  readonly vpnpool: Range;
  readonly acpool: Range;
  /** Milliseconds for which a freed address rests. */
  readonly reuseDelay: number;
  /** Virtual time of the beginning, epoch milliseconds. */
  readonly start: number;
  /** The length of a session, on the average; by default 4 h, or what the line rate asks for. */
  readonly sessionSeconds: number | undefined;
  /** Lines per virtual second: the coming and going is made as quick as it takes. */
  readonly linesPerSecond: number | undefined;
  readonly doubleClose: boolean;
  readonly hideUsername: boolean;
  /** Who checks the passwords of the IKEv1 group; those of AnyConnect are always checked by RADIUS. */
  readonly aaa: 'local' | 'radius';
}

export const lab: SimulationOptions = {
  scenario: 'normal-day',
  users: 100,
  seed: 1,
  release: '8.2',
  header: 'timestamp',
  level: 6,
  anyconnect: 0.25,
  presence: 0.35,
  ...labPools,
  reuseDelay: 0,
  start: Date.UTC(2026, 10, 23, 7),
  sessionSeconds: undefined,
  linesPerSecond: undefined,
  doubleClose: false,
  hideUsername: false,
  aaa: 'local',
};

/** A simulated ASA with people around it, at the beginning of its story. */
export interface Simulation {
  readonly asa: SimulatedAsa;
  readonly engine: Engine;
  readonly plan: Plan;
  /** Brings what has begun to an end, then logs everybody out; nothing new begins. */
  readonly quiesce: (room?: Run['room']) => Promise<void>;
}

/** The RADIUS server of the lab. */
export const radius = '172.16.1.20';

export function simulate(send: (line: string) => void, chosen: Partial<SimulationOptions> = {}): Simulation {
  const options = { ...lab, ...chosen };
  const dialect = dialects[options.release];
  const anyconnect = dialect.anyconnect ? options.anyconnect : 0;
  const engine = new Engine(options.start);
  const { header, level, seed, hideUsername } = options;
  const tunnelGroups = groupsOf(options);
  const asa = new SimulatedAsa({ send, now: engine.now, dialect, header, level, seed, hideUsername, tunnelGroups });
  const scenario = scenarios[options.scenario];
  const seats = varied(people(options.users, anyconnect, options.release, seed), scenario.variety ?? 0, dialect, seed);
  const crowd = new Crowd(asa, engine, seats, { scenario, doubleClose: options.doubleClose });
  const plan = planOf(options, anyconnect);
  engine.begin(story(options, plan, asa, crowd), true);
  const quiesce = async (room?: Run['room']) => {
    await engine.settle(room);
    crowd.leave();
    await engine.settle(room);
  };
  return { asa, engine, plan, quiesce };
}

/** The groups of the lab, and those of the other protocols beside them. */
export function groupsOf(options: GroupOptions): Readonly<Record<Protocol, TunnelGroup>> {
  const pool = (name: 'vpnpool' | 'acpool') => new LocalPool(name, options[name], options.reuseDelay);
  const [vpnpool, acpool] = [pool('vpnpool'), pool('acpool')];
  const aaaServer = options.aaa === 'radius' ? radius : null;
  return {
    ikev1: { name: 'hillvalleyvpn', groupPolicy: 'hillvalleyvpn', pool: vpnpool, aaaServer },
    anyconnect: { name: 'TG-STAFF', groupPolicy: 'GP-STAFF', pool: acpool, aaaServer: radius },
    ikev2: { name: 'TG-IKEV2', groupPolicy: 'GP-IKEV2', pool: acpool, aaaServer: radius },
    clientless: { name: 'TG-WEB', groupPolicy: 'GP-WEB', pool: acpool, aaaServer },
    l2tp: { name: 'DefaultRAGroup', groupPolicy: 'DfltGrpPolicy', pool: vpnpool, aaaServer },
  };
}

/** What the groups are made of. */
export type GroupOptions = Pick<SimulationOptions, 'vpnpool' | 'acpool' | 'reuseDelay' | 'aaa'>;

/** Lines that a deed sends at level 6, roughly: the two that make a visit, 14 and 7. */
const linesPerDeed = 10.5;

function planOf(options: SimulationOptions, anyconnect: number): Plan {
  const { users, presence, linesPerSecond } = options;
  const capacity = Math.min(
    anyconnect < 1 ? rangeSize(options.vpnpool) / (1 - anyconnect) : Infinity,
    anyconnect > 0 ? rangeSize(options.acpool) / anyconnect : Infinity,
  );
  const connected = Math.min(presence * users, comfort * capacity);
  const bySpeed = linesPerSecond === undefined ? 4 * 3600 : (2 * connected * linesPerDeed) / linesPerSecond;
  return { users, presence, capacity, sessionSeconds: options.sessionSeconds ?? bySpeed };
}

/** Begins one deed after the other, as many as wanted are there or as the line rate asks for. */
function* story(options: SimulationOptions, plan: Plan, asa: SimulatedAsa, crowd: Crowd): Life {
  const { deeds, wanted } = scenarios[options.scenario];
  const comings = deeds[0][1] / deeds.reduce((sum, [, weight]) => sum + weight, 0);
  const look = (rampSeconds(plan) * 1000) / 50;
  for (;;) {
    const since = (asa.options.now() - options.start) / 1000;
    const many = wanted(since, plan);
    const missing = many - crowd.inside;
    const bySpeed = Math.abs(missing) / (rampSeconds(plan) / 4) + (2 * crowd.inside + 1) / plan.sessionSeconds;
    const rate = deedRate(options.linesPerSecond, since, asa.ledger.lines) ?? bySpeed / comings;
    const wait = asa.random.exponential(1000 / rate);
    // The wait has no memory: to look again at what is wanted and draw anew changes nothing of the rate.
    yield Math.min(wait, look);
    if (wait > look) continue;
    const pressure = Math.max(-1, Math.min(1, missing / Math.max(1, 0.1 * many)));
    crowd.begin(asa.random.weighted(deeds), 0.5 + 0.45 * pressure);
  }
}

/** Deeds per virtual second that this line rate takes: more of them while lines are owed, fewer while there were too many. */
function deedRate(linesPerSecond: number | undefined, since: number, lines: number): number | undefined {
  if (linesPerSecond === undefined) return undefined;
  const owed = linesPerSecond * since - lines;
  const patience = Math.max(3 * linesPerSecond, 30);
  return (linesPerSecond / linesPerDeed) * Math.max(0.3, Math.min(3, 1 + owed / patience));
}
