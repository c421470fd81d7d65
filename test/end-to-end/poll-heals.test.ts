import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';

import { startPoller } from '../../collectors/show/poller.ts';
import { claimedOf, parse } from '../../collectors/syslog/parse.ts';
import type { Sink } from '../../server/domain/batch.ts';
import type { Claimed } from '../../server/domain/claim.ts';
import type { Session } from '../../server/domain/session.ts';
import { Recorder } from '../../server/record/recorder.ts';
import { openStore } from '../../server/store/open.ts';
import { pairOf } from '../asa/cli/device.ts';
import { serveHttps } from '../asa/cli/https-server.ts';
import { serveSsh } from '../asa/cli/ssh-server.ts';
import type { Release } from '../asa/dialect.ts';
import { Random } from '../asa/random.ts';
import { simulate } from '../asa/simulation.ts';
import { pollingOf, targetOf } from '../collectors/show/lab.ts';
import { scratch } from '../server/store/scratch.ts';
import type { Arrival } from './tell.ts';

const HOUR = 3_600_000;

/** A pair whose lines get lost, told to a recorder, and a poller that asks it; all on the simulator's clock. */
async function lab(t: TestContext, transport: 'ssh' | 'https', release: Release, drop: number) {
  const random = new Random(7);
  const lines: Arrival[] = [];
  const { asa, engine } = simulate(
    (line) => {
      if (!random.chance(drop)) lines.push({ at: engine.now(), line });
    },
    { release, scenario: 'everything', users: 60, sessionSeconds: 900 },
  );
  const pair = pairOf(asa);
  const now = () => engine.now();
  const path = await scratch(t);
  const open = async () => {
    const store = await openStore({ path, now });
    const record = { store, now, adopt: true, publish: () => undefined, devicesChanged: () => undefined };
    return { store, recorder: await Recorder.open(record) };
  };
  let { store, recorder } = await open();
  t.after(() => store.close());
  const pools = asa.pools().map(({ name }) => name);
  await store.addDevice({ name: 'asa01', addresses: ['127.0.0.1'], state: 'adopted', addedAt: now() });
  await recorder.refresh();
  let seq = 0;
  const polled: (() => void)[] = [];
  const sink: Sink = {
    take: async (batch) => {
      await recorder.take(batch);
      for (const done of polled.splice(0)) done();
    },
  };
  const server = await (transport === 'ssh' ? serveSsh : serveHttps)(pair.active, { syslog: false });
  t.after(() => server.close());
  const polling = { ...pollingOf(server, 1, { transport }), everySeconds: 3600 };
  // The poller's own clock stands: it polls when it is asked to.
  const monotonic = { at: 0 };
  const poller = await startPoller(sink, {
    ...{ now, monotonic: () => monotonic.at, epoch: 1, targets: () => [targetOf(polling, { pools })] },
    onFault: (error) => {
      throw error;
    },
  });
  t.after(() => poller.stop());
  return {
    ...{ asa, pair, server },
    store: () => store,
    recorder: () => recorder,
    /** Lets the time pass, and tells the lines that were not lost. */
    pass: async (milliseconds: number) => {
      await engine.run({ until: now() + milliseconds });
      seq += 1;
      const claims = claimsOf(seq, lines.splice(0));
      await recorder.interpret({ at: now(), claims, bySource: {} }, { name: 'syslog', epoch: 1, seq, lastMessage: 0 });
    },
    poll: async () => {
      const done = new Promise<void>((resolve) => polled.push(resolve));
      monotonic.at += HOUR;
      poller.pollNow(1);
      await done;
    },
    restart: async () => {
      await store.close();
      ({ store, recorder } = await open());
    },
    active: () => [...recorder.state.sessions()].filter(({ state }) => state === 'active'),
  };
}

function claimsOf(seq: number, told: readonly Arrival[]): readonly Claimed[] {
  return told.flatMap(
    ({ at, line }, place) =>
      claimedOf(parse(line), { message: seq * 1_000_000 + place + 1, at, from: '127.0.0.1' }) ?? [],
  );
}

const keyOf = ({ user, publicIp }: Pick<Session, 'user' | 'publicIp'>): string => `${user} from ${publicIp}`;

describe('a poll', () => {
  for (const [transport, release] of [
    ['ssh', '9.16'],
    ['ssh', '8.2'],
    ['https', '9.1'],
  ] as const) {
    it(`puts right over ${transport} what a ${release} said and nobody heard, and a restart changes nothing of it`, async (t) => {
      const { asa, pass, poll, restart, active, recorder, store } = await lab(t, transport, release, 0.3);
      const truth = () => [...asa.sessions].map(keyOf).sort();
      await pass(2 * HOUR);
      assert.notDeepEqual(active().map(keyOf).sort(), truth(), 'enough was lost');
      await poll();
      assert.deepEqual(active().map(keyOf).sort(), truth());
      const healed = active();
      assert.ok(healed.some(({ startIs }) => startIs === 'listed'));
      const page = await store().reads.sessions({ state: 'ended', limit: 500 });
      assert.ok(page.sessions.some(({ endIs, endAfter = NaN, endBefore = NaN }) => endIs === 'between' && endAfter <= endBefore)); // prettier-ignore
      const meters = healed.map(({ id }) => recorder().state.meter(id));
      assert.ok(meters.every((meter) => meter?.latest.bytesTx !== undefined));
      const listed = recorder().state.summary(0).pools;
      const addresses = new Set(healed.flatMap(({ assignedIp }) => assignedIp ?? []));
      const used = listed.reduce((sum, { polled }) => sum + (polled?.used ?? 0), 0);
      assert.ok(used >= addresses.size && addresses.size > 0, `${used} of the pools are used, by ${addresses.size}`);
      await restart();
      const byId = (sessions: readonly Session[]) => [...sessions].sort((a, b) => a.id - b.id);
      assert.deepEqual(byId(active()), byId(healed));
      assert.deepEqual(healed.map(({ id }) => recorder().state.meter(id)), meters); // prettier-ignore
      await pass(HOUR);
      await poll();
      assert.deepEqual(active().map(keyOf).sort(), truth());
    });
  }
});
