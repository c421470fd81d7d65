import type { Stage } from './attempt.ts';

/**
 * Why a try to log in failed: the stage it failed at, and what we say. A cause that is a `limit` or `policy` may stand at a later stage
 * than it is checked at: it is the stage that the user's client had come to.
 */
export const causes = {
  'source.shunned': { stage: 'reachable', words: 'the address is shunned by threat detection' },
  redirected: { stage: 'reachable', words: 'redirected to another head-end by load balancing' },
  'group.unknown': { stage: 'phase1', words: 'no such tunnel group' },
  'group.bad_psk': { stage: 'phase1', words: 'wrong group password (pre-shared key)' },
  'p1.mismatch': { stage: 'phase1', words: 'no phase 1 proposal in common' },
  cert: { stage: 'phase1', words: 'certificate not accepted' },
  'timeout.negotiation': { stage: 'phase1', words: 'the negotiation timed out: packets were lost' },
  'xauth.rejected': { stage: 'xauth', words: 'wrong password or unknown user' },
  'xauth.bad_password': { stage: 'xauth', words: 'wrong password' },
  'xauth.unknown_user': { stage: 'xauth', words: 'no such user' },
  'xauth.locked': { stage: 'xauth', words: 'the account is locked out' },
  'xauth.disabled': { stage: 'xauth', words: 'the account is disabled' },
  'xauth.expired': { stage: 'xauth', words: 'the password or the account has expired' },
  'aaa.unreachable': { stage: 'xauth', words: 'no AAA server answered' },
  'aaa.bad_secret': { stage: 'xauth', words: 'the shared key of the AAA server does not match' },
  'group.lock': { stage: 'xauth', words: 'the user is locked to another group' },
  'group.not_permitted': { stage: 'xauth', words: 'the group policy does not allow this protocol' },
  'limit.simultaneous': { stage: 'xauth', words: 'too many simultaneous logins of the user' },
  'limit.license': { stage: 'xauth', words: 'session or licence limit reached' },
  'limit.resource': { stage: 'phase1', words: 'the device is short of resources' },
  'policy.firewall': { stage: 'xauth', words: 'the client firewall is not the one required' },
  'policy.clienttype': { stage: 'xauth', words: 'this client type or version is not allowed' },
  'policy.acl': { stage: 'xauth', words: 'the access list of the user is missing or faulty' },
  'policy.dap': { stage: 'xauth', words: 'denied by a dynamic access policy' },
  'addr.pool_exhausted': { stage: 'address', words: 'no free address in the pools' },
  'addr.other': { stage: 'address', words: 'no address from DHCP or AAA' },
  'p2.mismatch': { stage: 'phase2', words: 'no phase 2 proposal or traffic selector in common' },
  unknown: { stage: 'phase1', words: 'the messages do not tell' },
} as const satisfies Readonly<Record<string, { readonly stage: Stage; readonly words: string }>>;

/** A cause in the taxonomy of failures. */
export type Cause = keyof typeof causes;

/**
 * How much a message proves: `decisive` ends the attempt with its cause; a `hint` tells the cause only if the attempt fails
 * otherwise or falls silent (a Phase 1 mismatch is logged for each policy tried, also when a later one fits).
 */
export type Weight = 'decisive' | 'hint';
