import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from '../../collectors/syslog/parse.ts';

// A million mutated lines and every prefix of every golden line: no throw, no line above 5 ms, no prototype touched.
const RUNS = 1_000_000;
const LIMIT_MS = 5;
const ROOT = 'test/golden/syslog';
const lines = readdirSync(ROOT)
  .flatMap((name) => readFileSync(`${ROOT}/${name}/input.log`, 'utf8').split('\n'))
  .filter((line) => line !== '');

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

for (const line of lines) for (let end = 0; end <= line.length; end += 1) time(line.slice(0, end));
const prefixes = parsed;

const piece = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    ', IP = ',
    'Username = ',
    '__proto__',
    'constructor',
    '> User <',
    ' : user = ',
    '0x',
    '\0',
    '\n',
    '%ASA-6-113019: ',
  ),
  fc.constantFrom(...lines),
  fc
    .tuple(fc.constantFrom(', ', '> ', ' : ', 'IP = ', 'Group <'), fc.nat(1500))
    .map(([text, times]) => text.repeat(times)),
);
fc.assert(
  fc.property(fc.constantFrom(...lines), fc.nat(300), fc.nat(40), piece, (line, at, cut, put) => {
    time((line.slice(0, at) + put + line.slice(at + cut)).slice(0, 8192));
  }),
  { numRuns: RUNS },
);

assert.deepEqual(Object.getOwnPropertyNames({}), []);
assert.equal(Object.getPrototypeOf({}), Object.prototype);
assert.equal(Reflect.has({}, 'user'), false, 'no fact has landed on the prototype of all objects');
console.log(
  `FIGURES ${JSON.stringify({ goldenLines: lines.length, prefixes, mutated: parsed - prefixes, slowestMs: Number(slowest.toFixed(3)) })}`,
);
