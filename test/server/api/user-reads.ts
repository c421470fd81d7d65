import type { Reads } from '../../../server/store/reads.ts';

/** A store in which nobody is known: what a test is about it brings. */
export const userReads: Pick<Reads, 'user' | 'people' | 'alike' | 'holders'> = {
  user: () =>
    Promise.resolve({
      ...{ writings: [], sessions: [], attempts: [], rejected: [], meters: [], nameless: [] },
      earlier: { sessions: false, attempts: false },
    }),
  people: () => Promise.resolve([]),
  alike: () => Promise.resolve([]),
  holders: () => Promise.resolve({ held: [], cameFrom: [], gaps: [] }),
};
