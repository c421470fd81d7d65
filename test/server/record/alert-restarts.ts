import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Alert } from '../../../server/domain/alert/alert.ts';
import type { Batch } from '../../../server/domain/batch.ts';
import { openReaders } from '../../../server/store/readers.ts';
import type { Row } from '../../../server/store/sqlite.ts';
import type { Store } from '../../../server/store/store.ts';
import { Random } from '../../asa/random.ts';
import { NOON } from '../store/scratch.ts';
import { headEnds, streamOf } from './alert-streams.ts';
import { Watchman } from './watchman.ts';

/** A write that fails for good takes its pauses: streams wait together. */
const AT_ONCE = 4;

/** What is kept of alerts and of what was told of them. */
interface Record {
  readonly alerts: readonly Row[];
  readonly history: readonly Row[];
  readonly notifications: readonly Row[];
  readonly deliveries: readonly Row[];
}

/** How a stream is taken in. */
type Way = (one: Watchman, batch: Batch, random: Random) => Promise<void>;

const plainly: Way = (one, batch) => one.take(batch);

const restarted: Way = async (one, batch, random) => {
  await one.take(batch);
  if (random.chance(0.6)) await one.openAnew(random.chance(0.2));
};

/** A batch whose write failed comes again, as from a collector that was not told that it is there. */
const untilTaken: Way = async (one, batch) => {
  for (;;) {
    try {
      await one.take(batch);
      return;
    } catch (error) {
      assert.match(String(error), /the disk is full/);
    }
  }
};

/** So many random streams raise, clear and tell the same after a restart at any point and a write that fails. Returns how often each rule raised. */
export async function restartStreams(t: TestContext, streams: number): Promise<ReadonlyMap<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'tunnelwatch-'));
  t.after(() => rm(folder, { recursive: true }));
  const rules = new Map<string, number>();
  let told = 0;
  const check = async (seed: number): Promise<void> => {
    const stream = await streamOf(seed, NOON);
    const recordOf = (way: Way, name: string, change?: (store: Store) => Store): Promise<Record> =>
      recorded({ path: join(folder, `${seed}-${name}.db`), stream, way, seed, ...(change && { change }) });
    const expected = await recordOf(plainly, 'plain');
    assert.deepEqual(await recordOf(restarted, 'restarted'), expected, `seed ${seed}, restarted`);
    assert.deepEqual(await recordOf(untilTaken, 'faulty', faulty(seed)), expected, `seed ${seed}, faulty`);
    told += expected.notifications.length;
    for (const { body } of expected.alerts) {
      const { rule } = JSON.parse(String(body)) as Alert;
      rules.set(rule, (rules.get(rule) ?? 0) + 1);
    }
  };
  for (let seed = 0; seed < streams; seed += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => check(seed + n)));
  t.diagnostic(JSON.stringify({ streams, told, ...Object.fromEntries([...rules].sort()) }));
  return rules;
}

async function recorded(how: {
  readonly path: string;
  readonly stream: readonly Batch[];
  readonly way: Way;
  readonly seed: number;
  readonly change?: (store: Store) => Store;
}): Promise<Record> {
  const { path, stream, way, seed } = how;
  const one = await new Watchman(path, NOON, how.change).open();
  for (const { name, address, pool } of headEnds) {
    const { id } = await one.store.addDevice({ name, addresses: [address], state: 'adopted', addedAt: NOON });
    const [of, first, last] = pool;
    const pools = [{ name: of, first, last, mask: '255.255.255.0' }];
    const tunnelGroup = name === 'SIM' ? 'hillvalleyvpn' : 'oldgroup';
    await one.store.configureDevice(id, { pools, chains: [{ tunnelGroup, pools: [of] }], users: [] });
  }
  const all = { settings: {}, onlyEscalated: false, rules: [], sites: [], enabled: true };
  await one.store.addChannel({ name: 'noc', kind: 'webhook', from: 'information', ...all });
  await one.openAnew(false);
  const random = new Random(seed);
  for (const batch of stream) await way(one, batch, random);
  await one.close();
  return read(path);
}

async function read(path: string): Promise<Record> {
  const readers = await openReaders(path);
  const rows = (sql: string): Promise<readonly Row[]> => readers.within(10_000)((ask) => ask(path, sql));
  const record = {
    alerts: await rows('SELECT id, rule, subject, severity, raisedAt, clearedAt, body FROM alert ORDER BY id'),
    history: await rows('SELECT alert, at, kind, detail FROM alert_event ORDER BY rowid'),
    notifications: await rows('SELECT * FROM notification ORDER BY id'),
    deliveries: await rows('SELECT notification, channel, key, since FROM delivery ORDER BY id'),
  };
  await readers.close();
  return record;
}

/** One write in seven fails once, half of them though it is there; one of a stream fails for good, and comes again. */
function faulty(seed: number): (store: Store) => Store {
  const random = new Random(seed + 1_000_000);
  let commits = 0;
  let failing = 0;
  const last = random.int(5, 30);
  return (store) => ({
    ...store,
    commit: async (set) => {
      if (failing > 0) failing -= 1;
      else {
        commits += 1;
        failing = commits === last ? 4 : random.chance(0.15) ? 1 : 0;
      }
      if (failing === 0) return store.commit(set);
      if (random.chance(0.5)) await store.commit(set);
      throw new Error('the disk is full');
    },
  });
}
