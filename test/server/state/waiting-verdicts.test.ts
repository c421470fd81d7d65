import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Verdict } from '../../../server/domain/verdict.ts';
import { WaitingVerdicts } from '../../../server/state/waiting-verdicts.ts';

const AT = 1_795_000_000_000;

function verdict(id: number, told: Partial<Verdict>): Verdict {
  return { id, device: 1, at: AT + id * 1000, cause: 'xauth.bad_password', reason: 'why', service: 'unknown', ...told };
}

test('verdicts that wait are found by device, user, want of an address and age, the oldest first', () => {
  const waiting = new WaitingVerdicts();
  const marty = verdict(1, { user: 'marty' });
  const full = verdict(2, { cause: 'addr.pool_exhausted' });
  const nobody = verdict(3, { user: 'biff' });
  const again = verdict(4, { user: 'marty', cause: 'addr.pool_exhausted' });
  const elsewhere = verdict(5, { user: 'marty', device: 2 });
  for (const one of [marty, full, nobody, again, elsewhere]) waiting.keep(one);

  assert.deepEqual(waiting.on(1), [marty, full, nobody, again]);
  assert.deepEqual(waiting.of(1, 'marty'), [marty, again]);
  assert.deepEqual(waiting.of(2, 'marty'), [elsewhere]);
  assert.deepEqual(waiting.ofAddresses(1), [full, again]);
  assert.deepEqual(waiting.until(AT + 3000), [marty, full, nobody]);
  assert.equal(waiting.one(1, 4), again);

  waiting.drop(again);
  waiting.drop(elsewhere);
  assert.deepEqual(
    [waiting.on(1), waiting.of(1, 'marty'), waiting.ofAddresses(1), waiting.on(2), waiting.until(AT + 9000)],
    [[marty, full, nobody], [marty], [full], [], [marty, full, nobody]],
  );
  assert.equal(waiting.one(1, 4), undefined);
});
