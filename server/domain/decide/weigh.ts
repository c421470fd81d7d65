import type { Stage } from '../attempt.ts';
import { type Cause, causes } from '../cause.ts';

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

/** Whether a cause is AAA's, which comes before it says yes; all others are checked after that. */
export function ofPassword(cause: Cause): boolean {
  return /^(xauth|aaa)\./.test(cause);
}

/** A limit is met before Xauth as well as after it: a login that has told its user was past it. */
export function stageOf(cause: Cause, user: string | undefined): Stage {
  return cause.startsWith('limit.') && user === undefined ? 'phase1' : causes[cause].stage;
}
