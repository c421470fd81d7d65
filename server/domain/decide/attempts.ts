import { type Attempt, type AttemptFacts, type Stage, later } from '../attempt.ts';
import { type Cause, causes } from '../cause.ts';
import type { Event } from '../event.ts';
import type { Verdict } from '../verdict.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE, type Whose, attemptOf, hasFailed } from './dialogue.ts';
import { firstMessage } from './find.ts';
import { factsOf, isFinal } from './refused.ts';
import { attribute, joined } from './verdicts.ts';
import { isAddress, moreSpecific, stageOf } from './weigh.ts';

/** How long after a failure its noise may come, and how long another message may tell the same failure once more, in milliseconds. */
const NOISE_WINDOW = 5_000;

export const ECHO_WINDOW = 1_000;

/** That a login goes on. Evidence that can only be the noise of one that has failed begins none. */
export function advance(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  told: {
    readonly stage: Stage;
    readonly facts: AttemptFacts;
    readonly hint?: Cause;
    /** False for evidence that may be the noise of an attempt that has failed. */
    readonly begins: boolean;
    /** The password was right. */
    readonly accepted?: true;
    /** Which login that is over it may tell of. */
    readonly fits?: (attempt: Attempt) => boolean;
  },
): readonly Event[] {
  const { stage, facts, hint, begins, accepted, fits } = told;
  const current = attemptOf(book, evidence, whose, hint === undefined ? fits : hasFailed);
  if (current === undefined && !begins && isNoise(book, evidence, whose)) return [];
  const attempt = current?.id ?? firstMessage(evidence);
  const { publicIp } = whose;
  if (hint !== undefined && current?.outcome === 'failed') return failAnew(evidence, current, hint, facts);
  const last =
    current?.outcome === 'failed' || current?.session !== undefined ? undefined : lastWord(book, evidence, whose.user);
  if (last !== undefined) {
    const failed = {
      attempt,
      publicIp,
      stage: later(current?.stage ?? stage, causes[last.cause].stage),
      facts,
      cause: last.cause,
    } as const;
    return [
      { ...evidence, kind: 'attempt.ended', ...failed, outcome: 'failed', sure: 'told' },
      ...attribute(evidence, [last], attempt),
    ];
  }
  return [
    {
      ...{ ...evidence, kind: 'attempt.advanced', attempt, publicIp, stage, facts },
      ...(hint === undefined ? {} : { hint }),
      ...(accepted === undefined || isFinal(current) ? {} : { refused: false }),
    },
  ];
}

/** That a login failed, with the verdict that belongs to it, if one is found, as the more specific cause. */
export function fail(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  told: { readonly cause: Cause; readonly facts: AttemptFacts },
): readonly Event[] {
  const current = attemptOf(book, evidence, whose, (one) => hasFailed(one) || isWebLogin(one, whose, told));
  if (current === undefined && isNoise(book, evidence, whose, told.cause)) return [];
  const attempt = current?.id ?? firstMessage(evidence);
  const { publicIp } = whose;
  const user = whose.user ?? current?.user;
  const verdicts = joined(book, evidence, { publicIp, user, tunnelGroup: told.facts.tunnelGroup });
  const last = verdicts.find((verdict) => verdict.cause === 'addr.other') ?? verdicts.at(-1);
  const cause = moreSpecific(moreSpecific(told.cause, current?.cause), last?.cause ?? current?.hint);
  const fromVerdict = factsOf(verdicts);
  const facts = { ...fromVerdict, ...told.facts };
  const stage = later(current?.stage ?? 'reachable', stageOf(cause, user ?? facts.user));
  return [
    { ...evidence, kind: 'attempt.ended', attempt, publicIp, stage, facts, outcome: 'failed', cause, sure: 'told' },
    ...attribute(evidence, verdicts, attempt),
  ];
}

/** A late line tells more of a login that has failed. */
export function failAnew(evidence: Evidence, failed: Attempt, told: Cause, facts: AttemptFacts): readonly Event[] {
  const { id, publicIp, user, sure = 'inferred' } = failed;
  const cause = moreSpecific(failed.cause ?? 'unknown', told);
  const stage = later(failed.stage, stageOf(cause, user ?? facts.user));
  return [{ ...evidence, kind: 'attempt.ended', attempt: id, publicIp, stage, facts, outcome: 'failed', cause, sure }];
}

/** Whether an attempt from this source has just failed: what comes right after it is its noise, and begins no other. */
function isNoise(book: Book, evidence: Evidence, { publicIp, user }: Whose, cause?: Cause): boolean {
  return book.attemptsFrom(evidence.device, publicIp).some((attempt) => {
    if (attempt.outcome !== 'failed' || evidence.at - attempt.seenAt > NOISE_WINDOW) return false;
    const sameUser = user === undefined || attempt.user === undefined || attempt.user === user;
    return (
      sameUser && (cause === undefined || (attempt.cause === cause && evidence.at - attempt.seenAt <= ECHO_WINDOW))
    );
  });
}

/** What ended a login of that user, told by name alone before any line had told where from (109016). */
function lastWord(book: Book, { device, at }: Evidence, user: string | undefined): Verdict | undefined {
  if (user === undefined) return undefined;
  return book.verdictsOf(device, user).find((one) => one.cause === 'policy.acl' && at - one.at <= LATE);
}

/** Whether that is the web login of an AnyConnect client that is told now that it gets no address (722020). */
function isWebLogin(
  { user, stage }: Attempt,
  whose: Whose,
  told: { readonly cause: Cause; readonly facts: AttemptFacts },
): boolean {
  return isAddress(told.cause) && told.facts.groupPolicy !== undefined && user === whose.user && stage === 'xauth';
}
