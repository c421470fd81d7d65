import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../../collectors/syslog/parse.ts';
import { goldenLines, mutatedLine } from './mutated.ts';
import { repeated } from './repeated.ts';

// A million mutated lines, every prefix of every golden line, and every message that says its own words again and again: no throw, no line above 5 ms, no prototype touched.
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
for (const { line } of repeated()) time(line(8192));
const repetitions = parsed - prefixes;

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
  `FIGURES ${JSON.stringify({ goldenLines: goldenLines.length, prefixes, repetitions, mutated: parsed - prefixes - repetitions, slowestMs: Number(slowest.toFixed(3)) })}`,
);
