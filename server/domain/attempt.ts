import type { Cause } from './cause.ts';
import type { AttemptEvent } from './event.ts';
import { without } from './without.ts';

/** How far a try to log in came, in the order in which an ASA goes. */
export const stages = ['reachable', 'phase1', 'xauth', 'address', 'phase2', 'traffic'] as const;
export type Stage = (typeof stages)[number];

/** What a try to log in has told of itself. */
export interface AttemptFacts {
  readonly user?: string;
  readonly tunnelGroup?: string;
  readonly groupPolicy?: string;
  readonly aaaServer?: string;
  readonly clientType?: string;
  readonly clientVersion?: string;
  /** As of a session. */
  readonly firewall?: string;
  readonly firewallMismatch?: string;
  /** In the device's own words: a proposal, a limit, a state. */
  readonly detail?: string;
}

/** How a try ended: `abandoned` fell silent and left no reason, `dismissed` was no login of a user after all (LAN-to-LAN). */
export type AttemptOutcome = 'open' | 'succeeded' | 'failed' | 'redirected' | 'abandoned' | 'dismissed';

/** One try to log in: one dialogue with one client, however many passwords were typed in it. */
export interface Attempt extends AttemptFacts {
  /** The id of the message that first showed it. */
  readonly id: number;
  readonly device: number;
  readonly publicIp: string;
  readonly start: number;
  readonly seenAt: number;
  readonly stage: Stage;
  readonly outcome: AttemptOutcome;
  readonly cause?: Cause;
  /** `told` by a message that ends a login, or `inferred` from a hint and the silence after it. */
  readonly sure?: 'told' | 'inferred';
  /** What would be the cause if it failed now. */
  readonly hint?: Cause;
  /** The last password was refused; the user may type another one. */
  readonly refused?: true;
  readonly session?: number;
}

/** The attempt after the event. */
export function applyAttempt(attempt: Attempt | undefined, event: AttemptEvent): Attempt {
  const known: Attempt = attempt ?? {
    id: event.attempt,
    device: event.device,
    publicIp: event.publicIp,
    start: event.at,
    seenAt: event.at,
    stage: event.stage,
    outcome: 'open',
  };
  const { hint, session } = event;
  const accepted = event.kind === 'attempt.advanced' && event.refused === false && known.refused === true;
  const next: Attempt = {
    // Silence after it does not mean any more that the password was wrong.
    ...(accepted ? without(known, ['refused']) : known),
    ...event.facts,
    stage: later(known.stage, event.stage),
    // That nothing came is no evidence.
    seenAt: event.evidence.length === 0 ? known.seenAt : Math.max(known.seenAt, event.at),
    ...(hint === undefined ? {} : { hint }),
    ...(event.refused === true ? { refused: true } : {}),
    ...(session === undefined ? {} : { session }),
  };
  switch (event.kind) {
    case 'attempt.advanced':
      return next;
    case 'attempt.ended': {
      const { outcome, cause, sure } = event;
      // It may be told once more, when a late line knows better.
      return {
        ...without(next, ['cause', 'sure']),
        outcome,
        ...(cause === undefined ? {} : { cause }),
        ...(sure === undefined ? {} : { sure }),
      };
    }
    default:
      return event satisfies never;
  }
}

/** The later one of two stages. */
export function later(a: Stage, b: Stage): Stage {
  return stages.indexOf(b) > stages.indexOf(a) ? b : a;
}
