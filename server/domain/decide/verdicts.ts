import type { Facts } from '../claim.ts';
import type { Event } from '../event.ts';
import { causeOf, type Verdict, type VerdictFacts } from '../verdict.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import { LATE } from './dialogue.ts';
import { firstMessage, known } from './find.ts';
import { ofPassword } from './weigh.ts';

/** How long before the message that names the source a verdict may stand, in milliseconds. */
export const JOIN_WINDOW = 2_000;
/** How long a verdict of a user may belong to a dialogue that goes on, in milliseconds: people type slowly. */
export const DIALOGUE_WINDOW = 60_000;

/** 113005, 113015: AAA said no. The service is not told, and before 9.x neither is the source. */
export function loginRejected(evidence: Evidence, claim: Facts<'aaa.rejected'>): readonly Event[] {
  const { reason, user, aaaServer, publicIp } = claim;
  const facts = { cause: causeOf(reason), reason, ...known<Partial<VerdictFacts>>({ user, aaaServer, publicIp }) };
  return [{ ...evidence, kind: 'login.rejected', verdict: firstMessage(evidence), facts }];
}

/** Any other message that tells why a login failed but not whose it was. */
export function verdictGiven(evidence: Evidence, facts: VerdictFacts): readonly Event[] {
  return [{ ...evidence, kind: 'verdict.given', verdict: firstMessage(evidence), facts }];
}

/** 113014: the AAA server did not answer. */
export function aaaSilent(evidence: Evidence, claim: Facts<'aaa.silent'>): readonly Event[] {
  const { user, aaaServer } = claim;
  return verdictGiven(evidence, {
    cause: 'aaa.unreachable',
    reason: 'not accessible',
    ...known<Partial<VerdictFacts>>({ user, aaaServer }),
  });
}

/** 605004, 605005, 611101, 611102: the verdicts of this user were about management. 605004 comes after the third failure only: backwards too. */
export function managementLogin(book: Book, evidence: Evidence, claim: Facts<'management.login'>): readonly Event[] {
  const { device, at } = evidence;
  const own =
    claim.user === undefined
      ? ofHidden(book.verdicts(device), at, claim.fromIp)
      : book.verdictsOf(device, claim.user).filter((one) => at - one.at <= DIALOGUE_WINDOW);
  return own.map((one) => ({ ...evidence, kind: 'verdict.attributed', verdict: one.id, service: 'management' }));
}

/** The verdicts on somebody whose name the ASA hides: those that tell the same address, or the only one close by that tells none. */
function ofHidden(waiting: readonly Verdict[], at: number, fromIp: string | undefined): readonly Verdict[] {
  const near = waiting.filter((one) => one.user === undefined && at - one.at <= JOIN_WINDOW);
  const same = near.filter((one) => fromIp !== undefined && one.publicIp === fromIp);
  if (same.length > 0) return same;
  const silent = near.filter((one) => one.publicIp === undefined);
  return silent.length === 1 ? silent : [];
}

/** Whose verdicts are looked for. */
interface Whose {
  readonly publicIp: string;
  readonly user?: string | undefined;
  readonly tunnelGroup?: string | undefined;
}

/** The verdicts that belong to a failure whose source is told now: the last one decides. With several users in question none is guessed. */
export function joined(book: Book, evidence: Evidence, whose: Whose): readonly Verdict[] {
  const possible = book.verdicts(evidence.device).filter((verdict) => mayBeOf(verdict, whose));
  const within = (window: number) => possible.filter((verdict) => evidence.at - verdict.at <= window);
  const soon = within(JOIN_WINDOW);
  const near = soon.some(({ user }) => user !== undefined) ? soon : within(LATE);
  const exact = near.filter((verdict) => verdict.publicIp === whose.publicIp);
  const users = new Set(near.map((verdict) => verdict.user).filter((user) => user !== undefined));
  // Where the verdict names the source, the last one from there is meant; where it does not, it must be the only one.
  const user = exact.length > 0 ? exact.at(-1)?.user : users.size === 1 ? [...users][0] : undefined;
  if (exact.length === 0 && users.size > 1) return [];
  return possible.filter((verdict) =>
    near.includes(verdict)
      ? verdict.user === undefined || verdict.user === user
      : user !== undefined && verdict.user === user,
  );
}

/** The verdicts of a user who has got in: mistyped passwords of the same dialogue. */
export function mistyped(book: Book, evidence: Evidence, whose: Whose & { readonly user: string }): readonly Verdict[] {
  return book
    .verdictsOf(evidence.device, whose.user)
    .filter(
      (verdict) => ofPassword(verdict.cause) && mayBeOf(verdict, whose) && evidence.at - verdict.at <= DIALOGUE_WINDOW,
    );
}

/** That these verdicts are evidence of that attempt. */
export function attribute(evidence: Evidence, verdicts: readonly Verdict[], attempt: number): readonly Event[] {
  return verdicts.map((verdict) => ({
    ...evidence,
    kind: 'verdict.attributed',
    verdict: verdict.id,
    service: 'vpn',
    attempt,
  }));
}

/** Whether nothing that a verdict tells speaks against its being about that login. */
export function mayBeOf(verdict: Verdict, whose: Whose): boolean {
  const agrees = (a: string | undefined, b: string | undefined): boolean =>
    a === undefined || b === undefined || a === b;
  return (
    agrees(verdict.publicIp, whose.publicIp) &&
    agrees(verdict.user, whose.user) &&
    agrees(verdict.tunnelGroup, whose.tunnelGroup)
  );
}
