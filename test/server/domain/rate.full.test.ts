import fc from 'fast-check';

import { hold } from './rate-oracle.ts';
import { series } from './rate-series.ts';

// A long part: rates of very many counters, held against what they truly did.
const RUNS = 100_000;
let [told, untold] = [0, 0];
const begun = performance.now();
fc.assert(
  fc.property(series, (one) => {
    const found = hold(one);
    told += found.told;
    untold += found.untold;
  }),
  { numRuns: RUNS },
);
console.log(`FIGURES ${JSON.stringify({ series: RUNS, told, untold, wrong: 0, seconds: Math.round((performance.now() - begun) / 1000) })}`); // prettier-ignore
