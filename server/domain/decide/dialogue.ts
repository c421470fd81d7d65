import { type Attempt, stages } from '../attempt.ts';
import { causes } from '../cause.ts';
import type { Book } from './book.ts';
import { begins, isAkin, speaks } from './carrier.ts';
import type { Evidence } from './decide.ts';

/** How long after the last line of a login another one of it may come, in milliseconds: lines overtake each other by up to 5 s. */
export const LATE = 5_300;

/** Of two logins that nobody has named, one that has said nothing for so long, in milliseconds, is not the one that goes on. */
export const STALE = 10_000;

/** The message with which a client leaves whom nobody has named: L2TP's. */
export const LEFT = 713050;

/** Messages with which a negotiation is given up: what comes later than late is another one. */
const GIVEN_UP = [LEFT, 713098, 713136, 716007, 750003];

/** Messages that tell something once a login: a second one begins the next login, also where nobody knows yet which session is whose. */
const ONCE = [713141, 713142];

/** Whether the ASA or the client has given that login up. */
export function isGivenUp(book: Book, { id }: Attempt): boolean {
  return GIVEN_UP.some((given) => book.hasToldAttempt(id, given));
}

/** Whose attempt: the source, and the user where it is told. */
export interface Whose {
  readonly publicIp: string;
  readonly user?: string | undefined;
  /** 734001's word for what kind of login it is. */
  readonly connection?: string | undefined;
  /** Of whom nobody has named, the group by which a beginning tells two logins of one client apart. */
  readonly tunnelGroup?: string | undefined;
}

/** The open attempt that evidence from this source belongs to. Of several behind one address none is guessed. */
export function currentAttempt(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  fits: (attempt: Attempt) => boolean = () => true,
): Attempt | undefined {
  const { publicIp, user } = whose;
  const { device, at, messageId = NaN } = evidence;
  const open = book.attemptsFrom(device, publicIp).filter((one) => {
    const { id, outcome, session, seenAt } = one;
    // Behind one address there may be hundreds: those of others are of no interest to whoever is named.
    if (user !== undefined && one.user !== undefined && one.user !== user) return false;
    if (outcome !== 'open' || !fits(one) || !isAkin(book, evidence, whose, one)) return false;
    if ((session !== undefined || ONCE.includes(messageId)) && book.hasToldAttempt(id, messageId)) return false;
    return at - seenAt <= LATE || (session === undefined && !isGivenUp(book, one));
  });
  const nameless = open.filter((attempt) => attempt.user === undefined);
  if (user !== undefined) {
    const own = open.filter((one) => one.user === user);
    // One that has begun by another protocol gives way to one that has begun by ours.
    const agrees = (one: Attempt): boolean => isAkin(book, evidence, { ...whose, user: undefined }, one);
    const begun = nameless.find((one) => agrees(one) && speaks(book, evidence, one));
    return own.find(agrees) ?? begun ?? own[0] ?? nameless[0];
  }
  if (open.length === 1 || nameless.length === 1) return open.length === 1 ? open[0] : nameless[0];
  // Of several each has begun once.
  if (!begins(evidence)) {
    const fresh = nameless.filter((one) => at - one.seenAt <= STALE && !isGivenUp(book, one));
    return fresh.length === 1 ? fresh[0] : undefined;
  }
  const unbegun = open.filter(({ id }) => !book.hasToldAttempt(id, messageId));
  return unbegun.find((one) => speaks(book, evidence, one)) ?? unbegun[0];
}

/**
 * The attempt that is over and that evidence from this source belongs to, because it comes late: one that no message of its ID has told
 * yet, for a second one tells of another login.
 */
export function lateAttempt(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  fits: (attempt: Attempt) => boolean = () => true,
): Attempt | undefined {
  const { publicIp, user, tunnelGroup } = whose;
  const over = book
    .attemptsFrom(evidence.device, publicIp)
    .filter(
      (one) =>
        one.outcome !== 'open' &&
        evidence.at - one.seenAt <= LATE &&
        !book.hasToldAttempt(one.id, evidence.messageId ?? NaN) &&
        isAkin(book, evidence, whose, one) &&
        fits(one),
    );
  if (user === undefined) {
    if (tunnelGroup === undefined) return over[0];
    return (
      [tunnelGroup, undefined].flatMap((group) => over.find((one) => one.tunnelGroup === group) ?? [])[0] ?? over[0]
    );
  }
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
  if (open !== undefined && late !== undefined && begins(evidence) && !speaks(book, evidence, open))
    return speaks(book, evidence, late) ? late : open;
  if (open === undefined || late === undefined) return open ?? late;
  const own =
    whose.user === undefined ? !book.hasToldAttempt(open.id, evidence.messageId ?? NaN) : open.user === whose.user;
  return own || late.user !== whose.user ? open : late;
}

/** The attempt that a session is the outcome of: open or over, but not that of another session. */
export function attemptFor(
  book: Book,
  evidence: Evidence,
  whose: Whose,
  mayBe: (attempt: Attempt) => boolean = () => true,
): Attempt | undefined {
  const fits = (one: Attempt): boolean => one.session === undefined && !isLost(one) && mayBe(one);
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
