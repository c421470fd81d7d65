import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openStore } from '../../../server/store/open.ts';
import { claims, closed, NOON } from '../lab.ts';
import { scratch } from '../store/scratch.ts';
import { recorderOn, tell } from './past.ts';

test('what had waited long enough is over before a later message is told, also where both come in one batch', async (t) => {
  const store = await openStore({ path: await scratch(t), now: () => NOON });
  t.after(() => store.close());
  const recorder = await recorderOn(store, () => NOON);
  await tell(recorder, NOON, [claims.client, claims.allocated, claims.assigned, claims.phase1, claims.terminated]);
  // The record of that session was lost; a minute later comes that of its user's next one, whose login was lost, too.
  await tell(recorder, NOON + 60_000, [closed(14, { reason: 'Lost Service' })]);
  const { sessions } = await store.load(NOON, 0);
  assert.deepEqual(
    sessions.map(({ endIs, endReason, end }) => [endIs, endReason, end]),
    [
      ['inferred', 'Peer Terminate', NOON],
      ['reported', 'Lost Service', NOON + 60_000],
    ],
  );
});
