import type { Reads } from '../../../server/store/reads.ts';

/** A store in which nobody is known: what a test is about it brings. */
export const userReads: Pick<Reads, 'user' | 'earlier' | 'people' | 'alike' | 'holders'> = {
  user: () =>
    Promise.resolve({
      ...{ writings: [], sessions: [], attempts: [], rejected: [], meters: [], nameless: [] },
      next: { sessions: null, attempts: null },
      inAll: { sessions: 0, attempts: 0 },
    }),
  earlier: () => Promise.resolve({ sessions: [], attempts: [], next: { sessions: null, attempts: null } }),
  people: () => Promise.resolve([]),
  alike: () => Promise.resolve([]),
  holders: () => Promise.resolve({ held: [], cameFrom: [], gaps: [] }),
};
