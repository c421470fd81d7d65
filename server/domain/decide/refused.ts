import type { Attempt, AttemptFacts } from '../attempt.ts';
import type { Cause } from '../cause.ts';
import type { Event } from '../event.ts';
import type { Verdict } from '../verdict.ts';
import type { Book } from './book.ts';
import { isAkin } from './carrier.ts';
import type { Evidence } from './decide.ts';
import { failAnew } from './attempts.ts';
import { LATE, type Whose, attemptOf } from './dialogue.ts';
import { firstMessage, known } from './find.ts';
import { attribute, joined } from './verdicts.ts';
import { moreSpecific, ofPassword } from './weigh.ts';

/** That a password was refused, with AAA's verdict on it; the attempt goes on. */
export function refuse(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  told: { readonly cause: Cause; readonly facts: AttemptFacts },
): readonly Event[] {
  const begun = sessionsBegun(book, evidence, whose);
  const mayStillTell = ({ session }: Attempt): boolean => session === undefined || begun.has(session);
  const current = attemptOf(book, evidence, whose, mayStillTell) ?? gotIn(book, evidence, whose, begun);
  const attempt = current?.id ?? firstMessage(evidence);
  const { publicIp } = whose;
  const verdicts = joined(book, evidence, { ...whose, tunnelGroup: told.facts.tunnelGroup });
  // The verdict stands at the moment of the refusal, and this line may come after it.
  const at = verdicts.at(-1)?.at ?? evidence.at;
  const facts = { ...factsOf(verdicts), ...told.facts };
  const hint = moreSpecific(told.cause, verdicts.at(-1)?.cause ?? current?.hint);
  const attributed = attribute(evidence, verdicts, attempt);
  if (current?.outcome === 'failed') return [...failAnew(evidence, current, hint, facts), ...attributed];
  // A password that is told as refused after another one was right, was typed before it.
  const before = current !== undefined && ofPassword(hint) && wasAccepted(book, evidence, current);
  return [
    {
      ...{ ...evidence, at, kind: 'attempt.advanced', attempt, publicIp, stage: 'xauth', facts, hint },
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

/** Whether a login was refused for what is checked when the password was right: that it was is then no news. */
export function isFinal(current: Attempt | undefined): boolean {
  return current?.refused === true && current.hint !== undefined && !ofPassword(current.hint);
}

/** The sessions of that user that have just begun: a password refused before may be told after. */
function sessionsBegun(book: Book, { device, at }: Evidence, { user, publicIp }: Whose): ReadonlySet<number> {
  if (user === undefined) return new Set();
  const all = book.sessionsOf(device, user, publicIp);
  return new Set(all.filter(({ start }) => at - start <= LATE).map(({ id }) => id));
}

/** The login that one of these sessions is the outcome of. */
function gotIn(book: Book, evidence: Evidence, whose: Whose, begun: ReadonlySet<number>): Attempt | undefined {
  if (begun.size === 0) return undefined;
  return book
    .attemptsFrom(evidence.device, whose.publicIp)
    .find(
      (one) =>
        one.session !== undefined &&
        begun.has(one.session) &&
        one.user === whose.user &&
        isAkin(book, evidence, whose, one),
    );
}

/** What verdicts tell of a login: the last one that does. */
export function factsOf(verdicts: readonly Verdict[]): AttemptFacts {
  const facts = verdicts.map(({ user, aaaServer }) => known<AttemptFacts>({ user, aaaServer }));
  return Object.assign({}, ...facts) as AttemptFacts; // border: of such facts only
}
