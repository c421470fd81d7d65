import type { SeenClaim } from '../domain/alert/observer.ts';
import type { Claim } from '../domain/claim.ts';
import type { DeviceRow } from '../domain/feed.ts';
import type { Reads } from '../store/reads.ts';
import type { Reader } from './message.ts';

/** Messages read at a time: between two pages others have their turn. */
const PAGE = 500;

/** Whose claims of which kinds, over which time. */
export interface PastClaims {
  readonly kinds: readonly Claim['kind'][];
  readonly from: number;
  readonly to: number;
  readonly devices: readonly DeviceRow[];
}

/** What adopted head-ends claimed, in order, by the messages that are kept. */
export async function* claimPages(
  reads: Reads,
  { claim: claimOf, claiming }: Pick<Reader, 'claim' | 'claiming'>,
  { kinds, from, to, devices }: PastClaims,
): AsyncGenerator<readonly SeenClaim[]> {
  const adopted = devices.filter(({ state }) => state === 'adopted');
  const ids = new Map(adopted.flatMap(({ id, addresses }) => addresses.map((address) => [address, id])));
  const messageIds = claiming(kinds);
  // Ids of messages are microseconds.
  for (let after = from * 1000 - 1; messageIds.length > 0;) {
    const page = await reads.messagesWith({ messageIds, after, before: to, limit: PAGE });
    yield page.flatMap((row): readonly SeenClaim[] => {
      const device = ids.get(row[2]);
      const claimed = device === undefined ? undefined : claimOf(row);
      if (device === undefined || claimed === undefined || !kinds.includes(claimed.claim.kind)) return [];
      return [{ device, message: claimed.message, at: claimed.at, claim: claimed.claim }];
    });
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    [after] = last;
  }
}
