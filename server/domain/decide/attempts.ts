import { later, type Attempt, type AttemptFacts, type Stage } from '../attempt.ts';
import { causes, type Cause } from '../cause.ts';
import type { Event } from '../event.ts';
import type { Verdict } from '../verdict.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { attemptOf, hasFailed, LATE, type Whose } from './dialogue.ts';
import { firstMessage, known } from './find.ts';
import { attribute, joined } from './verdicts.ts';

/** How long after a failure its noise may come, and how long another message may tell the same failure once more, in milliseconds. */
const NOISE_WINDOW = 5_000;
export const ECHO_WINDOW = 1_000;

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
  },
): readonly Event[] {
  const { stage, facts, hint, begins, accepted } = told;
  const current = attemptOf(book, evidence, whose, hint === undefined ? undefined : hasFailed);
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

/** What ended a login of that user, told by name alone before any line had told where from (109016). */
function lastWord(book: Book, { device, at }: Evidence, user: string | undefined): Verdict | undefined {
  if (user === undefined) return undefined;
  return book.verdicts(device).find((one) => one.user === user && one.cause === 'policy.acl' && at - one.at <= LATE);
}

/** Whether a login was refused for what is checked when the password was right: that it was is then no news. */
function isFinal(current: Attempt | undefined): boolean {
  return current?.refused === true && current.hint !== undefined && !ofPassword(current.hint);
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

/** Whether that is the web login of an AnyConnect client that is told now that it gets no address (722020). */
function isWebLogin(
  { user, stage }: Attempt,
  whose: Whose,
  told: { readonly cause: Cause; readonly facts: AttemptFacts },
): boolean {
  return isAddress(told.cause) && told.facts.groupPolicy !== undefined && user === whose.user && stage === 'xauth';
}

/** A late line tells more of a login that has failed. */
export function failAnew(evidence: Evidence, failed: Attempt, told: Cause, facts: AttemptFacts): readonly Event[] {
  const { id, publicIp, user, sure = 'inferred' } = failed;
  const cause = moreSpecific(failed.cause ?? 'unknown', told);
  const stage = later(failed.stage, stageOf(cause, user ?? facts.user));
  return [{ ...evidence, kind: 'attempt.ended', attempt: id, publicIp, stage, facts, outcome: 'failed', cause, sure }];
}

/** That a password was refused, with AAA's verdict on it; the attempt goes on. */
export function refuse(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  told: { readonly cause: Cause; readonly facts: AttemptFacts },
): readonly Event[] {
  const current = attemptOf(book, evidence, whose) ?? gotIn(book, evidence, whose);
  const attempt = current?.id ?? firstMessage(evidence);
  const { publicIp } = whose;
  const verdicts = joined(book, evidence, { ...whose, tunnelGroup: told.facts.tunnelGroup });
  const facts = { ...factsOf(verdicts), ...told.facts };
  const hint = moreSpecific(told.cause, verdicts.at(-1)?.cause ?? current?.hint);
  const attributed = attribute(evidence, verdicts, attempt);
  if (current?.outcome === 'failed') return [...failAnew(evidence, current, hint, facts), ...attributed];
  // A password that is told as refused after another one was right, was typed before it.
  const before = current !== undefined && ofPassword(hint) && wasAccepted(book, evidence, current);
  return [
    {
      ...{ ...evidence, kind: 'attempt.advanced', attempt, publicIp, stage: 'xauth', facts, hint },
      ...(before ? {} : { refused: true }),
    },
    ...attributed,
  ];
}

/** Whether AAA has said yes in that login, and the line that says so has come a moment ago. */
function wasAccepted(book: Book, { at }: Evidence, { id, seenAt, refused }: Attempt): boolean {
  return refused !== true && at - seenAt <= LATE && ACCEPTED.some((told) => book.hasToldAttempt(id, told));
}

const ACCEPTED = [713052, 716038, 734001];

/** Whether a cause is AAA's, which comes before it says yes; all others are checked after that. */
export function ofPassword(cause: Cause): boolean {
  return /^(xauth|aaa)\./.test(cause);
}

/** What verdicts tell of a login: the last one that does. */
function factsOf(verdicts: readonly Verdict[]): AttemptFacts {
  const facts = verdicts.map(({ user, aaaServer }) => known<AttemptFacts>({ user, aaaServer }));
  return Object.assign({}, ...facts) as AttemptFacts; // border: of such facts only
}

/** The login of that user that has just got in: a password refused before may be told after. */
function gotIn(book: Book, evidence: Evidence, { publicIp, user }: Whose): Attempt | undefined {
  return book
    .attemptsFrom(evidence.device, publicIp)
    .find(
      (one) =>
        (one.outcome === 'succeeded' || one.session !== undefined) &&
        one.user === user &&
        evidence.at - one.seenAt <= LATE,
    );
}

/** A limit is met before Xauth as well as after it: a login that has told its user was past it. */
function stageOf(cause: Cause, user: string | undefined): Stage {
  return cause.startsWith('limit.') && user === undefined ? 'phase1' : causes[cause].stage;
}

/** Whether a cause only says that it did not work. */
export function isVague(cause: Cause | undefined): boolean {
  return cause === undefined || cause === 'xauth.rejected' || cause === 'addr.pool_exhausted' || cause === 'unknown';
}

/** AAA knows better than a message that only says that it did not work. */
export function moreSpecific(told: Cause, verdict: Cause | undefined): Cause {
  if (verdict === undefined || !isVague(told)) return told;
  if (told === 'addr.pool_exhausted') return verdict === 'addr.other' ? verdict : told;
  return verdict;
}

/** Whether a cause says that there was no address. */
export function isAddress(cause: Cause): boolean {
  return causes[cause].stage === 'address';
}
