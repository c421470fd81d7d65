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
import { rate } from '../../../server/domain/meter.ts';
import { packRows } from '../../../collectors/syslog/packer.ts';
import { listing, poll, row } from '../domain/polled-lab.ts';
import { claims, closed, NOON } from '../lab.ts';

async function lab(t: TestContext, adopt = true) {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-'));
  const path = join(folder, 'tunnelwatch.db');
  const published: Committed[] = [];
  const open = async (change: (store: Store) => Store = (store) => store, now = () => NOON) => {
    const store = await openStore({ path, now });
    const recorder = await Recorder.open({
      store: change(store),
      now,
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
      rows: packRows(rows),
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

test('what is not understood is counted once for the device of its sender', async (t) => {
  const { open } = await lab(t);
  const { store, recorder } = await open();
  const told = { messageId: 999_001, outcome: 'unlisted', count: 3, sample: 'what', first: NOON, last: NOON } as const;
  const heard = { ...batch(1, login), unknown: [{ ...told, from: '10.10.10.2' }] };
  await recorder.take(heard);
  await recorder.take(heard);
  assert.deepEqual(await store.reads.unknown({ limit: 10 }), [{ ...told, device: 1 }]);
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
    withMethods(store, {
      commit: (set) => (broken && set.sessions.length > 0 ? Promise.reject(new Error('disk full')) : store.commit(set)),
    }),
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

test('a commit that reports a fault but is there all the same counts once', async (t) => {
  const { open } = await lab(t);
  let lies = true;
  const { store, recorder } = await open((store) =>
    withMethods(store, {
      commit: async (set) => {
        await store.commit(set);
        if (lies) throw new Error('the disk did not answer');
      },
    }),
  );
  const rejected = batch(1, [{ kind: 'aaa.rejected', user: 'marty', reason: 'AAA failure' }]);
  await assert.rejects(recorder.take(rejected), /did not answer/);
  lies = false;
  await recorder.take(rejected);
  assert.equal(recorder.state.summary(NOON).rejected15m, 1);
  await store.close();
});

test('senders of whom only some could be made known are all made known at the next try', async (t) => {
  const { open } = await lab(t);
  let broken = true;
  const { store, recorder } = await open((store) =>
    withMethods(store, {
      addDevice: (device) =>
        broken && device.name === '10.0.0.1' ? Promise.reject(new Error('locked')) : store.addDevice(device),
    }),
  );
  const both = { ...batch(1, [claims.freed]), bySource: { '10.10.10.2': 1, '10.0.0.1': 1, '10.0.0.2': 1 } };
  await assert.rejects(recorder.take(both), /locked/);
  broken = false;
  await recorder.take(both);
  assert.deepEqual((await store.devices()).map(({ name }) => name).sort(), ['10.0.0.1', '10.0.0.2', '10.10.10.2']);
  await store.close();
});

test('a device that a command has added, but not told of yet, is met as what it is', async (t) => {
  const { open } = await lab(t, false);
  const { store, recorder } = await open();
  await store.addDevice({ name: 'hv-asa', addresses: ['10.10.10.2'], state: 'adopted', addedAt: NOON });
  await recorder.take(batch(1, login));
  assert.equal(recorder.state.summary(NOON).sessions.total, 1);
  await store.close();
});

test('what is interpreted days later meets the state of the hour in which it came', async (t) => {
  const { open } = await lab(t);
  const first = await open();
  await first.recorder.take(batch(1, login));
  await first.recorder.take(batch(2, [closed(1)]));
  await first.store.close();
  const late = await open(undefined, () => NOON + 3 * 86_400_000);
  await late.recorder.take(batch(3, [closed(2)]));
  const { sessions } = await late.store.reads.sessions(everything);
  assert.equal(sessions.length, 1, 'the closing record is found to be a repetition');
  const before = await late.store.load(NOON, 0);
  await late.recorder.rebuild();
  assert.deepEqual((await late.store.load(NOON, 0)).minutes, before.minutes);
  await late.store.close();
});

/** The store with some other methods. */
function withMethods(store: Store, methods: Partial<Store>): Store {
  return { ...store, ...methods };
}

const pollBatch = (seq: number, second: number, rosters: Parameters<typeof poll>[1]): Batch => ({
  ...{ ...batch(seq, []), collector: 'show', at: NOON + second * 1000 },
  ...{ lastMessage: 0, polled: [poll(second, rosters)], bySource: {} },
});

test('what a poll told is there after a restart, is told by the page of its session, and goes on', async (t) => {
  const { open } = await lab(t);
  const first = await open();
  await first.recorder.take(batch(1, [claims.terminated]));
  await first.recorder.take(pollBatch(1, 60, [listing(60, [row(30)])]));
  await first.recorder.take(pollBatch(1, 60, [listing(60, [row(30)])]));
  await first.store.close();

  const second = await open();
  const [session] = [...second.recorder.state.sessions()];
  assert.deepEqual([session?.id, session?.startIs, session?.index], [-1, 'listed', 12]);
  const more = { bytesTx: 6240, index: 13, user: 'doc', assignedIp: '172.16.1.101' };
  await second.recorder.take(pollBatch(2, 120, [listing(120, [row(90, { bytesTx: 6240 }), row(20, more)])]));
  const found = await second.store.reads.session(-1);
  assert.ok(found?.meter);
  assert.equal(rate(found.meter, 'bytesTx'), 100);
  assert.equal((await second.store.reads.session(-2))?.session.user, 'doc', 'no id is given twice');

  await second.recorder.take(pollBatch(3, 180, [listing(180, [row(80, more)])]));
  const before = await second.store.reads.sessions(everything);
  await second.recorder.rebuild();
  assert.deepEqual(await second.store.reads.sessions(everything), before, 'a rebuild makes the same rows');
  const gone = before.sessions.find(({ id }) => id === -1);
  assert.deepEqual([gone?.endIs, gone?.bytesTx, gone?.endAfter], ['between', 6240, NOON + 120_000]);
  assert.ok((await second.store.reads.session(-1))?.meter, 'and leaves what polls counted');
  await second.store.close();
});

test('each poll shows the sessions that it counted anew, with what they have counted so far and when', async (t) => {
  const { open, published } = await lab(t);
  const { store, recorder } = await open();
  await recorder.take(batch(1, [claims.terminated]));
  await recorder.take(pollBatch(1, 60, [listing(60, [row(30)])]));
  await recorder.take(pollBatch(2, 120, [listing(120, [row(90, { bytesTx: 6240 })])]));
  const shown = published.flatMap(({ sessions }) => sessions.filter(({ state }) => state === 'active'));
  assert.deepEqual(
    shown.map(({ id, bytesTx, bytesRx, from }) => [id, bytesTx, bytesRx, from.bytes]),
    [
      [-1, 240, 46_816, { source: 'poll', at: NOON + 61_000 }],
      [-1, 6240, 46_816, { source: 'poll', at: NOON + 121_000 }],
    ],
  );
  assert.equal((await store.reads.session(-1))?.session.bytesTx, undefined, 'its own bytes come with its end');
  await store.close();
});
