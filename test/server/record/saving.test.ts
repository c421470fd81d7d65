import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { packRows } from '../../../collectors/syslog/packer.ts';
import type { Batch, StoredMessage } from '../../../server/domain/batch.ts';
import type { Claim } from '../../../server/domain/claim.ts';
import type { Committed } from '../../../server/domain/committed.ts';
import type { HealthRow } from '../../../server/domain/feed.ts';
import { Recorder } from '../../../server/record/recorder.ts';
import { Saving, type Unsaved } from '../../../server/record/saving.ts';
import { openStore } from '../../../server/store/open.ts';
import { SqlError } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { claims, closed, NOON } from '../lab.ts';
import { scratch } from '../store/scratch.ts';

const FROM = '10.10.10.2';
const login = [claims.client, claims.allocated, claims.assigned, claims.phase1, claims.inbound, claims.negotiated];
const full = new SqlError(
  Object.assign(new Error('SQLITE_FULL: database or disk is full'), { code: 'SQLITE_FULL' }),
  '',
);

/** A recorder on a store whose disk is full when it is to be, and time that is passed by hand. */
async function lab(t: TestContext, mostHeld?: number) {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  const disk: { fails: 'keep' | 'commit' | undefined; with: Error } = { fails: undefined, with: full };
  const failing = <A extends readonly unknown[], R>(what: typeof disk.fails, work: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => (disk.fails === what ? Promise.reject(disk.with) : work(...args)); // prettier-ignore
  const broken: Store = {
    ...store,
    keep: failing('keep', (rows: Parameters<Store['keep']>[0]) => store.keep(rows)),
    commit: failing('commit', (set: Parameters<Store['commit']>[0]) => store.commit(set)),
    probe: (rows) => (disk.fails === undefined ? store.probe(rows) : Promise.reject(disk.with)),
  };
  const published: Committed[] = [];
  const recorder = await Recorder.open({
    ...{ store: broken, now: () => NOON, adopt: true, publish: (one) => void published.push(one) },
    devicesChanged: () => undefined,
    ...(mostHeld !== undefined && { mostHeld }),
  });
  const time = { passed: 0 };
  const changes: (Unsaved | undefined)[] = [];
  let look: (() => void) | undefined;
  const saving = new Saving({
    ...{ recorder, store: broken, now: () => NOON, passed: () => time.passed },
    later: (_ms, work) => {
      look = work;
      return () => (look = undefined);
    },
    onChange: (one) => void changes.push(one),
    onFault: (fault) => assert.fail(String(fault)),
  });
  /** The second that it looks whether saving works again, with all that comes of it. */
  const tick = async (): Promise<void> => {
    const before = changes.length;
    look?.();
    while (changes.length === before) await new Promise((done) => setImmediate(done));
    await recorder.settled();
  };
  return { ...{ path, store, disk, published, recorder, saving, time, changes, tick }, last: () => published.at(-1) };
}

/** A collector that counts what it has told so far. */
function collector() {
  let [seq, stored] = [0, 0];
  return (told: readonly Claim[]): Batch => {
    seq += 1;
    stored += told.length;
    const at = NOON + seq * 1000;
    const rows = told.map((claim, n): StoredMessage => [at * 1000 + n, at, FROM, 113019, 6, 'claim', claim.kind]);
    return {
      ...{ collector: 'syslog', epoch: 1, seq, at, rows: packRows(rows), messages: rows.length },
      ...{ lastMessage: at * 1000 + Math.max(0, rows.length - 1), bySource: { [FROM]: told.length }, latest: [] },
      claims: told.map((claim, n) => ({ message: at * 1000 + n, at, from: FROM, source: 'syslog', claim })),
      health: counts(stored),
    };
  };
}

const counts = (stored: number): HealthRow => ({
  ...{ collector: 'syslog', buckets: { stored }, queuedBytes: 0, warnings: [] },
  outcomes: { claim: stored, noted: 0, unlisted: 0, misfit: 0, foreign: 0 },
  receiveBuffer: { effective: null, wanted: 0 },
});

for (const fails of ['keep', 'commit'] as const) {
  test(`what cannot be saved (${fails}) waits for a while, is then shown as unsaved, and is saved when there is room`, async (t) => {
    const { store, disk, published, saving, time, changes, tick, last } = await lab(t);
    const batch = collector();
    await saving.take(batch([claims.freed])); // the device is known from here on
    disk.fails = fails;
    const first = batch(login);
    const before = published.length;
    await assert.rejects(saving.take(first), /SQLITE_FULL/);
    assert.equal(published.length, before, 'a hiccup is shown to nobody');
    time.passed = 2_000;
    await saving.take(first);
    assert.deepEqual([last()?.summary.unsaved, last()?.summary.sessions.total], [NOON, 1]);
    assert.equal((await store.reads.sessions({ limit: 10 })).sessions.length, 0);
    const second = batch([closed(1)]);
    await saving.take(second);
    assert.deepEqual([last()?.summary.unsaved, last()?.summary.sessions.total], [NOON, 0]);
    const row = saving.counted(second.health ?? counts(0));
    assert.deepEqual([row.buckets, row.outcomes.claim, row.queuedBytes > 0], [{ stored: 1, unsaved: 0 }, 1, true]);
    await tick();
    assert.equal(changes.at(-1)?.since, NOON, 'still full');

    disk.fails = undefined;
    await tick();
    assert.equal(changes.at(-1), undefined);
    assert.deepEqual([last()?.summary.unsaved, saving.unsaved], [undefined, undefined]);
    const { sessions } = await store.reads.sessions({ limit: 10 });
    assert.deepEqual(sessions.map(({ state, bytesTx }) => [state, bytesTx]), [['ended', 4000]]); // prettier-ignore
    assert.equal((await store.messagesAfter(0, 100)).length, 1 + login.length + 1);
    assert.deepEqual(saving.counted(second.health ?? counts(0)), second.health);
    await saving.take(batch([claims.freed]));
    assert.equal((await store.messagesAfter(0, 100)).length, 1 + login.length + 2, 'and it goes on');
  });
}

test('what has no room in memory is lost: counted, declared as a gap, and taken off the screens', async (t) => {
  const { store, disk, saving, time, tick, last } = await lab(t, 1024);
  const batch = collector();
  await saving.take(batch([claims.freed]));
  disk.fails = 'commit';
  time.passed = 2_000;
  const lost = batch(login);
  await assert.rejects(saving.take(lost));
  time.passed = 5_000;
  await saving.take(lost);
  assert.equal(last()?.summary.sessions.total, 1, 'it is shown all the same');
  const [shown] = last()?.sessions ?? [];
  disk.fails = undefined;
  await tick();
  assert.deepEqual([last()?.summary.sessions.total, last()?.gone?.sessions], [0, [shown?.id]]);
  assert.deepEqual(saving.counted(lost.health ?? counts(0)).buckets, { stored: 1, unsaved: login.length });
  assert.deepEqual((await store.load(NOON + 60_000, NOON)).gaps, [{ from: lost.at, to: lost.at }]);
});

test('a fault that is not of the disk is told to the collector, however long it lasts', async (t) => {
  const { disk, saving, time } = await lab(t);
  const batch = collector();
  await saving.take(batch([claims.freed]));
  Object.assign(disk, { fails: 'commit', with: new TypeError('a bug') });
  const one = batch(login);
  for (time.passed = 0; time.passed < 60_000; time.passed += 10_000) await assert.rejects(saving.take(one), /a bug/);
  assert.equal(saving.unsaved, undefined);
});

test('while something waits, nothing is changed behind it; a stop saves what it can, and tells what is lost', async (t) => {
  const { disk, recorder, saving, time } = await lab(t);
  const batch = collector();
  await saving.take(batch([claims.freed]));
  disk.fails = 'keep';
  const one = batch(login);
  await assert.rejects(saving.take(one));
  time.passed = 2_000;
  await saving.take(one);
  await assert.rejects(recorder.rebuild(), /nothing can be saved just now/);
  await assert.rejects(recorder.act({ kind: 'release', alert: 1, by: 'marty' }), /nothing can be saved just now/);
  await recorder.refresh();
  assert.equal(recorder.state.summary(NOON).sessions.total, 1, 'what is read anew has it on top');
  assert.equal(await saving.stop(), login.length);
  disk.fails = undefined;
  assert.equal(await saving.stop(), 0);
});
