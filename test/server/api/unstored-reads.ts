import type { UnstoredSum } from '../../../server/domain/unstored.ts';
import type { Reads, UnstoredQuery } from '../../../server/store/reads.ts';

const sums: readonly UnstoredSum[] = [
  { device: 1, messageId: 302_013, count: 70, first: 60_000, last: 120_000 },
  { device: 1, messageId: null, count: 7, first: 60_000, last: 60_000 },
];

/** A store that counted these, of whichever device is asked; what is asked is told. */
export function unstoredReadsOf(told: (query: UnstoredQuery) => void): Pick<Reads, 'unstored' | 'daySize'> {
  return {
    daySize: () => Promise.resolve(undefined),
    unstored: (query) => {
      told(query);
      return Promise.resolve(sums.slice(0, query.limit));
    },
  };
}

/** The same, where nobody wants to know what was asked. */
export const unstoredReads = unstoredReadsOf(() => undefined);
