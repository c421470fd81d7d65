import { it } from 'node:test';

import fc from 'fast-check';

import { hold, streams } from './judge-streams.ts';

it('random streams with duplicates, in another order and killed at any point give the alerts that the whole history tells', () => {
  fc.assert(
    fc.property(streams, (stream) => {
      hold(stream);
    }),
    { numRuns: 1_000 },
  );
});
