import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store, WriteSet } from '../../../server/store/store.ts';
import { NOON, scratch } from '../store/scratch.ts';
import { Watchman, type Heard } from './watchman.ts';

const from = '10.10.10.2';
const refused = (user: string): Heard => ({
  from,
  line: `<163>%ASA-3-713132: Group = oldgroup, Username = ${user}, IP = 203.0.113.5, Cannot obtain an IP address for remote peer`,
});

/** What is written of alerts, as it is written. */
function watched(written: NonNullable<WriteSet['alerts']>[]) {
  return (store: Store): Store => ({
    ...store,
    commit: async (set) => {
      await store.commit(set);
      if (set.alerts !== undefined) written.push(set.alerts);
    },
  });
}

test('an alert goes on when its head-end gets another name and site: its end is told by the new name, where its beginning was told', async (t) => {
  const written: NonNullable<WriteSet['alerts']>[] = [];
  const one = await new Watchman(await scratch(t), NOON, watched(written)).open();
  const { id } = await one.store.addDevice({ name: 'OLD', addresses: [from], state: 'adopted', addedAt: NOON });
  await one.recorder.refresh();
  await one.hear(NOON, refused('marty'));
  await one.store.renameDevice(id, 'NEW');
  await one.store.placeDevice(id, { site: 'Hill Valley', tags: [] });
  await one.recorder.refresh();
  await one.hear(NOON + 60_000, refused('biff'));
  const [alert, ...others] = one.recorder.alerts.open();
  assert.deepEqual([alert?.about.device, alert?.count, others], [id, 2, []]);
  await one.openAnew(true);
  await one.hear(NOON + 700_000);
  assert.deepEqual(one.recorder.alerts.open(), []);
  const told = written.flatMap(({ notifications = [] }) => notifications);
  assert.deepEqual(
    told.map(({ kind, group, open, alerts }) => [kind, group, open, alerts.map(({ device, site }) => [device, site])]),
    [
      ['raised', 'pool.exhausted OLD', 1, [['OLD', undefined]]],
      ['cleared', 'pool.exhausted OLD', 0, [['NEW', 'Hill Valley']]],
    ],
  );
  await one.close();
});

test('a sender that waits raises nothing, and what it says from its adoption on does', async (t) => {
  const one = await new Watchman(await scratch(t), NOON).open();
  const { id } = await one.store.addDevice({ name: 'WAITS', addresses: [from], state: 'pending', addedAt: NOON });
  await one.recorder.refresh();
  await one.hear(NOON, refused('marty'));
  assert.deepEqual(one.recorder.alerts.open(), []);
  await one.store.adoptDevice(id);
  await one.recorder.refresh();
  await one.hear(NOON + 1000);
  assert.deepEqual(one.recorder.alerts.open(), []);
  await one.hear(NOON + 2000, refused('marty'));
  assert.deepEqual(
    one.recorder.alerts.open().map(({ rule, about }) => [rule, about.device]),
    [['pool.exhausted', id]],
  );
  await one.close();
});

test('an alert of a pool that is configured away is over, and the others of its head-end go on', async (t) => {
  const one = await new Watchman(await scratch(t), NOON).open();
  const { id } = await one.store.addDevice({ name: 'ASA', addresses: [from], state: 'adopted', addedAt: NOON });
  const pools = [{ name: 'small', first: '172.16.3.1', last: '172.16.3.1', mask: '255.255.255.0' }];
  await one.store.configureDevice(id, { pools, chains: [{ tunnelGroup: 'oldgroup', pools: ['small'] }], users: [] });
  await one.recorder.refresh();
  const prefix = 'Group = oldgroup, Username = marty, IP = 198.51.100.7';
  const assigned = `<166>%ASA-6-713228: ${prefix}, Assigned private IP address 172.16.3.1 to remote user`;
  await one.hear(NOON, { from, line: assigned }, refused('biff'));
  const rules = () => one.recorder.alerts.open().map(({ rule }) => rule).sort(); // prettier-ignore
  assert.deepEqual(rules(), ['pool.chain', 'pool.exhausted']);
  await one.store.configureDevice(id, { pools: [], chains: [], users: [] });
  await one.recorder.refresh();
  await one.hear(NOON + 1000);
  await one.hear(NOON + 62_000);
  assert.deepEqual(rules(), ['pool.exhausted']);
  await one.close();
});
