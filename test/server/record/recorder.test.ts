import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Batch, StoredMessage } from '../../../server/domain/batch.ts';
import type { Claim } from '../../../server/domain/claim.ts';
import type { Committed } from '../../../server/domain/committed.ts';
import { Recorder } from '../../../server/record/recorder.ts';
import { openStore } from '../../../server/store/open.ts';
import type { Store } from '../../../server/store/store.ts';
import { claims, closed, NOON } from '../lab.ts';

async function lab(t: TestContext, adopt = true) {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-'));
  const path = join(folder, 'tunnelwatch.db');
  const published: Committed[] = [];
  const open = async (change: (store: Store) => Store = (store) => store) => {
    const store = await openStore({ path, now: () => NOON });
    const recorder = await Recorder.open({
      store: change(store),
      now: () => NOON,
      adopt,
      publish: (committed) => published.push(committed),
      devicesChanged: () => undefined,
    });
    return { store, recorder };
  };
  t.after(() => rm(folder, { recursive: true, force: true }));
  return { open, published };
}

/** One batch with these claims, all from one source. */
function batch(seq: number, told: readonly Claim[], from = '10.10.10.2'): Batch {
  const at = NOON + seq * 1000;
  const id = (index: number) => at * 1000 + index;
  const rows = told.map((claim, index): StoredMessage => [
    id(index),
    at,
    from,
    113019,
    6,
    'claim',
    `line of ${claim.kind}`,
  ]);
  return {
    ...{
      collector: 'syslog',
      epoch: 1,
      seq,
      at,
      rows: JSON.stringify(rows),
      messages: rows.length,
      lastMessage: id(rows.length - 1),
    },
    claims: told.map((claim, index) => ({ message: id(index), at, from, source: 'syslog', claim })),
    bySource: { [from]: told.length },
    latest: [],
    health: {
      ...{ collector: 'syslog', buckets: {}, queuedBytes: 0, warnings: [] },
      outcomes: { claim: 0, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
      receiveBuffer: { effective: null, wanted: 0 },
    },
  };
}

const login = [claims.client, claims.allocated, claims.assigned, claims.phase1, claims.inbound, claims.negotiated];
const everything = { limit: 100 };

test('a batch that is taken twice changes nothing the second time', async (t) => {
  const { open, published } = await lab(t);
  const { store, recorder } = await open();
  await recorder.take(batch(1, login));
  await recorder.take(batch(1, login));
  assert.equal(published.length, 1);
  assert.equal((await store.reads.sessions(everything)).sessions.length, 1);
  assert.equal((await store.messagesAfter(0, 100)).length, login.length);
  await store.close();
});

test('after a restart the state is what the database says, and goes on', async (t) => {
  const { open, published } = await lab(t);
  const first = await open();
  await first.recorder.take(batch(1, login));
  await first.store.close();
  const second = await open();
  assert.deepEqual(second.recorder.state.summary(NOON).tunnels, { ike: 1, ipsec: 1, parent: 0, ssl: 0, dtls: 0 });
  await second.recorder.take(batch(2, [closed(1)]));
  const { sessions } = await second.store.reads.sessions(everything);
  assert.deepEqual(
    sessions.map(({ state, bytesTx }) => [state, bytesTx]),
    [['ended', 4000]],
  );
  assert.equal(published.at(-1)?.summary.sessions.total, 0);
  await second.store.close();
});

test('nothing is published that is not committed, and a write that was given up leaves no trace', async (t) => {
  const { open, published } = await lab(t);
  let broken = true;
  const { store, recorder } = await open((store) =>
    withCommit(store, (set) =>
      broken && set.sessions.length > 0 ? Promise.reject(new Error('disk full')) : store.commit(set),
    ),
  );
  await assert.rejects(recorder.take(batch(1, login)), /disk full/);
  assert.equal(published.length, 0);
  assert.equal((await store.messagesAfter(0, 100)).length, login.length, 'raw messages are kept first');
  broken = false;
  await recorder.take(batch(1, login));
  assert.equal(published.length, 1);
  assert.equal(recorder.state.summary(NOON).sessions.total, 1, 'the state was loaded again, not counted twice');
  await store.close();
});

test('a sender that nobody configured waits as a pending device: its messages are kept and make no session', async (t) => {
  const { open, published } = await lab(t, false);
  const { store, recorder } = await open();
  await recorder.take(batch(1, login));
  assert.deepEqual(
    published.at(-1)?.devices.map(({ name, state, messages }) => [name, state, messages]),
    [['10.10.10.2', 'pending', login.length]],
  );
  assert.equal(recorder.state.summary(NOON).sessions.total, 0);
  const [device] = await store.devices();
  assert.ok(device);
  await store.adoptDevice(device.id);
  await recorder.refresh();
  await recorder.take(batch(2, login));
  assert.equal(recorder.state.summary(NOON).sessions.total, 1);
  await store.close();
});

test('no more than 50 senders wait', async (t) => {
  const { open } = await lab(t, false);
  const { store, recorder } = await open();
  for (let n = 0; n < 60; n += 1) await recorder.take(batch(n + 1, [claims.freed], `2001:db8::${n}`));
  const devices = await store.devices();
  assert.equal(devices.length, 50);
  assert.equal(devices[0]?.name, '2001-db8--0');
  await store.close();
});

test('rebuild makes the same rows from the events', async (t) => {
  const { open } = await lab(t);
  const { store, recorder } = await open();
  await recorder.take(batch(1, login));
  await recorder.take(batch(2, [closed(1), { ...claims.assigned, user: 'docbrown' }]));
  const before = await store.load(NOON + 60_000, 0);
  assert.ok((await recorder.rebuild()) > 5);
  assert.deepEqual(await store.load(NOON + 60_000, 0), before);
  await store.close();
});

/** The store with another `commit`; its methods keep their own private fields. */
function withCommit(store: Store, commit: Store['commit']): Store {
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'commit') return commit;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
