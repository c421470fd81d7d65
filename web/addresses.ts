import type { PoolRow, SessionRow } from '../server/domain/feed.ts';
import { ipv4 } from '../server/domain/pool.ts';

/** The greatest pool whose addresses are drawn one by one. */
export const MOST_CELLS = 1024;

/** One address of a pool, and the active session that has it. */
export interface Address {
  readonly address: string;
  readonly session?: SessionRow;
  /** In use, and no session has it, in polls ten minutes apart. */
  readonly leaked?: true;
}

/** Every address of a pool in order, or `undefined` where there are too many or its ends are not known. */
export function addresses(pool: PoolRow, sessions: Iterable<SessionRow>): readonly Address[] | undefined {
  const first = pool.first === null ? undefined : ipv4(pool.first);
  if (first === undefined || pool.size === null || pool.size > MOST_CELLS) return undefined;
  const leaked = new Set(pool.polled?.leaked);
  const holders = new Map<string, SessionRow>();
  for (const session of sessions) {
    const { assignedIp } = session;
    const known = assignedIp === undefined ? undefined : holders.get(assignedIp);
    // Two sessions with one address: the one that began later has it now.
    if (assignedIp !== undefined && (known === undefined || known.start < session.start))
      holders.set(assignedIp, session);
  }
  return Array.from({ length: pool.size }, (_, offset): Address => {
    const address = dotted(first + offset);
    const session = holders.get(address);
    if (session !== undefined) return { address, session };
    return leaked.has(address) ? { address, leaked: true } : { address };
  });
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
