import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';

const ROOT = 'test/golden/syslog';

/** Every line of the golden cases. */
export const goldenLines: readonly string[] = readdirSync(ROOT)
  .flatMap((name) => readFileSync(`${ROOT}/${name}/input.log`, 'utf8').split('\n'))
  .filter((line) => line !== '');

/** A golden line with something changed, cut out, put in or doubled; `more` is put in as well. */
export function mutatedLine(...more: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom(', IP = ', 'Username = ', '  ', '\t', '\n', '\0', '%ASA-6-113019: ', '> User <', ' : user = '),
    fc.constantFrom('0x', '99999999999999999999', '__proto__', 'constructor'),
    fc.constantFrom(...goldenLines),
    ...more,
  );
  return fc
    .tuple(fc.constantFrom(...goldenLines), fc.nat(300), fc.nat(40), piece)
    .map(([line, at, cut, put]) => line.slice(0, at) + put + line.slice(at + cut));
}
