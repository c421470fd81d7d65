import { stages, type Attempt } from '../attempt.ts';
import { causes } from '../cause.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';

/** How long after the last line of a login another one of it may come, in milliseconds: lines overtake each other by up to 5 s. */
export const LATE = 6_000;

/** Whose attempt: the source, and the user where it is told. */
export interface Whose {
  readonly publicIp: string;
  readonly user?: string | undefined;
}

/** Messages with which the ASA gives a negotiation up (713098, 713136, 750003): what comes later than late is another one. */
const GIVEN_UP = [713098, 713136, 750003];

/** Messages of a login over TLS, and those with which one by IKE begins. */
const WEB_LOGIN = [113039, 716001, 716038, 716039, 722051];
const BEGINNING = [713172, 750002];

function begins({ messageId = NaN }: Evidence): boolean {
  return BEGINNING.includes(messageId);
}

/** The open attempt that evidence from this source belongs to. Of several behind one address none is guessed. */
export function currentAttempt(
  book: Book,
  evidence: Evidence,
  { publicIp, user }: Whose,
  fits: (attempt: Attempt) => boolean = () => true,
): Attempt | undefined {
  const { device, at, messageId = NaN } = evidence;
  const open = book.attemptsFrom(device, publicIp).filter((one) => {
    const { id, outcome, session, seenAt } = one;
    if (outcome !== 'open' || !fits(one) || (session !== undefined && book.hasToldAttempt(id, messageId))) return false;
    return at - seenAt <= LATE || (session === undefined && !GIVEN_UP.some((given) => book.hasToldAttempt(id, given)));
  });
  if (user !== undefined) return open.find((one) => one.user === user) ?? open.find((one) => one.user === undefined);
  const nameless = open.filter((attempt) => attempt.user === undefined);
  return open.length === 1 ? open[0] : nameless.length === 1 ? nameless[0] : undefined;
}

/**
 * The attempt that is over and that evidence from this source belongs to, because it comes late: one that no message of its ID has told
 * yet, for a second one tells of another login.
 */
export function lateAttempt(
  book: Book,
  evidence: Evidence,
  { publicIp, user }: Whose,
  fits: (attempt: Attempt) => boolean = () => true,
): Attempt | undefined {
  const over = book
    .attemptsFrom(evidence.device, publicIp)
    .filter(
      (one) =>
        one.outcome !== 'open' &&
        evidence.at - one.seenAt <= LATE &&
        !book.hasToldAttempt(one.id, evidence.messageId ?? NaN) &&
        !(begins(evidence) && WEB_LOGIN.some((told) => book.hasToldAttempt(one.id, told))) &&
        fits(one),
    );
  if (user === undefined) return over[0];
  return over.find((one) => one.user === user) ?? over.find((one) => one.user === undefined);
}

/** The attempt that evidence belongs to, open or over: one of the user's own before one that nobody has named yet. */
export function attemptOf(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  fits?: (attempt: Attempt) => boolean,
): Attempt | undefined {
  const open = currentAttempt(book, evidence, whose);
  const late = lateAttempt(book, evidence, whose, fits);
  if (open === undefined || late === undefined) return open ?? late;
  const own =
    whose.user === undefined ? !book.hasToldAttempt(open.id, evidence.messageId ?? NaN) : open.user === whose.user;
  return own || late.user !== whose.user ? open : late;
}

/** The attempt that a session is the outcome of: open or over, but not that of another session. */
export function attemptFor(book: Book, evidence: Evidence, whose: Whose): Attempt | undefined {
  const fits = (one: Attempt): boolean => one.session === undefined && !isLost(one);
  const open = currentAttempt(book, evidence, whose, fits);
  return open ?? lateAttempt(book, evidence, whose, fits);
}

/** Whether a login failed for certain before it came to an address: no session can be its outcome. */
function isLost({ outcome, sure, cause = 'unknown', refused }: Attempt): boolean {
  const early = stages.indexOf(causes[cause].stage) < stages.indexOf('address');
  return outcome === 'failed' && sure === 'told' && early && refused !== true;
}

/** Whether an attempt failed, and what comes late may tell more of it. */
export function hasFailed({ outcome }: Attempt): boolean {
  return outcome === 'failed';
}
