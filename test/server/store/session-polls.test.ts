import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../server/domain/session.ts';
import { openStore } from '../../../server/store/open.ts';
import { scratch } from './scratch.ts';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 23, 12);

const session = (id: number, end?: number): Session => ({
  ...{ id, device: 1, user: 'marty', publicIp: '198.51.100.23', protocol: 'ikev1', start: NOON, startIs: 'seen' },
  ...{ seenAt: NOON, tunnels: [], from: {}, state: end === undefined ? 'active' : 'ended' },
  ...(end !== undefined && { end }),
});
const count = (of: number, at: number) => ({ session: of, at, bytesTx: 2 ** 40, bytesRx: 7 });

test('counts and texts of a session are kept while it lives and a day longer, what was listed of it for good', async (t) => {
  const store = await openStore({ path: await scratch(t), now: () => NOON });
  t.after(() => store.close());
  await store.addDevice({ name: 'asa01', addresses: ['127.0.0.1'], state: 'adopted', addedAt: NOON });
  const nothing = { events: [], attempts: [], verdicts: [], leases: { put: [], drop: [] }, minutes: [], seen: [] };
  const none = { units: [], meters: [], peers: [], peersOf: [], pools: [], strays: [], straysOf: [] };
  const commit = (at: number, sessions: readonly Session[], more = {}) =>
    store.commit({ ...nothing, sessions, at, polls: { ...none, counts: [], listings: [], texts: [], ...more } });
  const counts = async (id: number) => (await store.reads.session(id))?.counts.length;

  const listing = { session: 2, what: 'tunnels', at: NOON, listed: [{ kind: 'IKEv1' }] } as const;
  await commit(NOON, [session(1), session(2)], {
    counts: [count(1, NOON), count(1, NOON + 60_000), count(2, NOON), count(9, NOON)],
    listings: [listing],
  });
  const text = (which: 'first' | 'latest', at: number, printed: string) => ({ session: 2, which, at, text: printed });
  await commit(NOON, [], { texts: [text('first', NOON, 'one')] });
  await commit(NOON, [], { texts: [text('first', NOON + 1, 'another'), text('latest', NOON + 2, 'two')] });
  await commit(NOON, [], { texts: [text('latest', NOON + 3, 'three')] });
  await commit(NOON, [], { texts: [text('latest', NOON + 1, 'an older one')] });
  const texts = async () => (await store.reads.session(2))?.texts;
  assert.deepEqual(await texts(), [text('first', NOON, 'one'), text('latest', NOON + 3, 'three')]);
  // A row that comes twice is one, and an older listing takes the place of none.
  await commit(NOON, [], { counts: [count(1, NOON)], listings: [{ ...listing, at: NOON - 1, listed: [] }] });
  const found = await store.reads.session(2);
  assert.deepEqual([found?.counts, found?.listings], [[count(2, NOON)], [listing]]);
  await commit(NOON + HOUR, [session(2, NOON + HOUR)]);
  await commit(NOON + 25 * HOUR, []);
  assert.deepEqual([await counts(1), await counts(2)], [2, 1], 'it has been over for a day, and not longer');
  await commit(NOON + 25 * HOUR + 60_000, []);
  assert.deepEqual([await counts(2), (await texts())?.length], [1, 2], 'it is looked at once an hour');
  await commit(NOON + 26 * HOUR, []);
  assert.deepEqual([await counts(1), await counts(2), (await texts())?.length], [2, 0, 0]);
  assert.equal((await store.reads.session(2))?.listings.length, 1);
});
