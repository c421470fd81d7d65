import { causes } from '../../server/domain/cause.ts';
import type { Claim, ClaimKind, Claims } from '../../server/domain/claim.ts';

type Named = { [K in ClaimKind]: 'user' extends keyof Claims[K] ? K : never }[ClaimKind];

/**
 * Whether a claim with a user shows that there is one of that name: what an ASA says only behind a login that went well. Every other one
 * may hold what somebody typed in the wrong box.
 */
const proofs: { readonly [K in Named]: boolean | ((claim: Extract<Claim, { readonly kind: K }>) => boolean) } = {
  'aaa.accepted': true,
  'aaa.rejected': false,
  'aaa.silent': false,
  'address.assigned': true,
  'address.bound': true,
  'address.refused': true,
  'address.unbound': true,
  'attempt.refused': ({ cause }) => !['reachable', 'phase1', 'xauth'].includes(causes[cause].stage),
  'attempt.seen': false,
  'client.firewall': true,
  'client.identified': true,
  'connection.lost': true,
  'ikev2.down': true,
  'ikev2.up': true,
  'l2tp.opened': true,
  'login.accepted': true,
  'login.redirected': false,
  'login.refused': false,
  'management.login': ({ outcome }) => outcome === 'permitted',
  'nat.detected': false,
  'phase1.completed': true,
  'phase2.completed': true,
  'pptp.opened': true,
  'sa.created': true,
  'sa.deleted': true,
  'sa.negotiated': true,
  'session.closed': true,
  'session.closing': false,
  'session.resumed': true,
  'session.started': true,
  'session.suspended': true,
  'tunnel.closed': true,
  'tunnel.opened': true,
  'user.locked': false,
  'user.unlocked': true,
  'webvpn.ended': true,
  'webvpn.started': true,
  'xauth.accepted': true,
  'xauth.rejected': false,
};

/** Whether the claim shows that its user is a name and no mistyped password; `undefined` for a kind of claim that has no user. */
export function provesName(claim: Claim): boolean | undefined {
  if (!Object.hasOwn(proofs, claim.kind)) return undefined;
  const proof = proofs[claim.kind as Named] as boolean | ((one: Claim) => boolean); // the row is that of the claim's own kind
  return typeof proof === 'function' ? proof(claim) : proof;
}

/**
 * What a message that claims this, and is in words that nobody knows, may hold: a mistyped password, or a name at worst hostile.
 * `undefined` for a kind of claim that has no user.
 */
export function mayHold(kind: ClaimKind | undefined): 'password' | 'name' | undefined {
  if (kind === undefined || !Object.hasOwn(proofs, kind)) return undefined;
  return proofs[kind as Named] === true ? 'name' : 'password'; // it is one of its keys
}
