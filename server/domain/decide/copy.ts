import type { Claim, Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { firstMessage } from './find.ts';
import { firewallAgain } from './firewall.ts';
import { phase1Again } from './tunnels.ts';
import { loginRejected } from './verdicts.ts';

/**
 * What a message means that says byte for byte what another one said a moment ago: nothing, as it is that one once more. Only what is counted
 * counts twice, for a password is typed again, and an address asked for, sooner than the device's clock moves on.
 */
export function copied(book: Book, evidence: Evidence, claim: Claim, first: number): readonly Event[] {
  if (claim.kind === 'aaa.rejected') return rejectedAgain(book, evidence, claim, first);
  if (claim.kind === 'address.refused' && claim.publicIp !== undefined) {
    const { publicIp, tunnelGroup } = claim;
    return [{ ...evidence, kind: 'address.refused', publicIp, ...(tunnelGroup === undefined ? {} : { tunnelGroup }) }];
  }
  // An IKE SA that is up is up; where no clock tells that it is the next one, it is not lost for that.
  if (claim.kind === 'phase1.completed' && claim.user !== undefined) return phase1Again(book, evidence, claim);
  // A client that is back within a second of the device says the same of its firewall.
  return claim.kind === 'client.firewall' ? firewallAgain(book, evidence, claim) : [];
}

/** Whether a copy of this is counted all the same: `copied` makes an event of it. */
export function countsAgain(claim: Claim): boolean {
  if (claim.kind === 'address.refused') return claim.publicIp !== undefined;
  if (claim.kind === 'client.firewall') return true;
  return claim.kind === 'aaa.rejected' || (claim.kind === 'phase1.completed' && claim.user !== undefined);
}

/** It is about the login that the first one was about, if that has been found. */
function rejectedAgain(book: Book, evidence: Evidence, claim: Facts<'aaa.rejected'>, first: number): readonly Event[] {
  const rejected = loginRejected(evidence, claim);
  const { service, attempt } = book.attribution(first) ?? {};
  if (service === undefined || service === 'unknown') return rejected;
  const told = { verdict: firstMessage(evidence), service, ...(attempt === undefined ? {} : { attempt }) };
  return [...rejected, { ...evidence, kind: 'verdict.attributed', ...told }];
}
