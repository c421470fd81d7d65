import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Matchers } from '../../../server/domain/alert/mute.ts';
import { rules } from '../../../server/domain/alert/rules.ts';
import { DeviceConflict } from '../../../server/store/device.ts';
import type { Store, WriteSet } from '../../../server/store/store.ts';
import { NOON, scratch } from '../store/scratch.ts';
import { Watchman, type Heard } from './watchman.ts';

const DAY = 24 * 60 * 60_000;
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

test('what is set for a head-end by its name follows its new one, at once and after a start; patterns and what is over do not', async (t) => {
  const one = await new Watchman(await scratch(t), NOON).open();
  const { id } = await one.store.addDevice({ name: 'OLD', addresses: [from], state: 'adopted', addedAt: NOON });
  await one.store.addDevice({ name: 'OLD-2', addresses: ['10.10.10.9'], state: 'adopted', addedAt: NOON });
  await one.recorder.refresh();
  await one.hear(NOON, refused('marty'));
  const [alert] = one.recorder.alerts.open();
  assert.ok(alert);
  const told = { reason: 'x', by: 'Doc' };
  const silence = async (matchers: Matchers) =>
    one.recorder.act({ kind: 'silence', ...told, matchers, until: NOON + DAY });
  for (const device of ['OLD', 'old', 'OLD*', 'OLD-2', 'OLD']) await silence({ device });
  await silence({ rule: 'pool.exhausted' });
  await one.recorder.act({ kind: 'expire', silence: 5, by: 'Doc' });
  const window = { ...told, sites: ['OLD'], from: NOON + 2 * DAY, until: NOON + 3 * DAY };
  await one.recorder.act({ kind: 'maintain', ...window, devices: ['OLD-2', 'OLD'] });
  const { enabled, levels, raiseAfter, clearAfter } = rules['pool.chain'];
  const setting = { enabled, levels, raiseAfter, clearAfter };
  for (const scope of [
    { kind: 'device', name: 'OLD' },
    { kind: 'site', name: 'OLD' },
  ] as const)
    await one.recorder.act({ kind: 'set', rule: 'pool.chain', scope, setting, by: 'Doc' });
  const renamed = await one.store.renameDevice(id, 'NEW');
  assert.deepEqual(renamed, { from: 'OLD', to: 'NEW', settings: 1, silences: 2, windows: 1 });
  await one.recorder.refresh();
  const isAsExpected = () => {
    const { silences, maintenance, settings } = one.recorder.alerts;
    assert.deepEqual(silences.map(({ matchers }) => matchers.device), ['NEW', 'NEW', 'OLD*', 'OLD-2', 'OLD', undefined]); // prettier-ignore
    assert.deepEqual(maintenance.map(({ devices, sites }) => [devices, sites]), [[['OLD-2', 'NEW'], ['OLD']]]); // prettier-ignore
    assert.deepEqual(settings.map(({ scope }) => `${scope?.kind} ${scope?.name}`).sort(), ['device NEW', 'site OLD']);
  };
  isAsExpected();
  const { history = [] } = (await one.store.reads.alert(alert.id)) ?? {};
  const { kind, detail, alert: of } = history.at(-1) ?? {};
  assert.deepEqual([kind, detail, of], ['changed', 'its head-end OLD is called NEW now', alert.id]);
  assert.deepEqual(one.recorder.alerts.open().map(({ id: open }) => open), [alert.id]); // prettier-ignore
  await one.hear(NOON + 1000, refused('biff'));
  assert.equal(one.recorder.alerts.open()[0]?.muted, 'silenced', 'the silence still holds for it');
  await one.openAnew(true);
  isAsExpected();
  await one.close();
});

test('thresholds that were set for the new name ahead stay, and others follow', async (t) => {
  const one = await new Watchman(await scratch(t), NOON).open();
  const { id } = await one.store.addDevice({ name: 'OLD', addresses: [from], state: 'adopted', addedAt: NOON });
  const set = async (rule: 'pool.chain' | 'pool.exhausted', name: string, raiseAfter: number): Promise<void> => {
    const { enabled, levels, clearAfter } = rules[rule];
    const scope = { kind: 'device', name } as const;
    await one.recorder.act({ kind: 'set', rule, scope, setting: { enabled, levels, raiseAfter, clearAfter }, by: 'Doc' }); // prettier-ignore
  };
  await set('pool.chain', 'OLD', 1000);
  await set('pool.exhausted', 'OLD', 2000);
  await set('pool.chain', 'NEW', 3000);
  assert.equal((await one.store.renameDevice(id, 'NEW')).settings, 1);
  await one.recorder.refresh();
  const kept = one.recorder.alerts.settings.map(({ rule, scope, setting }) => [rule, scope?.kind === 'device' && scope.name, setting.raiseAfter]); // prettier-ignore
  assert.deepEqual(kept.sort(), [
    ['pool.chain', 'NEW', 3000],
    ['pool.exhausted', 'NEW', 2000],
  ]);
  await one.close();
});

test('a rename that fails changes nothing; a silence in other letters stays with the head-end that is called so', async (t) => {
  const one = await new Watchman(await scratch(t), NOON).open();
  const { id } = await one.store.addDevice({ name: 'ASA', addresses: [from], state: 'adopted', addedAt: NOON });
  await one.store.addDevice({ name: 'asa', addresses: ['10.10.10.9'], state: 'adopted', addedAt: NOON });
  for (const device of ['ASA', 'asa'])
    await one.recorder.act({ kind: 'silence', matchers: { device }, reason: 'x', by: 'Doc', until: NOON + DAY });
  const devices = async () => (await one.store.alertSettings()).silences.map(({ matchers }) => matchers.device);
  await assert.rejects(one.store.renameDevice(id, 'asa'), DeviceConflict);
  assert.deepEqual(await devices(), ['ASA', 'asa']);
  await one.store.renameDevice(id, 'NEW');
  assert.deepEqual(await devices(), ['NEW', 'asa']);
  await one.close();
});
