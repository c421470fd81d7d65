import assert from 'node:assert/strict';
import { test } from 'node:test';

import { unsavedCause } from '../../../server/commands/unsaved-cause.ts';
import { SqlError } from '../../../server/store/sqlite.ts';

const failed = (code: string): Error => Object.assign(new Error(`${code}: of /srv/secret/tunnelwatch.db`), { code });

test('why nothing can be saved is told in words for everybody: no path, no statement', () => {
  const locked = unsavedCause(new SqlError(failed('SQLITE_BUSY'), 'INSERT INTO line'));
  assert.deepEqual(locked, { why: 'another program holds it locked', remedy: 'end that program' });
  assert.equal(unsavedCause(failed('ENOSPC')).why, unsavedCause(failed('SQLITE_FULL')).why);
  const odd = [failed('toString'), new Error('/srv/secret'), 'text', undefined].map(unsavedCause);
  for (const { why, remedy } of odd) assert.deepEqual([why, remedy], ['it does not take what is written', "the server's log says why"]); // prettier-ignore
});
