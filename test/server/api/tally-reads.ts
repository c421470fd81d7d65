import type { Reads } from '../../../server/store/reads.ts';
import { AT } from './stage.ts';

const failures = () => ({ tries: 9, first: AT - 9000, last: AT });

/** A store that has counted a few failed tries, and tells what it was asked. */
export const tallyReads = (asked: (query: object) => void): Pick<Reads, 'tally' | 'overTime' | 'suspects'> => ({
  tally(query, by) {
    asked(query);
    const key = by === 'device' ? 1 : by === 'cause' ? 'cert' : null;
    return Promise.resolve({ rows: [{ key, users: 1, sources: 2, ...failures() }], groups: 3, tries: 12 });
  },
  overTime(query) {
    asked(query);
    return Promise.resolve({
      steps: [{ at: AT - 60_000, key: 'cert', tries: 9 }],
      gaps: [{ from: AT - 50_000, to: AT - 40_000 }],
    });
  },
  suspects(query) {
    asked(query);
    const counted = { mistyped: 1, ...failures() };
    return Promise.resolve({
      sources: [
        { source: '198.51.100.7', refused: 9, gotIn: 1, ...counted },
        { source: '203.0.113.7', refused: 5, gotIn: 5, ...counted },
      ],
      names: [{ user: '~Jx3kQ0aPz1LmNo9w~8-11', sources: 7, own: 0, ...failures() }],
      nameless: [{ source: '203.0.113.8', gotIn: 0, ...failures(), tries: 12 }],
      pairs: [{ user: 'marty', source: '203.0.113.9', times: [0, 1, 2, 3].map((n) => AT - n * 300_000) }],
    });
  },
});
