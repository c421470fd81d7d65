import type { Attempt, AttemptFacts } from '../attempt.ts';
import { causes } from '../cause.ts';
import type { Event } from '../event.ts';
import type { VerdictFacts } from '../verdict.ts';
import { failAnew } from './attempts.ts';
import { isVague, moreSpecific, ofPassword } from './weigh.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';
import { firstMessage, known } from './find.ts';

/** That a verdict which comes after the line that names the source explains what we know of that login already. */
export function explained(book: Book, evidence: Evidence, verdict: VerdictFacts): readonly Event[] {
  const attempt = inNeedOf(book, evidence, verdict);
  if (attempt === undefined) return [];
  const { id, publicIp, outcome, session } = attempt;
  const facts = known<AttemptFacts>({ user: verdict.user, aaaServer: verdict.aaaServer });
  const attributed = { verdict: firstMessage(evidence), service: 'vpn', attempt: id } as const;
  const told: Event = { ...evidence, kind: 'verdict.attributed', ...attributed };
  if (outcome === 'failed') return [...failAnew(evidence, attempt, verdict.cause, facts), told];
  if (outcome !== 'open') return [told];
  const hinted = { attempt: id, publicIp, stage: causes[verdict.cause].stage, facts, hint: verdict.cause };
  // What is checked after the password ends the dialogue.
  const refused = ofPassword(verdict.cause) || session !== undefined ? {} : ({ refused: true } as const);
  // It says nothing new of when the login was: the message is evidence through the verdict.
  return [{ ...evidence, evidence: [], kind: 'attempt.advanced', ...hinted, ...refused }, told];
}

/** The login that such a verdict must be about. Among several that nobody has named none is guessed. */
function inNeedOf(book: Book, evidence: Evidence, verdict: VerdictFacts): Attempt | undefined {
  const { user, publicIp, tunnelGroup } = verdict;
  const { device, at } = evidence;
  const fits = (one: Attempt): boolean =>
    at - one.seenAt <= LATE &&
    (publicIp === undefined || one.publicIp === publicIp) &&
    (tunnelGroup === undefined || one.tunnelGroup === undefined || one.tunnelGroup === tunnelGroup);
  const own = user === undefined ? [] : book.attemptsOf(device, user).filter((one) => fits(one) && awaits(one));
  if (own.length > 0) return own[0];
  const possible = publicIp === undefined ? book.inDoubt(device) : book.attemptsFrom(device, publicIp);
  const others = possible.filter((one) => {
    const { outcome, user: name, cause = one.hint ?? 'unknown' } = one;
    if (outcome !== 'failed' && (user !== undefined || outcome !== 'open' || !awaits(one))) return false;
    const learns =
      moreSpecific(cause, verdict.cause) !== cause ||
      (cause === verdict.cause && name === undefined && user !== undefined);
    return fits(one) && learns && (user === undefined || name === undefined);
  });
  return others.length === 1 ? others[0] : undefined;
}

/** Whether it failed, or seems to, without that anybody has told why; or got in after a password was refused. */
function awaits({ outcome, cause, hint, refused }: Attempt): boolean {
  switch (outcome) {
    case 'failed':
      return isVague(cause);
    case 'open':
      return hint !== undefined && isVague(hint);
    case 'succeeded':
      return refused === true;
    case 'abandoned':
    case 'dismissed':
    case 'redirected':
      return false;
    default:
      return outcome satisfies never;
  }
}
