import type { Cause } from './cause.ts';
import type { VerdictEvent } from './event.ts';

/** Which service a verdict was about. */
export type Service = 'unknown' | 'vpn' | 'management' | 'unattributed';

/**
 * What the device said of a login without telling whose it was: 113005 and 113015 name a user but, before 9.x, no address, and AAA
 * says the same for VPN, SSH, ASDM and enable. It waits until another message tells.
 */
export interface Verdict extends VerdictFacts {
  /** The id of the message. */
  readonly id: number;
  readonly device: number;
  readonly at: number;
  readonly service: Service;
  /** The attempt that it is evidence of. */
  readonly attempt?: number;
}

/** What a verdict says. */
export interface VerdictFacts {
  readonly cause: Cause;
  /** As the device says it. */
  readonly reason: string;
  /** Absent where the message names none. */
  readonly user?: string;
  readonly aaaServer?: string;
  readonly publicIp?: string;
  readonly tunnelGroup?: string;
}

/** The verdict after the event. */
export function applyVerdict(verdict: Verdict | undefined, event: VerdictEvent): Verdict | undefined {
  switch (event.kind) {
    case 'login.rejected':
    case 'verdict.given': {
      const { verdict: id, device, at, facts } = event;
      return verdict ?? { id, device, at, ...facts, service: 'unknown' };
    }
    case 'verdict.attributed': {
      if (verdict === undefined) return undefined;
      const { service, attempt } = event;
      return { ...verdict, service, ...(attempt === undefined ? {} : { attempt }) };
    }
    default:
      return event satisfies never;
  }
}

/** The cause that a reason of 113005, 113015, 113013, 113016 or 113017 means; one that we do not know is a rejection like any other. */
export function causeOf(reason: string): Cause {
  return reasons.find(([words]) => words.test(reason))?.[1] ?? 'xauth.rejected';
}

const reasons: readonly (readonly [RegExp, Cause])[] = [
  [/invalid password/i, 'xauth.bad_password'],
  [/user was not found|invalid username/i, 'xauth.unknown_user'],
  [/locked out/i, 'xauth.locked'],
  [/disabled/i, 'xauth.disabled'],
  [/expired/i, 'xauth.expired'],
  [/simultaneous/i, 'limit.simultaneous'],
  [/no active server|not accessible|server timeout/i, 'aaa.unreachable'],
  [/group lock/i, 'group.lock'],
];
