import { severities } from '../domain/alert/alert.ts';
import type {
  Channel,
  Delivery,
  Dismissal,
  NewDelivery,
  Notification,
  Told,
  Tried,
} from '../domain/alert/notification.ts';
import { jsonText } from './cell.ts';
import { channelColumns, readChannel } from './channels.ts';
import type { Ask } from './readers.ts';
import type { Connection, Row, Runs } from './sqlite.ts';

/** All that one try takes. */
export interface DueDelivery {
  readonly delivery: Delivery;
  readonly notification: Notification;
  readonly channel: Channel;
}

/** What a try came to, for the outbox: sent, or due again at a moment (epoch milliseconds). */
export type Outcome = Tried & { readonly at: number; readonly next?: number };

/** A delivery in the history, with the name of its channel and the title of its message. */
export interface DeliveryRow extends Delivery {
  readonly channelName: string;
  readonly title: string;
}

/** Which deliveries of the history; the newest first, a page of at most `limit`. */
export interface DeliveryQuery {
  readonly state?: Delivery['state'];
  readonly notification?: number;
  readonly channel?: number;
  /** Of the messages that tell of this alert. */
  readonly alert?: number;
  /** Leaves people's tests out. */
  readonly noTests?: true;
  /** Older than this delivery. */
  readonly before?: number;
  readonly limit: number;
}

const notificationColumns = 'id, at, kind, "group", severity, title, alerts, alertsInAll, events, open';
const deliveryColumns = 'id, notification, channel, key, state, tries, since, dueAt, doneAt, result, dismissed';

/** Writes messages and their deliveries within the transaction of what they tell of. The same ones again change nothing. */
export async function putNotifications(
  writer: Runs,
  notifications: readonly Notification[],
  deliveries: readonly NewDelivery[],
): Promise<void> {
  for (const one of notifications) {
    await writer.run(
      `INSERT INTO notification (${notificationColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
      [
        ...[one.id, one.at, one.kind, one.group, one.severity, one.title],
        ...[jsonText(one.alerts), one.alertsInAll, one.events, one.open],
      ],
    );
    for (const { alert } of one.alerts)
      await writer.run('INSERT INTO told (alert, notification) VALUES (?, ?) ON CONFLICT DO NOTHING', [alert, one.id]);
  }
  for (const { notification, channel, key, since } of deliveries)
    await writer.run(
      `INSERT INTO delivery (notification, channel, "group", key, state, tries, since, dueAt)
       SELECT id, ?, "group", ?, 'due', 0, ?, ? FROM notification WHERE id = ? ON CONFLICT (key) DO NOTHING`,
      [channel, key, since, since, notification],
    );
}

/** Keeps a person's test of a channel with what it came to, which is not tried again. */
export async function putTest(
  writer: Connection,
  notification: Omit<Notification, 'id'>,
  { channel, key }: Pick<NewDelivery, 'channel' | 'key'>,
  { sent, result }: Tried,
): Promise<void> {
  const [least] = await writer.all('SELECT min(id) AS id FROM notification');
  const test = { ...notification, id: Math.min(0, Number(least?.['id'] ?? 0)) - 1 };
  await putNotifications(writer, [test], [{ notification: test.id, channel, key, since: test.at }]);
  await writer.run(`UPDATE delivery SET state = ?, tries = 1, doneAt = ?, result = ? WHERE key = ?`, [
    ...[sent ? 'sent' : 'dead', test.at, result, key],
  ]);
}

/** The enabled channels on which something is to be tried by that moment. */
export async function dueChannels(ask: Ask, main: string, at: number): Promise<readonly number[]> {
  const rows = await ask(
    main,
    `SELECT id FROM channel WHERE enabled = 1
     AND EXISTS (SELECT 1 FROM delivery WHERE channel = channel.id AND state = 'due' AND dueAt <= ?)`,
    [at],
  );
  return rows.map(({ id }) => Number(id));
}

/** What is tried next on a channel: of each group the first only, so that no recovery overtakes its raise. */
export async function nextDue(ask: Ask, main: string, channel: number, at: number): Promise<DueDelivery | undefined> {
  const [row] = await ask(
    main,
    `SELECT ${deliveryColumns} FROM delivery AS one WHERE channel = ? AND state = 'due' AND dueAt <= ?
     AND NOT EXISTS (SELECT 1 FROM delivery WHERE channel = one.channel AND state = 'due' AND "group" = one."group" AND id < one.id)
     ORDER BY dueAt, id LIMIT 1`,
    [channel, at],
  );
  if (row === undefined) return undefined;
  const [of] = await ask(main, `SELECT ${channelColumns} FROM channel WHERE id = ? AND enabled = 1`, [channel]);
  const notification = await notificationOf(ask, main, Number(row['notification']));
  return of === undefined || notification === undefined
    ? undefined
    : { delivery: readDelivery(row), notification, channel: readChannel(of) };
}

/** Writes what a try came to. What was given up meanwhile does not come alive by a try that failed. */
export async function putOutcome(writer: Connection, id: number, { at, next, sent, result }: Outcome): Promise<void> {
  if (sent)
    await writer.run(
      `UPDATE delivery SET state = 'sent', tries = tries + 1, dueAt = ?, doneAt = ?, result = ? WHERE id = ?`,
      [at, at, result, id],
    );
  else
    await writer.run(`UPDATE delivery SET tries = tries + 1, dueAt = ?, result = ? WHERE id = ? AND state = 'due'`, [
      ...[next ?? at, result, id],
    ]);
}

/** Gives up what has been due since that moment or longer. */
export async function giveUp(writer: Connection, since: number, at: number): Promise<void> {
  await writer.run(
    `UPDATE delivery SET state = 'dead', doneAt = ?, result = 'given up; at last: ' || coalesce(result, 'not tried')
     WHERE state = 'due' AND since <= ?`,
    [at, since],
  );
}

/** Tries what was given up again, with the same key and as long as a new one; tells whether there was such a one, on a channel that still is. */
export async function resend(writer: Connection, id: number, at: number): Promise<boolean> {
  const changed = await writer.run(
    `UPDATE delivery SET state = 'due', since = ?, dueAt = ?, doneAt = NULL WHERE id = ? AND state = 'dead'
     AND channel IN (SELECT id FROM channel WHERE removedAt IS NULL)`,
    [at, at, id],
  );
  return changed > 0;
}

/** Settles that what was given up need not be sent; tells whether there was such a one. A failed test is nothing to settle. */
export async function dismiss(writer: Connection, id: number, dismissal: Dismissal): Promise<boolean> {
  const changed = await writer.run(
    `UPDATE delivery SET state = 'dismissed', dismissed = ? WHERE id = ? AND state = 'dead' AND notification > 0`,
    [jsonText(dismissal), id],
  );
  return changed > 0;
}

/** Deliveries of the history. */
export async function pageOfDeliveries(ask: Ask, main: string, query: DeliveryQuery): Promise<readonly DeliveryRow[]> {
  const wheres: string[] = [];
  const values: (string | number)[] = [];
  const where = (sql: string, value: string | number | undefined): void => {
    if (value === undefined) return;
    wheres.push(sql);
    values.push(value);
  };
  where('state = ?', query.state);
  where('notification = ?', query.notification);
  where('channel = ?', query.channel);
  where('notification IN (SELECT notification FROM told WHERE alert = ?)', query.alert);
  if (query.noTests) where('notification > ?', 0);
  where('id < ?', query.before);
  const rows = await ask(
    main,
    `SELECT ${deliveryColumns}, (SELECT name FROM channel WHERE id = delivery.channel) AS channelName,
     (SELECT title FROM notification WHERE id = delivery.notification) AS title FROM delivery
     ${wheres.length === 0 ? '' : `WHERE ${wheres.join(' AND ')}`} ORDER BY id DESC LIMIT ?`,
    [...values, query.limit],
  );
  return rows.map((row) => ({
    ...readDelivery(row),
    channelName: String(row['channelName']),
    title: String(row['title']),
  }));
}

/** How many are due and dead, and since when the oldest is due (epoch milliseconds); of one channel, if so. */
export async function outboxCounts(ask: Ask, main: string, channel?: number): Promise<OutboxCounts> {
  const [of, values] = channel === undefined ? ['', []] : [' AND channel = ?', [channel]];
  const [due] = await ask(main, `SELECT count(*) AS n, min(since) AS oldest FROM delivery WHERE state = 'due'${of}`, values); // prettier-ignore
  const [dead] = await ask(main, `SELECT count(*) AS n FROM delivery WHERE state = 'dead' AND notification > 0${of}`, values); // prettier-ignore
  const oldest = due?.['oldest'];
  return {
    due: Number(due?.['n'] ?? 0),
    dead: Number(dead?.['n'] ?? 0),
    ...(typeof oldest === 'number' && { dueSince: oldest }),
  };
}

/** What of the outbox is not sent. Failed tests are not counted as dead. */
export interface OutboxCounts {
  readonly due: number;
  readonly dead: number;
  readonly dueSince?: number;
}

/** A message by its id. */
export async function notificationOf(ask: Ask, main: string, id: number): Promise<Notification | undefined> {
  const [row] = await ask(main, `SELECT ${notificationColumns} FROM notification WHERE id = ?`, [id]);
  return row && readNotification(row);
}

function readNotification(row: Row): Notification {
  const number = (column: string): number => Number(row[column]);
  return {
    ...{ id: number('id'), at: number('at'), group: String(row['group']), title: String(row['title']) },
    kind: row['kind'] as Notification['kind'], // border: written by putNotifications
    severity: severities.find((one) => one === row['severity']) ?? 'information',
    alerts: JSON.parse(String(row['alerts'])) as readonly Told[], // the same
    ...{ alertsInAll: number('alertsInAll'), events: number('events'), open: number('open') },
  };
}

function readDelivery(row: Row): Delivery {
  const number = (column: string): number => Number(row[column]);
  const [doneAt, result, dismissed] = [row['doneAt'], row['result'], row['dismissed']];
  return {
    ...{ id: number('id'), notification: number('notification'), channel: number('channel'), key: String(row['key']) },
    state: row['state'] as Delivery['state'], // border: the words are ours
    ...{ tries: number('tries'), since: number('since'), dueAt: number('dueAt') },
    ...(typeof doneAt === 'number' && { doneAt }),
    ...(typeof result === 'string' && { result }),
    ...(typeof dismissed === 'string' && { dismissed: JSON.parse(dismissed) as Dismissal }), // border: written by dismiss
  };
}
