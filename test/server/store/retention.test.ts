import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Notification } from '../../../server/domain/alert/notification.ts';
import { openStore } from '../../../server/store/open.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import type { Purge } from '../../../server/domain/retention.ts';
import { channel, raised } from '../alert/lab.ts';
import { NOON, scratch, setOf } from './scratch.ts';

const DAY = 24 * 60 * 60_000;

async function lab(t: Parameters<typeof scratch>[0]) {
  const path = await scratch(t);
  const store = await openStore({ path, now: () => NOON });
  t.after(() => store.close());
  const { id, ...noc } = channel();
  assert.equal((await store.addChannel(noc)).id, id);
  const writer = await openWriter(path);
  t.after(() => writer.close());
  const purge = async (what: Purge, before: number): Promise<number> => {
    let gone = 0;
    for (let [after, more] = [0, true]; more;) {
      const step = await store.purge(what, { before, most: 2, look: 3, after });
      gone += step.gone;
      ({ stopped: after, more } = step);
    }
    return gone;
  };
  return { store, writer, purge };
}

test('alerts leave a while after their end with their history; open ones, those that wait to be told and the last id stay', async (t) => {
  const { store, writer, purge } = await lab(t);
  const alert = async (id: number, clearedAt: number | null): Promise<void> => {
    await writer.run(`INSERT INTO alert VALUES (?, 'pool.full', ?, 1, 'critical', ?, ?, '{}')`, [id, `pool ${id}`, NOON - DAY, clearedAt]); // prettier-ignore
    await writer.run(`INSERT INTO alert_event (alert, at, kind, detail) VALUES (?, ?, 'raised', '')`, [id, NOON - DAY]);
  };
  for (const id of [1, 2, 3, 4]) await alert(id, NOON - 1);
  await alert(5, null);
  await alert(6, NOON + 1);
  await alert(7, NOON - 1);
  await writer.run(`INSERT INTO alert_group VALUES ('pool', '{"key":"pool","waiting":[3],"isRaised":true}')`);
  assert.equal(await purge('alerts', NOON), 3);
  assert.deepEqual((await writer.all('SELECT id FROM alert')).map(({ id }) => id), [3, 5, 6, 7]); // prettier-ignore
  assert.deepEqual((await writer.all('SELECT alert FROM alert_event')).map(({ alert }) => alert), [3, 5, 6, 7]); // prettier-ignore
  assert.equal((await store.alerts()).lastAlert, 7);
});

test('what people were told leaves when none of its alerts is left and nothing of it is due', async (t) => {
  const { store, writer, purge } = await lab(t);
  const told = (id: number, at: number): Notification => ({ ...raised, id, at });
  const alert = raised.alerts[0]?.alert ?? 0;
  const notifications = [told(1, NOON - 2), told(2, NOON - 2), told(3, NOON - 1), told(4, NOON + 1)];
  const nothing = { alerts: [], episodes: [], memory: [], groups: [], history: [] };
  const deliveries = notifications.map(({ id }) => ({
    notification: id,
    channel: 1,
    key: `key ${id}`,
    since: NOON - 2,
  }));
  await store.commit(setOf({ alerts: { ...nothing, notifications, deliveries } }));
  for (const id of [1, 2, 3]) await store.putOutcome(id, { sent: true, result: 'HTTP 200', at: NOON - 1 });
  await writer.run(`UPDATE delivery SET state = 'due', doneAt = NULL WHERE notification = 2`);
  await writer.run(`INSERT INTO alert VALUES (?, 'pool.full', 'vpnpool', 1, 'critical', 0, NULL, '{}')`, [alert]);
  assert.equal(await purge('notifications', NOON), 0, 'its alert is there yet');
  await writer.run('DELETE FROM alert');
  const { held: _held, ...step } = await store.purge('notifications', { before: NOON, most: 1, look: 9, after: 0 });
  assert.deepEqual(step, { gone: 1, more: true, stopped: 2 }, 'as many as may go, of more that are looked at');
  assert.equal(await purge('notifications', NOON), 1);
  for (const sql of ['SELECT id FROM notification', 'SELECT notification AS id FROM delivery', 'SELECT DISTINCT notification AS id FROM told']) // prettier-ignore
    assert.deepEqual((await writer.all(sql)).map(({ id }) => id), [2, 4]); // prettier-ignore
});

test('silences and maintenance windows leave a while after they are over; the last id and what goes on stay', async (t) => {
  const { store, purge } = await lab(t);
  const told = { reason: 'x', by: 'Doc', at: NOON - 3 * DAY };
  for (const [id, until] of [
    [1, NOON - DAY],
    [2, NOON + DAY],
    [3, NOON - DAY],
  ] as const)
    // prettier-ignore
    await store.putAlertSetting({ silence: { ...told, id, matchers: { device: 'ASA' }, until } });
  const window = { ...told, devices: [], sites: [], from: NOON - 2 * DAY, until: NOON - DAY };
  await store.putAlertSetting({ maintenance: { ...window, id: 1 } });
  await store.putAlertSetting({ maintenance: { ...window, id: 2, every: 'day' } });
  await store.putAlertSetting({
    maintenance: { ...window, id: 3, every: 'day', ended: { by: 'Doc', at: NOON - DAY } },
  });
  await store.putAlertSetting({ maintenance: { ...window, id: 4 } });
  assert.equal(await purge('mutes', NOON), 3);
  const { silences, maintenance } = await store.alertSettings();
  assert.deepEqual(silences.map(({ id }) => id), [2, 3]); // prettier-ignore
  assert.deepEqual(maintenance.map(({ id }) => id), [2, 4]); // prettier-ignore
});

test('a sample of what is not understood leaves with the messages, its count stays', async (t) => {
  const { store, purge } = await lab(t);
  await store.addDevice({ name: 'asa', addresses: ['192.0.2.1'], state: 'adopted', addedAt: NOON });
  const tally = (messageId: number, last: number) =>
    ({
      device: 1,
      messageId,
      outcome: 'misfit',
      count: 3,
      sample: `line ${messageId}`,
      first: NOON - DAY,
      last,
    }) as const;
  await store.commit(setOf({ unknown: [tally(113019, NOON - 1), tally(113039, NOON)] }));
  assert.equal(await purge('samples', NOON), 1);
  const left = await store.reads.unknown({ limit: 9 });
  assert.deepEqual(left.map(({ messageId, count, sample }) => [messageId, count, sample]).sort(), [[113019, 3, ''], [113039, 3, 'line 113039']]); // prettier-ignore
});
