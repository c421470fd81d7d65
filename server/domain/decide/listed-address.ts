import type { Event } from '../event.ts';
import type { Session } from '../session.ts';
import { endBetween, lastKnown } from './absent.ts';
import type { Book } from './book.ts';
import type { Evidence } from './decide.ts';
import type { Listed } from './identity.ts';

/** Gives the addresses of a poll's rows to sessions, each to one. */
export interface Addresses {
  /** What happens when the row's session has its address, or `undefined` if another one has it since: the row is older than that. */
  assign(evidence: Evidence, session: number, listed: Listed): readonly Event[] | undefined;
}

/** `there` are the sessions that the poll lists, `gone` those that end by it; nobody has to go while another unit takes over. */
export function addressesOf(
  book: Book,
  poll: {
    readonly device: number;
    readonly there: ReadonlySet<number>;
    readonly gone: ReadonlySet<number>;
    readonly switched: boolean;
  },
): Addresses {
  const given = new Map<string, number>();
  const ended = new Set<number>();
  const inTheWay = (address: string, session: number): Session | undefined => {
    const holder = book.sessionAt(poll.device, address);
    if (holder === undefined || holder.id === session) return undefined;
    return poll.gone.has(holder.id) || ended.has(holder.id) ? undefined : holder;
  };
  return {
    assign(evidence, session, { row: { assignedIp: address }, startedAt }) {
      if (address === undefined) return [];
      if ((given.get(address) ?? session) !== session) return undefined;
      const holder = inTheWay(address, session);
      if (
        holder !== undefined &&
        (poll.switched || poll.there.has(holder.id) || Math.max(holder.start, lastKnown(book, holder)) >= startedAt)
      )
        return undefined;
      given.set(address, session);
      if (holder !== undefined) ended.add(holder.id);
      const freed =
        holder === undefined
          ? []
          : endBetween(book, evidence, holder, evidence.at, 'address assigned to another session');
      if (book.lease(poll.device, address)?.session === session && holder === undefined) return freed;
      return [...freed, { ...evidence, kind: 'address.assigned', address, session }];
    },
  };
}
