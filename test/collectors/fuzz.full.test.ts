import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../../collectors/syslog/parse.ts';
import { goldenLines, mutatedLine } from './mutated.ts';

// A million mutated lines and every prefix of every golden line: no throw, no line above 5 ms, no prototype touched.
const RUNS = 1_000_000;
const LIMIT_MS = 5;
let slowest = 0;
let parsed = 0;

/** Parses; a line that seems slow is timed again: the least of five tells the parser from the machine. */
function time(line: string): void {
  const once = (): number => {
    const begun = performance.now();
    parse(line);
    return performance.now() - begun;
  };
  let ms = once();
  for (let again = 0; again < 5 && ms > LIMIT_MS / 2; again += 1) ms = Math.min(ms, once());
  slowest = Math.max(slowest, ms);
  parsed += 1;
  assert.ok(ms <= LIMIT_MS, `${ms} ms: ${line.slice(0, 300)}`);
}

for (const line of goldenLines) for (let end = 0; end <= line.length; end += 1) time(line.slice(0, end));
const prefixes = parsed;

const long = fc
  .tuple(fc.constantFrom(', ', '> ', ' : ', 'IP = ', 'Group <'), fc.nat(1500))
  .map(([text, times]) => text.repeat(times));
fc.assert(
  fc.property(mutatedLine(long), (line) => time(line.slice(0, 8192))),
  { numRuns: RUNS },
);

assert.deepEqual(Object.getOwnPropertyNames({}), []);
assert.equal(Object.getPrototypeOf({}), Object.prototype);
assert.equal(Reflect.has({}, 'user'), false, 'no fact has landed on the prototype of all objects');
console.log(
  `FIGURES ${JSON.stringify({ goldenLines: goldenLines.length, prefixes, mutated: parsed - prefixes, slowestMs: Number(slowest.toFixed(3)) })}`,
);
