import type { AttemptFacts } from '../attempt.ts';
import { beginning } from '../beginning.ts';
import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import { advance } from './attempts.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { currentAttempt } from './dialogue.ts';
import { LOGIN_WINDOW, activeOf, known } from './find.ts';

/** Characters that are kept of what a client says its firewall is: its words are whatever it sends. */
const LONGEST = 256;

/**
 * 713143, and 713141 and 713142 where the policy lets the client in: before the session has its address this belongs to the attempt,
 * afterwards to the session. A client may report several firewalls, so a second record is no other login, and none begins by one.
 */
export function firewallReported(book: Book, evidence: Evidence, claim: Facts<'client.firewall'>): readonly Event[] {
  const { publicIp, user, tunnelGroup } = claim;
  const firewall = firewallFacts(claim);
  const session = activeOf(book, evidence.device, user, publicIp, 'ikev1');
  const current = currentAttempt(book, evidence, { publicIp, user });
  const young =
    session !== undefined &&
    evidence.at - session.start <= LOGIN_WINDOW &&
    (current === undefined || current.session === session.id);
  if (young) return [{ ...evidence, kind: 'session.learned', session: session.id, facts: firewall }];
  const facts = { ...known<AttemptFacts>({ user, tunnelGroup }), ...firewall };
  const stage = user === undefined ? 'phase1' : 'xauth';
  return advance(book, evidence, { publicIp, user }, { stage, facts, begins: false });
}

type FirewallFacts = Pick<AttemptFacts, 'firewall' | 'firewallMismatch'>;

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
