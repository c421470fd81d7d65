import type { Alert } from '../domain/alert/alert.ts';
import type { AlertChanges, AlertOrigin, AlertsSet, AlertTurn } from '../domain/alert/kept.ts';
import type { Episode } from '../domain/alert/life.ts';
import { overAt, type Maintenance, type Silence } from '../domain/alert/mute.ts';
import type { PastLogin } from '../domain/alert/observe/login/tries.ts';
import type { Json } from '../domain/alert/observer.ts';
import { settingKey, type AlertSetting, type RuleSetting } from '../domain/alert/scope.ts';
import type { Group } from '../domain/alert/tell.ts';
import { jsonCell, jsonText, mixedText, rowsText } from './cell.ts';
import { readChannels } from './channels.ts';
import { putNotifications } from './outbox.ts';
import type { Ask } from './readers.ts';
import type { Connection, Runs } from './sqlite.ts';

/** Writes the rows within the transaction that is open. */
export async function putAlerts(writer: Runs, rows: AlertChanges & Partial<AlertTurn>): Promise<void> {
  await putAlertRows(writer, rows.alerts);
  await putEach(
    writer,
    'INSERT INTO alert_event (alert, at, kind, detail, "by")',
    rows.history.map(({ alert, at, kind, detail, by }) => [alert, at, kind, detail, by ?? null]),
    0,
  );
  const episodes = rows.episodes.map(({ key, episode }): Kept => ({ key: [key], body: episode }));
  await keep(writer, 'alert_episode', ['key'], episodes);
  // In place of what was there: the row gets a new id, which is the order.
  const memory = rows.memory.map(({ observer, key, body }): Kept => ({ key: [observer, key], body }));
  await keep(writer, 'alert_memory', ['observer', 'key'], memory);
  const groups = rows.groups.map((group): Kept => ({ key: [group.key], body: group }));
  await keep(writer, 'alert_group', ['key'], groups);
  await putNotifications(writer, rows.notifications, rows.deliveries ?? []);
  if (rows.clock !== undefined)
    await writer.run('INSERT OR REPLACE INTO alert_clock (id, ahead, at) VALUES (1, ?, ?)', [
      Math.round(rows.clock.ahead),
      Math.round(rows.clock.at),
    ]);
}

async function putAlertRows(writer: Runs, alerts: readonly Alert[]): Promise<void> {
  const cells = alerts.map((one): readonly unknown[] => {
    const { id, rule, subject, about, severity, raisedAt, clearedAt = null } = one;
    return [id, rule, subject, about.device ?? null, severity, raisedAt, clearedAt, one];
  });
  const columns = '(id, rule, subject, device, severity, raisedAt, clearedAt, body)';
  await putEach(writer, `INSERT OR REPLACE INTO alert ${columns}`, cells, 1);
}

/** Keeps what a person set. */
export async function putAlertSetting(writer: Connection, one: AlertSetting): Promise<void> {
  if ('setting' in one)
    await writer.run('INSERT OR REPLACE INTO alert_setting (key, body) VALUES (?, ?)', [
      settingKey(one.setting),
      jsonText(one.setting),
    ]);
  else if ('unset' in one) await writer.run('DELETE FROM alert_setting WHERE key = ?', [settingKey(one.unset)]);
  else if ('silence' in one)
    await writer.run('INSERT OR REPLACE INTO silence (id, until, body) VALUES (?, ?, ?)', [
      one.silence.id,
      one.silence.until,
      jsonText(one.silence),
    ]);
  else
    await writer.run('INSERT OR REPLACE INTO maintenance (id, until, body) VALUES (?, ?, ?)', [
      one.maintenance.id,
      Number.isFinite(overAt(one.maintenance)) ? overAt(one.maintenance) : null,
      jsonText(one.maintenance),
    ]);
}

/** Everything alerting starts from. */
export async function loadAlerts(ask: Ask, main: string): Promise<AlertOrigin> {
  const bodies = bodiesOf(ask, main);
  const keyed = await ask<{ key: string; body: string }>(main, 'SELECT key, body FROM alert_episode ORDER BY key');
  const memory = await ask<{ observer: string; key: string; body: string }>(
    main,
    'SELECT observer, key, body FROM alert_memory ORDER BY rowid',
  );
  const groups = await bodies<Group>('SELECT body FROM alert_group ORDER BY key');
  const waiting = groups.flatMap((group) => group.waiting);
  const [last] = await ask<{ id: number | null }>(main, 'SELECT max(id) AS id FROM alert');
  const [lastTold] = await ask<{ id: number | null }>(main, 'SELECT max(id) AS id FROM notification');
  const misfits = await ask<{ device: number; count: number }>(
    main,
    `SELECT device, sum(count) AS count FROM unknown WHERE outcome = 'misfit' GROUP BY device`,
  );
  const [clock] = await ask<{ ahead: number; at: number }>(main, 'SELECT ahead, at FROM alert_clock');
  return {
    episodes: keyed.map(({ key, body }) => [key, JSON.parse(body) as Episode] as const),
    waiting: await bodies<Alert>(
      'SELECT body FROM alert WHERE clearedAt IS NOT NULL AND id IN (SELECT value FROM json_each(?))',
      JSON.stringify(waiting),
    ),
    memory: memory.map(({ observer, key, body }) => ({ observer, key, body: JSON.parse(body) as Json })),
    ...(!memory.some(({ observer }) => observer === 'logins') && { pastLogins: await pastLogins(ask, main) }),
    groups,
    ...(await readAlertSettings(ask, main)),
    lastAlert: last?.id ?? 0,
    // Those of tests are below 0.
    lastNotification: Math.max(0, lastTold?.id ?? 0),
    channels: await readChannels(ask, main),
    misfits: new Map(misfits.map(({ device, count }) => [device, count])),
    ...(clock !== undefined && { clock }),
  };
}

/** What people have set. */
export async function readAlertSettings(ask: Ask, main: string): Promise<AlertsSet> {
  const bodies = bodiesOf(ask, main);
  return {
    silences: await bodies<Silence>('SELECT body FROM silence ORDER BY id'),
    maintenance: await bodies<Maintenance>('SELECT body FROM maintenance ORDER BY id'),
    settings: await bodies<RuleSetting>('SELECT body FROM alert_setting ORDER BY key'),
  };
}

function bodiesOf(ask: Ask, main: string) {
  return async <T>(sql: string, ...values: readonly string[]): Promise<readonly T[]> =>
    (await ask<{ body: string }>(main, sql, values)).map(({ body }) => JSON.parse(body) as T); // as `putAlerts` and `putAlertSetting` wrote it
}

const DAY = 24 * 60 * 60_000;
/** As long as a user is known for who has logged in, and as many pairs of user and source. */
const PAST = 30 * DAY;
const MOST_PAST = 100_000;

/** The first and the last login of each user from each source within the last 30 days on record, of many the latest. */
async function pastLogins(ask: Ask, main: string): Promise<readonly PastLogin[]> {
  const pairs = await ask<{ user: string; publicIp: string; first: number; last: number }>(
    main,
    `SELECT u.name AS user, publicIp, first, last FROM (
       SELECT user, publicIp, min(start) AS first, max(start) AS last FROM session
       WHERE start >= (SELECT max(start) FROM session) - ? GROUP BY user, publicIp ORDER BY last DESC LIMIT ?
     ) JOIN user u ON u.id = user`,
    [PAST, MOST_PAST],
  );
  return pairs
    .flatMap(({ user, publicIp, first, last }) =>
      [first, ...(last > first ? [last] : [])].map((at) => ({ user, publicIp, at })),
    )
    .sort((a, b) => a.at - b.at);
}

/** What is kept under a key; without a body it is forgotten. */
interface Kept {
  readonly key: readonly string[];
  readonly body: unknown;
}

async function keep(writer: Runs, table: string, keys: readonly string[], rows: readonly Kept[]): Promise<void> {
  const kept = rows.filter(({ body }) => body !== undefined);
  const insert = `INSERT OR REPLACE INTO ${table} (${keys.join(', ')}, body)`;
  await putEach(
    writer,
    insert,
    kept.map(({ key, body }) => [...key, body]),
    1,
  );
  const forgotten = rows.filter(({ body }) => body === undefined).map(({ key }) => key);
  await dropEach(writer, table, keys, forgotten);
}

/** The last columns of the rows, so many, hold JSON. */
async function putEach(
  writer: Runs,
  insert: string,
  rows: readonly (readonly unknown[])[],
  jsonColumns: number,
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const plain = first.length - jsonColumns;
  const columns = first.map((_cell, index) => (index < plain ? `value->>${index}` : jsonCell(index))).join(', ');
  // In their order: the ids of rows are one.
  await writer.run(`${insert} SELECT ${columns} FROM jsonb_each(?) ORDER BY key`, [mixedText(rows, jsonColumns)]);
}

async function dropEach(
  writer: Runs,
  table: string,
  keys: readonly string[],
  rows: readonly (readonly string[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = keys.map((_key, index) => `value->>${index}`).join(', ');
  await writer.run(`DELETE FROM ${table} WHERE (${keys.join(', ')}) IN (SELECT ${columns} FROM jsonb_each(?))`, [
    rowsText(rows),
  ]);
}
