import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import type { KnownTry } from '../../../../server/domain/alert/observe/login/minutes.ts';
import { ratio } from '../../../../server/domain/alert/observe/login/ratio.ts';
import { AlertMemory } from '../../../../server/state/alert-memory.ts';

const MINUTE = 60_000;
const WINDOW = 15;
const DEVICE = 1;

const tryOf = (user: number, gotIn: boolean, message: number): KnownTry => {
  return { device: DEVICE, name: `user${user}`, shown: `User${user}`, gotIn, message: [message] };
};

/** Turns: so long after the one before (milliseconds), these users failed or got in. */
const turns = fc.array(
  fc.tuple(
    fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 90_000 }) }, fc.integer({ min: 0, max: 20 * MINUTE })),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.constantFrom(false, false, false, true)), { maxLength: 8 }),
  ),
  { minLength: 20, maxLength: 60 },
);

test('who tried and who did not get in are told as one would count them of all tries at once', () => {
  let told = 0;
  fc.assert(
    fc.property(turns, (all) => {
      const memory = new AlertMemory('logins', []);
      const tried: { readonly minute: number; readonly one: KnownTry }[] = [];
      let at = 1_790_000_000_000;
      for (const [turn, [after, users]] of all.entries()) {
        at += after;
        const tries = users.map(([user, gotIn], index) => tryOf(user, gotIn, turn * 100 + index + 1));
        const minute = Math.floor(at / MINUTE);
        tried.push(...tries.map((one) => ({ minute, one })));
        const within = tried.filter((each) => each.minute > minute - WINDOW).map(({ one }) => one);
        const names = new Set(within.map(({ name }) => name));
        const gotIn = new Set(within.filter((one) => one.gotIn).map(({ name }) => name));
        const [seen] = ratio(memory, tries, [DEVICE], at);
        if (names.size - gotIn.size >= 5) assert.ok(seen !== undefined);
        if (seen === undefined) continue;
        told += 1;
        assert.equal(seen.inAll, names.size - gotIn.size);
        assert.match(seen.text, new RegExp(`^${seen.inAll} of ${names.size} known user`));
        const failed = within.filter(({ name }) => !gotIn.has(name));
        for (const message of seen.evidence) assert.ok(failed.some((one) => one.message[0] === message));
      }
    }),
  );
  assert.ok(told > 100, `${told} of some thousand turns`);
});

test('of a minute in which many log in only what changes is kept anew', () => {
  const memory = new AlertMemory('logins', []);
  const at = 1_790_000_000_000;
  const many = Array.from({ length: 250 }, (_, user) => tryOf(user, true, user + 1));
  ratio(memory, many, [DEVICE], at);
  const first = memory.changes().filter(({ key }) => key.startsWith('minute'));
  assert.deepEqual(first.map(({ body }) => (body as unknown[]).length), [100, 100, 50]); // prettier-ignore
  ratio(memory, [tryOf(120, true, 400)], [DEVICE], at + 1000);
  assert.deepEqual(memory.changes().map(({ key }) => key), ['usual 1']); // prettier-ignore
  ratio(memory, [tryOf(300, false, 401)], [DEVICE], at + 2000);
  assert.deepEqual(memory.changes().filter(({ key }) => key.startsWith('minute')).map(({ key }) => key), [first[2]?.key]); // prettier-ignore
  // Gone with the window, all pieces of it.
  ratio(memory, [], [DEVICE], at + 40 * MINUTE);
  assert.deepEqual([...memory.keys()], ['usual 1']);
});
