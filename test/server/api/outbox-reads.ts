import type { Reads } from '../../../server/store/reads.ts';

/** An outbox in which nothing ever was. */
export const outboxReads: Pick<Reads, 'deliveries' | 'notification' | 'outbox'> = {
  deliveries: () => Promise.resolve([]),
  notification: () => Promise.resolve(undefined),
  outbox: () => Promise.resolve({ due: 0, dead: 0 }),
};
