import { snmpAuths, snmpPrivs, type SnmpAccess, type SnmpEngine } from '../domain/snmp.ts';
import type { Ask } from './readers.ts';
import type { Connection, Row } from './sqlite.ts';

/** How many engines that nobody has accepted are remembered of a device: the latest. */
const MOST_STRANGE = 8;

/** How the SNMP of each device is spoken with; those without are not in it. */
export async function readSnmp(ask: Ask, main: string): Promise<readonly SnmpAccess[]> {
  const columns = 'device, version, user, auth, priv, host, port, everySeconds';
  return (await ask(main, `SELECT ${columns} FROM snmp ORDER BY device`)).map(access);
}

/** Tells how a device's SNMP is spoken with from now on. */
export async function putSnmp(writer: Connection, one: SnmpAccess): Promise<void> {
  await writer.run(
    `INSERT OR REPLACE INTO snmp (device, version, user, auth, priv, host, port, everySeconds)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[one.device, one.version, one.user ?? null, one.auth ?? null, one.priv ?? null],
      ...[one.host, one.port, one.everySeconds],
    ],
  );
}

/** From now on its SNMP is not spoken with; its secrets, its engines and what it last said are forgotten. */
export async function dropSnmp(writer: Connection, device: number): Promise<void> {
  for (const table of ['snmp', 'snmp_engine', 'snmp_poll', 'sample'])
    await writer.run(`DELETE FROM ${table} WHERE device = ?`, [device]);
  await writer.run('DELETE FROM secret WHERE owner = ?', [`snmp:${device}`]);
}

/** The engines of all devices, of each the one heard last first. */
export async function readEngines(ask: Ask, main: string): Promise<readonly SnmpEngine[]> {
  const columns = 'device, engineId, accepted, boots, time, at';
  return (await ask(main, `SELECT ${columns} FROM snmp_engine ORDER BY device, at DESC, engineId`)).map(engine);
}

/** Keeps what was heard of engines. None goes back in its boots and time, and one that a person has accepted stays accepted. */
export async function putEngines(writer: Connection, engines: readonly SnmpEngine[]): Promise<void> {
  for (const { device, engineId, accepted, boots, time, at } of engines) {
    await writer.run(
      `INSERT INTO snmp_engine (device, engineId, accepted, boots, time, at) SELECT device, ?, ?, ?, ?, ? FROM snmp WHERE device = ?
       ON CONFLICT (device, engineId) DO UPDATE SET
         accepted = max(accepted, excluded.accepted), at = max(at, excluded.at),
         boots = max(boots, excluded.boots),
         time = CASE WHEN excluded.boots > boots THEN excluded.time WHEN excluded.boots < boots THEN time ELSE max(time, excluded.time) END`,
      [engineId, accepted ? 1 : 0, boots, time, at, device],
    );
    await writer.run(
      `DELETE FROM snmp_engine WHERE device = ? AND accepted = 0 AND engineId NOT IN
         (SELECT engineId FROM snmp_engine WHERE device = ? AND accepted = 0 ORDER BY at DESC, engineId LIMIT ?)`,
      [device, device, MOST_STRANGE],
    );
  }
}

/** From now on the engine is believed. */
export async function acceptEngine(writer: Connection, device: number, engineId: string): Promise<void> {
  await writer.run('UPDATE snmp_engine SET accepted = 1 WHERE device = ? AND engineId = ?', [device, engineId]);
}

function access(row: Row): SnmpAccess {
  const user = row['user'];
  const auth = snmpAuths.find((one) => one === row['auth']);
  const priv = snmpPrivs.find((one) => one === row['priv']);
  return {
    device: Number(row['device']),
    version: row['version'] === 'v3' ? 'v3' : 'v2c',
    ...(typeof user === 'string' && { user }),
    ...(auth !== undefined && { auth }),
    ...(priv !== undefined && { priv }),
    host: String(row['host']),
    port: Number(row['port']),
    everySeconds: Number(row['everySeconds']),
  };
}

function engine(row: Row): SnmpEngine {
  const number = (column: string): number => Number(row[column]);
  return {
    device: number('device'),
    engineId: String(row['engineId']),
    accepted: row['accepted'] === 1,
    ...{ boots: number('boots'), time: number('time'), at: number('at') },
  };
}
