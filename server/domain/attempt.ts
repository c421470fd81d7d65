import type { AttemptEvent } from './event.ts';

/** How far a try to log in came, in the order in which an ASA goes. */
export const stages = ['reachable', 'phase1', 'xauth', 'address', 'phase2', 'traffic'] as const;
export type Stage = (typeof stages)[number];

/** What a try to log in has told of itself before there is a session that could carry it. */
export interface AttemptFacts {
  readonly user?: string;
  readonly tunnelGroup?: string;
  readonly clientType?: string;
  readonly clientVersion?: string;
}

/** One try to log in. */
export interface Attempt extends AttemptFacts {
  /** The id of the message that first showed it. */
  readonly id: number;
  readonly device: number;
  readonly publicIp: string;
  readonly start: number;
  readonly seenAt: number;
  readonly stage: Stage;
  readonly outcome: 'open' | 'succeeded' | 'failed' | 'abandoned';
  readonly cause?: string;
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
  const furthest = stages.indexOf(event.stage) > stages.indexOf(known.stage) ? event.stage : known.stage;
  switch (event.kind) {
    case 'attempt.advanced':
      return { ...known, ...event.facts, stage: furthest, seenAt: event.at };
    case 'attempt.ended':
      return {
        ...known,
        ...event.facts,
        stage: furthest,
        seenAt: event.at,
        outcome: event.outcome,
        ...(event.cause === undefined ? {} : { cause: event.cause }),
        ...(event.session === undefined ? {} : { session: event.session }),
      };
    default:
      return event satisfies never;
  }
}
