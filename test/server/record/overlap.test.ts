import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { packRows } from '../../../collectors/syslog/packer.ts';
import type { Batch, StoredMessage } from '../../../server/domain/batch.ts';
import type { Claim } from '../../../server/domain/claim.ts';
import type { Committed } from '../../../server/domain/committed.ts';
import { Recorder } from '../../../server/record/recorder.ts';
import { openStore } from '../../../server/store/open.ts';
import { claims, NOON } from '../lab.ts';
import { scratch } from '../store/scratch.ts';

const FROM = '10.10.10.2';
const login = [claims.client, claims.allocated, claims.assigned, claims.phase1, claims.inbound, claims.negotiated];

/** A recorder on a store that keeps raw messages when it is let. */
async function lab(t: TestContext) {
  const store = await openStore({ path: await scratch(t), now: () => NOON });
  t.after(() => store.close());
  const order: string[] = [];
  const published: Committed[] = [];
  const asked: { keep: () => Promise<void>; fail: (why: Error) => void }[] = [];
  let heard: () => void = () => undefined;
  const recorder = await Recorder.open({
    store: {
      ...store,
      keep: (rows) =>
        new Promise((resolve, reject) => {
          const keep = async () => {
            await store.keep(rows);
            order.push('kept');
            resolve();
          };
          asked.push({ keep, fail: reject });
          heard();
        }),
      commit: (set) => (order.push('commit'), store.commit(set)),
    },
    ...{ now: () => NOON, adopt: true, devicesChanged: () => undefined },
    publish: (one) => (order.push('published'), published.push(one)),
  });
  /** The next one that is asked to be kept. */
  const raw = async () => {
    if (asked.length === 0) await new Promise<void>((resolve) => (heard = resolve));
    const [next] = asked.splice(0, 1);
    assert.ok(next);
    return next;
  };
  await store.addDevice({ name: 'asa', addresses: [FROM], state: 'adopted', addedAt: NOON });
  await recorder.refresh();
  order.length = 0;
  return { store, recorder, order, published, raw };
}

function batch(seq: number, told: readonly Claim[]): Batch {
  const at = NOON + seq * 1000;
  const rows = told.map((claim, n): StoredMessage => [at * 1000 + n, at, FROM, 113019, 6, 'claim', claim.kind]);
  return {
    ...{ collector: 'syslog', epoch: 1, seq, at, rows: packRows(rows), messages: rows.length },
    lastMessage: at * 1000 + rows.length - 1,
    claims: told.map((claim, n) => ({ message: at * 1000 + n, at, from: FROM, source: 'syslog', claim })),
    bySource: { [FROM]: told.length },
    latest: [],
  };
}

/** All that is due by now has run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what messages mean is decided while they are kept, and committed and told only then', async (t) => {
  const { recorder, order, raw } = await lab(t);
  const taken = recorder.take(batch(1, login));
  const first = await raw();
  await turn();
  assert.equal([...recorder.state.sessions()].length, 1);
  assert.deepEqual(order, []);
  await first.keep();
  await taken;
  assert.deepEqual(order, ['kept', 'commit', 'published']);
});

test('of what cannot be kept nothing is committed, told or left in the state', async (t) => {
  const { store, recorder, order, published, raw } = await lab(t);
  const taken = recorder.take(batch(1, login));
  (await raw()).fail(new Error('no room'));
  await assert.rejects(taken, /no room/);
  assert.deepEqual(order, []);
  assert.deepEqual(await store.eventsAfter(0, 10), []);

  // Where the last one could not be kept the next is waited for: another failure would be another reload.
  const again = recorder.take(batch(1, login));
  const second = await raw();
  await turn();
  assert.deepEqual([...recorder.state.sessions()], []);
  await second.keep();
  await again;
  assert.deepEqual(order, ['kept', 'commit', 'published']);
  assert.equal(published.at(-1)?.summary.sessions.total, 1);
  const events = await store.eventsAfter(0, 100);
  assert.equal(events.filter(({ event }) => event.kind === 'session.opened').length, 1);
});
