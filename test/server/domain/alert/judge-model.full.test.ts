import fc from 'fast-check';

import { hold, streams, type Held } from './judge-streams.ts';

// A long part: very many streams of observations, judged in one go and with restarts, held against a search of their whole history.
const RUNS = 10_000;
const sum = { turns: 0, restarts: 0, raised: 0, cleared: 0, moved: 0 };
const begun = performance.now();
fc.assert(
  fc.property(streams, (stream) => {
    const held = hold(stream);
    for (const key of Object.keys(sum) as (keyof Held)[]) sum[key] += held[key]; // its own keys
  }),
  { numRuns: RUNS },
);
console.log(`FIGURES ${JSON.stringify({ streams: RUNS, ...sum, wrong: 0, seconds: Math.round((performance.now() - begun) / 1000) })}`); // prettier-ignore
