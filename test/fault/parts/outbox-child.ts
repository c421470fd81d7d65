// A process of its own for the part outbox-kill: `outbox-child PATH FROM` sends what is due in the database there, and puts in message after message
// from that id on, each in one transaction with its delivery, as the recorder does; with `drain` in place of the id it ends once nothing is due.
import { readKey } from '../../../server/access/key.ts';
import { startAlerting } from '../../../server/commands/alerting.ts';
import type { Notification } from '../../../server/domain/alert/notification.ts';
import { deliveriesOf } from '../../../server/domain/alert/route.ts';
import { createLog } from '../../../server/log.ts';
import { openStore } from '../../../server/store/open.ts';
import { putNotifications } from '../../../server/store/outbox.ts';
import { openWriter } from '../../../server/store/sqlite.ts';
import { makeWriter } from '../../../server/store/writer.ts';
import { setTimeout as pause } from 'node:timers/promises';

const GROUPS = 7;
const [, , path = '', from = ''] = process.argv;
const found = await readKey({ env: process.env, keyFile: '/nowhere' });
if (found === undefined) throw new Error('no key');
const { key } = found;
const now = Date.now;
const store = await openStore({ path, now });
const log = createLog('error');
const alerting = startAlerting({ store, key, now, pages: undefined, log }, now);

if (from === 'drain') {
  while ((await store.reads.outbox()).due > 0) await pause(100);
  await alerting.stop();
  await store.close();
} else {
  const writer = makeWriter(await openWriter(path));
  const channels = await store.channels();
  for (let id = Number(from); ; id += 1) {
    // Of each group in turn a raise, and in the next round its end.
    const isRaise = Math.floor(id / GROUPS) % 2 === 0;
    const message: Notification = {
      ...{ id, at: now(), kind: isRaise ? 'raised' : 'cleared', group: `group ${id % GROUPS}`, severity: 'critical' },
      ...{ title: `message ${id}`, alerts: [], alertsInAll: 1, events: 1, open: isRaise ? 1 : 0 },
    };
    await writer.transaction((db) => putNotifications(db, [message], deliveriesOf(message, channels)));
    alerting.nudge();
    await pause(25);
  }
}
