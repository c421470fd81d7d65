import { sameName } from './name.ts';

/** Users of a device's own database who failed to log in, as it last listed them (`show aaa local user`), and when, epoch milliseconds. */
export interface LocalUsersTold {
  readonly at: number;
  readonly users: readonly {
    readonly user: string;
    readonly failures: number;
    readonly isLocked: boolean;
    /** By the device's own clock, as printed: `13:54:32`. Not all releases print it. */
    readonly lockedAt?: string;
  }[];
}

/** The addresses that a device shuns, as it last listed them (`show shun`), and when, epoch milliseconds. */
export interface ShunsTold {
  readonly at: number;
  readonly shuns: readonly { readonly interface: string; readonly address: string }[];
}

/** That a device shuts a user out, as it told at a moment, epoch milliseconds. */
export type Lock = {
  readonly device: string;
  readonly at: number;
} & (
  | { readonly is: 'locked'; readonly user: string; readonly failures: number; readonly lockedAt?: string }
  /** Everybody who comes from there. */
  | { readonly is: 'shunned'; readonly address: string; readonly interface: string }
);

/** What was listed on one device. */
export interface LocksListed {
  readonly device: string;
  readonly localUsers?: LocalUsersTold;
  readonly shuns?: ShunsTold;
}

/**
 * What shuts out the user of these names, who comes from these addresses. A name without a domain is that of the local database; who got in
 * on the device after its listing is not shut out any more.
 */
export function locksOf(
  listed: readonly LocksListed[],
  names: readonly string[],
  addresses: readonly string[],
  gotIn: (device: string) => number | undefined,
): readonly Lock[] {
  const own = new Set(names.map(sameName));
  return listed.flatMap(({ device, localUsers, shuns }): readonly Lock[] => {
    const isSince = (at: number): boolean => at >= (gotIn(device) ?? -Infinity);
    const locked = localUsers !== undefined && isSince(localUsers.at) ? localUsers.users.filter(({ isLocked, user }) => isLocked && own.has(sameName(user))) : []; // prettier-ignore
    const shunned = shuns !== undefined && isSince(shuns.at) ? shuns.shuns.filter(({ address }) => addresses.includes(address)) : []; // prettier-ignore
    return [
      ...locked.map(({ user, failures, lockedAt }): Lock => {
        const since = lockedAt === undefined ? {} : { lockedAt };
        return { device, at: localUsers?.at ?? 0, is: 'locked', user, failures, ...since };
      }),
      ...shunned.map(({ address, interface: on }): Lock => {
        return { device, at: shuns?.at ?? 0, is: 'shunned', address, interface: on };
      }),
    ];
  });
}
