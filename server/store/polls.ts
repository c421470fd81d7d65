import type { Meter } from '../domain/meter.ts';
import type { Peer } from '../domain/peer.ts';
import type { PollChange, PollSet } from '../domain/poll-set.ts';
import type { PoolPoll, Stray } from '../domain/pool-poll.ts';
import type { Unit } from '../domain/unit.ts';
import { rowsText } from './cell.ts';
import { put } from './put.ts';
import type { Ask } from './readers.ts';
import type { Connection } from './sqlite.ts';
import { putSessionPolls } from './session-polls.ts';
import { makeTable, type Table } from './table.ts';

const unitTable = makeTable<Unit>('unit', ['device'], {
  device: 'plain',
  at: 'plain',
  facts: 'json',
  switchedAt: 'plain',
  totals: 'json',
  beat: 'json',
});

const meterTable = makeTable<Meter>('meter', ['session'], {
  session: 'plain',
  device: 'plain',
  listing: 'plain',
  listedAt: 'plain',
  latest: 'json',
  previous: 'json',
  carried: 'json',
  sas: 'json',
});

const peerTable = makeTable<Peer>('peer', ['device', 'index'], {
  device: 'plain',
  index: 'plain',
  connection: 'plain',
  publicIp: 'plain',
  protocols: 'plain',
  encryption: 'plain',
  bytesTx: 'plain',
  bytesRx: 'plain',
  seconds: 'plain',
  at: 'plain',
});

const poolPollTable = makeTable<PoolPoll>('pool_poll', ['device', 'pool'], {
  device: 'plain',
  pool: 'plain',
  first: 'plain',
  last: 'plain',
  mask: 'plain',
  free: 'plain',
  held: 'plain',
  inUse: 'plain',
  at: 'plain',
  heldAddresses: 'json',
});

const strayTable = makeTable<Stray>('stray', ['device', 'address'], {
  device: 'plain',
  address: 'plain',
  pool: 'plain',
  since: 'plain',
  at: 'plain',
});

/** Writes what polls changed, within the transaction that is open. */
export async function putPolls(writer: Connection, change: PollChange): Promise<void> {
  await put(writer, unitTable, change.units);
  await put(writer, meterTable, change.meters);
  if (change.peersOf.length > 0) {
    const devices = rowsText(change.peersOf.map((device) => [device]));
    await writer.run('DELETE FROM peer WHERE device IN (SELECT value->>0 FROM jsonb_each(?))', [devices]);
  }
  await put(writer, peerTable, change.peers);
  await put(writer, poolPollTable, change.pools);
  if (change.straysOf.length > 0) {
    const pools = rowsText(change.straysOf.map(({ device, pool }) => [device, pool]));
    await writer.run('DELETE FROM stray WHERE (device, pool) IN (SELECT value->>0, value->>1 FROM jsonb_each(?))', [
      pools,
    ]);
  }
  await put(writer, strayTable, change.strays);
  await putSessionPolls(writer, change);
}

/** What polls left. Of sessions only those that are active, or ended since then (epoch milliseconds), have their meters told. */
export async function readPolls(ask: Ask, main: string, endedSince: number): Promise<PollSet> {
  const rows = async <T>(table: Table<T>, where = '', ...values: readonly number[]): Promise<readonly T[]> =>
    (await ask(main, `${table.select}${where}`, values)).map((row) => table.fromRow(row));
  const live = `SELECT id FROM session WHERE state = 'active' UNION ALL SELECT id FROM session WHERE state = 'ended' AND "end" >= ?`;
  return {
    units: await rows(unitTable),
    meters: await rows(meterTable, ` WHERE t.session IN (${live})`, endedSince),
    peers: await rows(peerTable),
    pools: await rows(poolPollTable),
    strays: await rows(strayTable),
  };
}

/** The meter of one session, if a poll ever listed it. */
export async function meterOf(ask: Ask, main: string, session: number): Promise<Meter | undefined> {
  const [row] = await ask(main, `${meterTable.select} WHERE t.session = ?`, [session]);
  return row === undefined ? undefined : meterTable.fromRow(row);
}

/** The meters of sessions; those that no poll ever listed have none. */
export async function metersOf(ask: Ask, main: string, sessions: readonly number[]): Promise<readonly Meter[]> {
  const where = 'WHERE t.session IN (SELECT value FROM json_each(?))';
  const rows = await ask(main, `${meterTable.select} ${where}`, [JSON.stringify(sessions)]);
  return rows.map((row) => meterTable.fromRow(row));
}
