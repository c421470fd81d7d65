import type { Observation } from '../../alert.ts';
import type { SeenClaim } from '../../observer.ts';
import { happened } from './told.ts';
import { whoIs, type Try } from './tries.ts';

/** `xauth.lockout`: the head-end has locked somebody (113006), or AAA refused a login because the account is locked. */
export function lockouts(
  claims: readonly SeenClaim[],
  failures: readonly Try[],
  isKnown: (name: string) => boolean,
): readonly Observation[] {
  const told = claims.flatMap(({ device, message, claim }) => {
    const who = claim.kind === 'user.locked' ? whoIs(claim.user) : undefined;
    if (who === undefined || claim.kind !== 'user.locked' || !isKnown(who.name)) return [];
    const after = claim.failures === undefined ? '' : ` after ${claim.failures} failures`;
    const about = { user: who.shown };
    const text = `${who.shown} was locked out by the head-end${after}`;
    return [happened('xauth.lockout', who.name, { device, evidence: [message] }, { text, about })];
  });
  const refused = failures.flatMap((one) => {
    const { who, cause, source } = one;
    if (cause !== 'xauth.locked' || who === undefined || !isKnown(who.name)) return [];
    const text = `${who.shown} was refused from ${source}: the account is locked out`;
    return [happened('xauth.lockout', who.name, one, { text, about: { user: who.shown, source } })];
  });
  return [...told, ...refused];
}
