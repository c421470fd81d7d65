import type { Attempt, AttemptFacts } from '../attempt.ts';
import { beginning } from '../beginning.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Session } from '../session.ts';
import { advance } from './attempts.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE, attemptOf } from './dialogue.ts';
import { LOGIN_WINDOW, activeOf, isOf, known } from './find.ts';

/** Characters that are kept of what a client says its firewall is: its words are whatever it sends. */
const LONGEST = 256;

/**
 * 713143, and 713141 and 713142 where the policy lets the client in: before the session has its address this belongs to the attempt,
 * afterwards to the session. A client may report several firewalls, so a second record is no other login, and none begins by one. What
 * does not fit is told once: a second time it is of another login.
 */
export function firewallReported(book: Book, evidence: Evidence, claim: Facts<'client.firewall'>): readonly Event[] {
  const { publicIp, user, tunnelGroup } = claim;
  const firewall = firewallFacts(claim);
  const { session, fits } = whoseFirewall(book, evidence, claim);
  if (session !== undefined) return [{ ...evidence, kind: 'session.learned', session: session.id, facts: firewall }];
  const facts = { ...known<AttemptFacts>({ user, tunnelGroup }), ...firewall };
  const stage = user === undefined ? 'phase1' : 'xauth';
  return advance(book, evidence, { publicIp, user }, { stage, facts, begins: false, fits });
}

/** The same in a message that says byte for byte what another one has said: it tells of a login that has not been told of it yet, and of no other. */
export function firewallAgain(book: Book, evidence: Evidence, claim: Facts<'client.firewall'>): readonly Event[] {
  const { session, attempt } = whoseFirewall(book, evidence, claim);
  // One whom nobody has named yet may be another's behind the same address, and the message a second copy.
  const named = attempt?.user === claim.user ? attempt : undefined;
  const whose = session ?? named;
  return whose !== undefined && isNews(claim, whose) ? firewallReported(book, evidence, claim) : [];
}

/** The session that has begun, or is just over, or else the login, that is told of; `fits` tells which login may be. */
function whoseFirewall(book: Book, evidence: Evidence, claim: Facts<'client.firewall'>) {
  const { publicIp, user } = claim;
  const session = activeOf(book, evidence.device, user, publicIp, 'ikev1');
  // Another one behind the same address may have begun since, whom nobody has named yet: `attemptOf` tells the user's own from it.
  const fits = (one: Attempt): boolean => mayTellOf(book, evidence, claim, one);
  const attempt = attemptOf(book, evidence, { publicIp, user }, fits);
  const another = attempt !== undefined && (isTold(claim, attempt) || !fits(attempt));
  const young =
    session !== undefined &&
    !isTold(claim, session) &&
    evidence.at - session.start <= LOGIN_WINDOW &&
    (attempt === undefined || another || attempt.session === session.id);
  const onItsWay = !another && attempt?.outcome === 'open' && attempt.session === undefined;
  const whose = young ? session : onItsWay ? undefined : justOver(book, evidence, claim);
  return { session: whose !== undefined && isToldBefore(book, claim, whose) ? undefined : whose, attempt, fits };
}

/** Whether an open login has been told this that may be the one of that session, whose own nobody knows: what is told now is of the next one. */
function isToldBefore(book: Book, claim: Facts<'client.firewall'>, { id, device, publicIp, user }: Session): boolean {
  const all = book.attemptsFrom(device, publicIp);
  const waits = (one: Attempt): boolean =>
    one.outcome === 'open' && one.session === undefined && one.user === user && isTold(claim, one);
  return all.some(waits) && !all.some((one) => one.session === id);
}

/** The session that was over before this line of its beginning came, for a client may leave within a second; it has not been told of this yet. */
function justOver(book: Book, { device, at }: Evidence, claim: Facts<'client.firewall'>): Session | undefined {
  const { user, publicIp } = claim;
  const all = user === undefined ? [] : book.sessionsOf(device, user, publicIp);
  return all.find(
    (one) => one.state === 'ended' && isOf(one, 'ikev1') && at - one.seenAt <= LATE && isNews(claim, one),
  );
}

/** Whether that login did not lead to a session of L2TP, whose clients report no firewall, nor to one that has been told what is told once. */
function mayTellOf(book: Book, { device }: Evidence, claim: Facts<'client.firewall'>, { session }: Attempt): boolean {
  const { user, publicIp } = claim;
  if (session === undefined || user === undefined) return true;
  const own = book.sessionsOf(device, user, publicIp).find((one) => one.id === session);
  return own === undefined || (isOf(own, 'ikev1') && !isTold(claim, own));
}

/** Whether what is told now has not been told of that login yet. */
function isNews(claim: Facts<'client.firewall'>, whose: FirewallFacts): boolean {
  return keysOf(firewallFacts(claim)).some((key) => whose[key] === undefined);
}

/** Whether that login has been told what does not fit, which is told once. */
function isTold(claim: Facts<'client.firewall'>, whose: FirewallFacts): boolean {
  return claim.expectedVendor !== undefined && !isNews(claim, whose);
}

type FirewallFacts = Pick<AttemptFacts, 'firewall' | 'firewallMismatch'>;

const keysOf = (facts: FirewallFacts): readonly (keyof FirewallFacts)[] =>
  Object.keys(facts) as (keyof FirewallFacts)[]; // its own

/** Each message tells one of the two, so their order does not matter. */
function firewallFacts(claim: Facts<'client.firewall'>): FirewallFacts {
  const { vendor, product, versionNumber, version = versionNumber, expectedVendor, expectedProduct } = claim;
  if (expectedVendor === undefined) return { firewall: named(vendor, product, version) };
  const received = vendor === undefined ? 'none' : named(vendor, product);
  return { firewallMismatch: `received ${received}, expected ${named(expectedVendor, expectedProduct)}` };
}

function named(...words: readonly (string | undefined)[]): string {
  return beginning(words.filter((word) => word !== undefined).join(' '), LONGEST);
}
