import type { DeviceFacts, Polled, PollFailure, Polling, Unread } from '../domain/polling.ts';
import { jsonText } from './cell.ts';
import { putSamples } from './samples.ts';
import type { Ask } from './readers.ts';
import type { DevicePoll } from './polled-reads.ts';
import type { Connection, Row } from './sqlite.ts';

/** What the last poll of a device gave. */
export interface LastPoll {
  readonly device: number;
  /** When it began, epoch milliseconds. */
  readonly startedAt: number;
  /** When it ended, epoch milliseconds. */
  readonly at: number;
  readonly facts: DeviceFacts;
  readonly failures: readonly PollFailure[];
}

/** A moment (epoch milliseconds) at which a device refused our own login. */
export interface RefusedLogin {
  readonly device: number;
  readonly at: number;
}

/** How each device is asked; those that are not asked are not in it. */
export async function readPollings(ask: Ask, main: string): Promise<readonly Polling[]> {
  const columns = 'device, transport, host, port, user, legacy, everySeconds, fingerprint';
  return (await ask(main, `SELECT ${columns} FROM polling ORDER BY device`)).map(polling);
}

/** How one device is asked, and what came of it. */
export async function pollOf(ask: Ask, main: string, device: number): Promise<DevicePoll> {
  const [polling] = (await readPollings(ask, main)).filter((one) => one.device === device);
  const [last] = (await readLastPolls(ask, main)).filter((one) => one.device === device);
  const rows = await ask(main, 'SELECT at, failure FROM unread WHERE device = ? ORDER BY command', [device]);
  const unread = rows.map(({ at, failure }): Unread => {
    return { at: Number(at), failure: JSON.parse(String(failure)) as PollFailure }; // border: written by putPoll
  });
  return { ...(polling && { polling }), ...(last && { last }), ...(unread.length > 0 && { unread }) };
}

/** Tells how the device is asked from now on. */
export async function putPolling(writer: Connection, one: Polling): Promise<void> {
  await writer.run(
    `INSERT OR REPLACE INTO polling (device, transport, host, port, user, legacy, everySeconds, fingerprint)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[one.device, one.transport, one.host, one.port, one.user, one.legacy ? 1 : 0, one.everySeconds],
      one.fingerprint ?? null,
    ],
  );
}

/** From now on the device is not asked; its passwords and what it last said are forgotten. */
export async function dropPolling(writer: Connection, device: number): Promise<void> {
  for (const table of ['polling', 'poll', 'unread', 'refused_login'])
    await writer.run(`DELETE FROM ${table} WHERE device = ?`, [device]);
  await writer.run('DELETE FROM secret WHERE owner = ?', [`device:${device}`]);
}

/** The last poll of each device that was ever asked, by commands or over SNMP. */
export async function readLastPolls(
  ask: Ask,
  main: string,
  table: 'poll' | 'snmp_poll' = 'poll',
): Promise<readonly LastPoll[]> {
  const rows = await ask(main, `SELECT device, startedAt, at, facts, failures FROM ${table} ORDER BY device`);
  return rows.map(({ device, startedAt, at, facts, failures }) => ({
    ...{ device: Number(device), startedAt: Number(startedAt), at: Number(at) },
    facts: JSON.parse(String(facts)) as DeviceFacts, // border: written by putPoll
    failures: JSON.parse(String(failures)) as readonly PollFailure[],
  }));
}

/** Keeps what a poll gave in place of the one before. Facts that this one did not ask for stay. */
export async function putPoll(writer: Connection, polled: Polled): Promise<void> {
  const { device, startedAt, finishedAt, facts, failures, read = [], by } = polled;
  const table = by === 'snmp' ? 'snmp_poll' : 'poll';
  await writer.run(
    `INSERT INTO ${table} (device, startedAt, at, facts, failures) SELECT id, ?, ?, ?, ? FROM device WHERE id = ?
     ON CONFLICT (device) DO UPDATE SET startedAt = excluded.startedAt, at = excluded.at, facts = json_patch(facts, excluded.facts), failures = excluded.failures`,
    [startedAt, finishedAt, jsonText(facts), jsonText(failures), device],
  );
  if (by === 'snmp') {
    await putSamples(writer, polled);
    return;
  }
  await writer.run('DELETE FROM unread WHERE device = ? AND command IN (SELECT value FROM json_each(?))', [
    device,
    jsonText(read),
  ]);
  for (const failure of failures.filter(({ why }) => why === 'refused' || why === 'misfit')) {
    await writer.run(
      'INSERT OR REPLACE INTO unread (device, command, at, failure) SELECT id, ?, ?, ? FROM device WHERE id = ?',
      [failure.at, finishedAt, jsonText(failure), device],
    );
  }
}

/** Those since a moment (epoch milliseconds). */
export async function refusedLogins(ask: Ask, main: string, since: number): Promise<readonly RefusedLogin[]> {
  const rows = await ask(main, 'SELECT device, at FROM refused_login WHERE at >= ? ORDER BY at', [since]);
  return rows.map(({ device, at }) => ({ device: Number(device), at: Number(at) }));
}

/** Remembers one, and forgets those of a day ago. */
export async function putRefusedLogin(writer: Connection, { device, at }: RefusedLogin): Promise<void> {
  await writer.run('INSERT OR IGNORE INTO refused_login (device, at) VALUES (?, ?)', [device, at]);
  await writer.run('DELETE FROM refused_login WHERE at < ?', [at - 24 * 60 * 60_000]);
}

function polling(row: Row): Polling {
  const fingerprint = row['fingerprint'];
  return {
    device: Number(row['device']),
    transport: row['transport'] === 'https' ? 'https' : 'ssh',
    host: String(row['host']),
    port: Number(row['port']),
    user: String(row['user']),
    legacy: row['legacy'] === 1,
    everySeconds: Number(row['everySeconds']),
    ...(typeof fingerprint === 'string' && { fingerprint }),
  };
}
