import type { Excluded } from '../../server/domain/pool-excluded.ts';
import { dotted } from '../../server/domain/range.ts';
import type { Address, AddressState, Block } from '../addresses.ts';
import { count, many } from './bytes.ts';
import { plain } from './plain.ts';

/** The states of addresses, as the legend tells them. */
export const stateWords: Readonly<Record<AddressState, string>> = {
  used: 'taken by a session',
  free: 'free',
  held: 'held: given back, and not given out again yet',
  leaked: 'leaked: in use by no session',
  excluded: 'excluded: cannot be given',
};

/** What an address is, in a few words: `172.16.1.100: marty`. */
export function addressWords({ address, state, session, excluded }: Address): string {
  if (session !== undefined) return `${address}: ${plain(session.user)}`;
  return `${address}: ${excluded === undefined ? state : `excluded, ${excludedWhy(excluded)}`}`;
}

/** Why an address cannot be given. */
export function excludedWhy({ why, pool, interface: name = '' }: Excluded): string {
  switch (why) {
    case 'network':
      return 'the network’s own address, by the mask of the pool';
    case 'broadcast':
      return 'the broadcast address, by the mask of the pool';
    case 'interface':
      return `address of interface ${plain(name)}`;
    case 'standby':
      return `standby address of interface ${plain(name)}`;
    case 'head-end':
      return 'address of the head-end itself';
    case 'overlap':
      return `${plain(pool ?? 'another pool')} has it, too, and comes first`;
    default:
      return why satisfies never;
  }
}

/** What is excluded and why, one line each: `172.16.0.0 – the network’s own address`. */
export function excludedWords(excluded: Excluded): string {
  const { first, last } = excluded;
  return `${first === last ? first : `${first} – ${last}`}: ${excludedWhy(excluded)}`;
}

/** A block of addresses: `10.1.3.0 – 10.1.3.255: 120 of 256 taken, 3 held`. */
export function blockWords({ first, last, counts }: Block): string {
  const size = last - first + 1;
  const others = (['held', 'leaked', 'excluded'] as const).filter((state) => counts[state] > 0);
  const more = others.map((state) => `, ${count(counts[state])} ${state}`).join('');
  return `${dotted(first)} – ${dotted(last)}: ${count(counts.used)} of ${many(size, 'address', 'addresses')} taken${more}`;
}

/** How much of a block is not free, 0 to 1. */
export function blockUse({ first, last, counts }: Block): number {
  return 1 - counts.free / (last - first + 1);
}
