import type { Claim } from '../claim.ts';
import { HIDDEN } from '../name.ts';

/** Claims that say something of a user, and of nobody else. */
type OfUser = Extract<Claim, { readonly user: string }>['kind'];

const ofUser: Readonly<Record<OfUser, true>> = {
  ...{ 'aaa.accepted': true, 'xauth.accepted': true, 'login.accepted': true, 'user.locked': true },
  ...{ 'user.unlocked': true, 'address.assigned': true, 'address.bound': true, 'address.unbound': true },
  ...{ 'sa.created': true, 'sa.deleted': true, 'session.started': true, 'session.closed': true },
  ...{ 'session.suspended': true, 'session.resumed': true, 'connection.lost': true, 'tunnel.opened': true },
  ...{ 'tunnel.closed': true, 'ikev2.up': true, 'ikev2.down': true, 'l2tp.opened': true, 'pptp.opened': true },
  ...{ 'webvpn.started': true, 'webvpn.ended': true },
};

/**
 * A claim without the name that the ASA hides: two who are hidden are not one, so nothing may be joined by it. `undefined`: without it the
 * claim says nothing. An ASA hides names of logins that failed only, but anybody can send a line.
 */
export function ofNobody(claim: Claim): Claim | undefined {
  if (!('user' in claim) || claim.user !== HIDDEN) return claim;
  if (claim.kind in ofUser) return undefined;
  const rest = Object.fromEntries(Object.entries(claim).filter(([key]) => key !== 'user'));
  return rest as Claim; // border: the kinds that are left do without a name
}
