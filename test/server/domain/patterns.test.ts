import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { patternsIn, type Pattern } from '../../../server/domain/patterns.ts';
import { talliesOf, type Tried } from './tallies.ts';

const MINUTE = 60_000;
const HOME = '198.51.100.7';
const numbered = <T>(count: number, make: (n: number) => T): readonly T[] => Array.from({ length: count }, (_, n) => make(n)); // prettier-ignore
const failed = (user: string | undefined, source: string, at: number): Tried => ({
  ...(user !== undefined && { user }),
  ...{ source, at, gotIn: false },
});
const gotIn = (user: string, source: string, at = 0): Tried => ({ user, source, at, gotIn: true });
const found = (tries: readonly Tried[]): readonly Pattern[] => patternsIn(talliesOf(tries));
const kinds = (tries: readonly Tried[]): readonly string[] => found(tries).map(({ is }) => is);

const spray = numbered(40, (n) => failed(`user${n}`, HOME, n * 5000));
const office = numbered(30, (n) => gotIn(`user${n}`, HOME, n * MINUTE));
const retries = numbered(6, (n) => failed('marty', HOME, n * 5 * MINUTE + (n % 3) * 700));
const hunted = numbered(8, (n) => failed('marty', `203.0.113.${n}`, n * n * MINUTE));

test('one source that tries many names is a spray, also where it has guessed one', () => {
  const all = [...spray, gotIn('user7', HOME)];
  assert.deepEqual(found(all), [
    { is: 'spray', source: HOME, refused: 39, mistyped: 1, gotIn: 1, tries: 40, first: 0, last: 39 * 5000 },
  ]);
});

test('names that are kept as hashes, and may be passwords, count like others', () => {
  const hashed = numbered(6, (n) => failed(`~Jx3kQ0aPz1LmNo9${n}~8-11`, HOME, n * n * 1000));
  assert.deepEqual(kinds(hashed), ['spray']);
});

test('failures of hidden names from one source are told apart from a spray, unless more get in from there', () => {
  const hidden = numbered(12, (n) => failed(undefined, HOME, n * n * 1000));
  const told = { is: 'hidden names', source: HOME, tries: 12, first: 0, last: 121_000 } as const;
  assert.deepEqual(found(hidden), [{ ...told, gotIn: 0 }]);
  assert.deepEqual(found([...hidden, gotIn('marty', HOME)]), [{ ...told, gotIn: 1 }]);
  assert.deepEqual(found([...hidden, ...office]), []);
  assert.deepEqual(found(hidden.slice(0, 9)), [], 'nine are somebody who looks for the right password');
  assert.deepEqual(found(hidden.map((one, n) => ({ ...one, source: `203.0.113.${n}` }))), []);
  const [spraying, ...more] = found([...spray, ...hidden]);
  assert.ok(spraying?.is === 'spray' && spraying.refused === 40);
  assert.deepEqual(more, [{ ...told, gotIn: 0 }]);
});

test('an office behind one address is no spray: more of its people get in than fail', () => {
  const strangers = numbered(6, (n) => failed(`stranger${n}`, HOME, n * n * 1000));
  assert.deepEqual(kinds([...office, ...strangers]), ['shared source']);
  assert.deepEqual(kinds([...office, ...numbered(12, (n) => failed(`user${n}`, HOME, n * n * 1000))]), [], 'mistyped');
});

test('four names from one source are somebody who looks for the right one', () => {
  assert.deepEqual(kinds(numbered(4, (n) => failed(`marty${n}`, HOME, n * 3000))), []);
});

test('one name from many sources is hunted, unless it gets in from as many', () => {
  assert.deepEqual(found(hunted), [
    { is: 'hunted name', user: 'marty', sources: 8, own: 0, tries: 8, first: 0, last: 49 * MINUTE },
  ]);
  const roaming = numbered(8, (n) => gotIn('marty', `192.0.2.${n}`));
  assert.deepEqual(kinds([...hunted, ...roaming]), []);
});

test('a saved password is told by its period, in spite of what was typed in between and of a pause', () => {
  assert.deepEqual(found(retries), [
    { is: 'saved password', user: 'marty', source: HOME, every: 5 * MINUTE + 700, tries: 6, first: 0, last: 25 * MINUTE + 1400 },
  ]); // prettier-ignore
  const later = numbered(9, (n) => failed('marty', HOME, 300 * MINUTE + n * 5 * MINUTE));
  const typed = [231, 233, 240].map((minute) => failed('marty', HOME, minute * MINUTE));
  const [pattern] = found([...retries, ...typed, ...later]);
  assert.deepEqual(pattern, {
    ...{ is: 'saved password', user: 'marty', source: HOME, every: 5 * MINUTE, tries: 9 },
    ...{ first: 300 * MINUTE, last: 340 * MINUTE },
  });
});

test('a person who types at will has no period', () => {
  const typed = [0, 11, 34, 52, 120, 131, 700].map((second) => failed('marty', HOME, second * 1000));
  assert.deepEqual(kinds(typed), []);
});

test('the three are told apart in one heap, the worst first', () => {
  const others = [
    ...spray.map((one) => ({ ...one, source: '192.0.2.1' })),
    ...retries.map((one) => ({ ...one, user: 'doc' })),
  ];
  assert.deepEqual(kinds([...others, ...hunted]), ['spray', 'hunted name', 'saved password']);
});

const tries = fc.array(
  fc.record({
    user: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    source: fc.constantFrom('1', '2', '3', '4', '5', '6'),
    at: fc.nat({ max: 3_600_000 }),
    gotIn: fc.boolean(),
  }),
  { maxLength: 80 },
);

test('neither the order of tries nor what names are called changes a pattern, and none without failures', () => {
  const text = (patterns: readonly Pattern[]) => patterns.map((one) => JSON.stringify(one)).sort();
  fc.assert(
    fc.property(tries, fc.func(fc.nat()), (all, key) => {
      const shuffled = [...all].sort((a, b) => key(a) - key(b));
      assert.deepEqual(text(found(shuffled)), text(found(all)));
      const renamed = all.map((one) => ({ ...one, user: `~${one.user}` }));
      assert.deepEqual(text(found(renamed)), text(found(all).map((one) => ('user' in one ? { ...one, user: `~${one.user}` } : one)))); // prettier-ignore
      assert.deepEqual(found(all.filter((one) => one.gotIn)), []);
      for (const one of found(all)) {
        const failures = all.filter(
          ({ gotIn: got, user, source }) =>
            !got && (!('user' in one) || user === one.user) && (!('source' in one) || source === one.source),
        );
        assert.ok(one.tries <= failures.length && failures.some(({ at }) => at === one.first));
      }
    }),
  );
});

test('tries at any fixed period with the jitter of whole seconds are a saved password', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 15_000, max: 7_200_000 }),
      fc.array(fc.nat({ max: 999 }), { minLength: 4, maxLength: 60 }),
      (every, jitter) => {
        const [pattern] = found(jitter.map((late, n) => failed('marty', HOME, n * every + late)));
        assert.ok(pattern?.is === 'saved password' && pattern.tries === jitter.length);
        assert.ok(Math.abs(pattern.every - every) < 1000);
      },
    ),
  );
});
