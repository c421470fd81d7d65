import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Claim } from '../../../server/domain/claim.ts';
import { HIDDEN } from '../../../server/domain/name.ts';
import { claims, Teller } from '../lab.ts';

/** A claim of every kind of message that names a user. */
const named = readdirSync('test/golden/syslog').flatMap((folder) => {
  const told = JSON.parse(readFileSync(`test/golden/syslog/${folder}/expected.json`, 'utf8')) as {
    claim: Claim | null;
  }[]; // ours
  return told.flatMap(({ claim }) => (claim !== null && 'user' in claim ? [claim] : []));
});

test('a hidden name in a message that hides none makes no session of nobody: its row could not be written', () => {
  const kinds = new Set(named.map(({ kind }) => kind));
  assert.ok(kinds.has('session.started') && kinds.has('address.assigned') && kinds.size >= 25, [...kinds].join(' '));
  for (const claim of named) {
    const teller = new Teller()
      .at(0, claims.allocated)
      .at(0, { ...claim, user: HIDDEN })
      .passed(90);
    assert.deepEqual(teller.sessions(), [], claim.kind);
  }
});
