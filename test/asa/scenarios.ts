/** What a scenario reckons with; times in virtual seconds. */
export interface Plan {
  readonly users: number;
  /** How many can be connected at once without anybody being refused. */
  readonly capacity: number;
  /** The share of the users that is connected at once, where the capacity allows it. */
  readonly presence: number;
  /** How long a session lasts, on the average. */
  readonly sessionSeconds: number;
}

/**
 * One thing that is made to happen: somebody comes or goes, SAs are renewed, a password is guessed by a known user or sprayed by a
 * stranger, a login dies of some other cause, somebody who is connected logs in again, an administrator or a LAN-to-LAN peer comes.
 */
export type Deed = 'come-or-go' | 'renew' | 'guess' | 'spray' | 'fail' | 'again' | 'manage' | 'site';

/** A story: how many want to be connected, and how often each deed happens. */
export interface Scenario {
  readonly help: string;
  /** How many want to be connected, so many virtual seconds after the beginning. */
  readonly wanted: (since: number, plan: Plan) => number;
  readonly deeds: readonly [readonly [Deed, number], ...(readonly [Deed, number])[]];
  /** The share of logins that begin with a mistyped password. */
  readonly mistyped: number;
  /** The share of people who use IKEv2, a portal or L2TP instead of what they would use else. */
  readonly variety?: number;
}

/** So much of the capacity is used on a normal day: chance must not fill one pool while the other is half empty. */
export const comfort = 0.8;

/** How long it takes until all have come who want to. */
export const rampSeconds = ({ sessionSeconds }: Plan): number => sessionSeconds / 8;

const normalDay = (since: number, plan: Plan) =>
  Math.min(plan.presence * plan.users, comfort * plan.capacity) * Math.min(1, since / rampSeconds(plan));

export const scenarioNames = ['normal-day', 'wrong-passwords', 'full-pool', 'everything'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  'normal-day': {
    help: 'a morning ramp, then a steady coming and going, some rekeys, some mistyped passwords',
    wanted: normalDay,
    deeds: [
      ['come-or-go', 0.9],
      ['renew', 0.1],
    ],
    mistyped: 0.05,
  },
  'wrong-passwords': {
    help: 'a normal day on which three users fail again and again and one source sprays passwords over many names',
    wanted: normalDay,
    deeds: [
      ['come-or-go', 0.55],
      ['renew', 0.05],
      ['guess', 0.2],
      ['spray', 0.2],
    ],
    mistyped: 0.05,
  },
  'full-pool': {
    help: 'everybody wants in, more than there are addresses: refusals; then relief, and again',
    wanted: (since, plan) => {
      const tide = Math.max(plan.sessionSeconds / 4, 20);
      return Math.floor(since / tide) % 2 === 0 ? plan.users : 0.6 * plan.capacity;
    },
    deeds: [['come-or-go', 1]],
    mistyped: 0.02,
  },
  everything: {
    help: 'a normal day with every protocol, every failure, reconnects, management logins and LAN-to-LAN peers',
    wanted: normalDay,
    deeds: [
      ['come-or-go', 0.6],
      ['renew', 0.1],
      ['fail', 0.12],
      ['again', 0.06],
      ['manage', 0.08],
      ['site', 0.04],
    ],
    mistyped: 0.05,
    variety: 0.4,
  },
};
