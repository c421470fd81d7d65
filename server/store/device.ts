import type { Device, DeviceConfiguration, InterfaceAddress, Place } from '../domain/device.ts';
import type { Chain, Pool } from '../domain/pool.ts';
import { readStoring, STORING, storingText, type Storing } from '../domain/storing.ts';
import { jsonText, rowsText } from './cell.ts';
import type { Ask } from './readers.ts';
import { followName, type Renamed } from './rename.ts';
import { SqlError, type Connection, type Row } from './sqlite.ts';
import type { NewDevice } from './store.ts';

/** A device's name or address is another's, or there is no such device. */
export class DeviceConflict extends Error {
  override readonly name = 'DeviceConflict';
}

/** All devices by id, with addresses, pools and chains in the order in which they were told. */
export async function readDevices(ask: Ask, main: string): Promise<readonly Device[]> {
  const devices = await ask(
    main,
    'SELECT id, name, state, addedAt, zone, site, owner, phone, circuit, tags, storing FROM device ORDER BY id',
  );
  const addresses = byDevice(await ask(main, 'SELECT device, address FROM device_address ORDER BY device, position'));
  const pools = byDevice(await ask(main, 'SELECT device, name, first, last, mask FROM pool ORDER BY device, position'));
  const chains = byDevice(
    await ask(main, 'SELECT device, tunnelGroup, groupPolicy, pools FROM chain ORDER BY device, position'),
  );
  const interfaces = byDevice(await ask(main, interfaceAddresses));
  return devices.map((row): Device => {
    const id = Number(row['id']);
    return {
      ...{ id, name: String(row['name']), addedAt: Number(row['addedAt']) },
      ...texts(row, ['zone']),
      ...place(row),
      ...storing(row),
      state: row['state'] === 'adopted' ? 'adopted' : 'pending',
      addresses: (addresses.get(id) ?? []).map(({ address }) => String(address)),
      pools: (pools.get(id) ?? []).map(pool),
      chains: (chains.get(id) ?? []).map(chain),
      ...(interfaces.has(id) && { interfaces: (interfaces.get(id) ?? []).map(interfaceAddress) }),
    };
  });
}

/** Of devices with pools alone: nobody else asks, and a configuration is long. */
const interfaceAddresses = `SELECT c.device, a.value AS address, a.key AS role, ifnull(i.value->>'$.nameif.value', i.value->>'name') AS interface
  FROM configuration c, json_each(c.told, '$.interfaces') i, json_each(i.value, '$.address.value') a
  WHERE c.part = 'whole' AND a.key IN ('address', 'standby') AND c.device IN (SELECT device FROM pool)
  ORDER BY c.device, i.key, a.key`;

/** Adds a device; throws `DeviceConflict` when its name or one of its addresses is taken. */
export async function addDevice(writer: Connection, { name, addresses, state, addedAt }: NewDevice): Promise<Device> {
  const rows = await unlessTaken(`a device named ${JSON.stringify(name)} is there already`, () =>
    writer.all<{ id: number }>('INSERT INTO device (name, state, addedAt) VALUES (?, ?, ?) RETURNING id', [
      name,
      state,
      addedAt,
    ]),
  );
  const id = Number(rows[0]?.id);
  for (const address of addresses) await addAddress(writer, id, address);
  return { id, name, state, addresses, pools: [], chains: [], addedAt };
}

/** Adds an address, last in order; throws `DeviceConflict` when it is another device's, or this one's already. */
async function addAddress(writer: Connection, id: number, address: string): Promise<void> {
  await mustExist(writer, id);
  const [owner] = await writer.all<{ name: string }>(
    'SELECT d.name FROM device_address a JOIN device d ON d.id = a.device WHERE a.address = ?',
    [address],
  );
  if (owner !== undefined)
    throw new DeviceConflict(`${address} is an address of device ${JSON.stringify(owner.name)} already`);
  await writer.run(
    'INSERT INTO device_address (address, device, position) SELECT ?, ?, count(*) FROM device_address WHERE device = ?',
    [address, id, id],
  );
}

/** Makes a pending device one whose messages make sessions. */
export async function adoptDevice(writer: Connection, id: number): Promise<void> {
  await mustExist(writer, id);
  await writer.run(`UPDATE device SET state = 'adopted' WHERE id = ?`, [id]);
}

/** Gives the device another name, which what is set for the old one follows; throws `DeviceConflict` when it is taken. */
export async function renameDevice(writer: Connection, id: number, name: string, at: number): Promise<Renamed> {
  await mustExist(writer, id);
  const [before] = await writer.all<{ name: string }>('SELECT name FROM device WHERE id = ?', [id]);
  await unlessTaken(`a device named ${JSON.stringify(name)} is there already`, () =>
    writer.run('UPDATE device SET name = ? WHERE id = ?', [name, id]),
  );
  return followName(writer, { id, from: before?.name ?? name, to: name }, at);
}

/** Tells the zone of the device's own clock, or that nobody knows it. */
export async function zoneDevice(writer: Connection, id: number, zone: string | undefined): Promise<void> {
  await mustExist(writer, id);
  await writer.run('UPDATE device SET zone = ? WHERE id = ?', [zone ?? null, id]);
}

/** Tells which messages of the device are stored. */
export async function storeDevice(writer: Connection, id: number, told: Storing): Promise<void> {
  await mustExist(writer, id);
  await writer.run('UPDATE device SET storing = ? WHERE id = ?', [storingText(told), id]);
}

/** Tells where the device stands and whose it is, in place of what was told before. */
export async function placeDevice(writer: Connection, id: number, told: Place): Promise<void> {
  await mustExist(writer, id);
  const { site = null, owner = null, phone = null, circuit = null, tags } = told;
  await writer.run('UPDATE device SET site = ?, owner = ?, phone = ?, circuit = ?, tags = ? WHERE id = ?', [
    ...[site, owner, phone, circuit],
    jsonText(tags),
    id,
  ]);
}

/** Puts what the running configuration says in place of what was known of it. */
export async function configureDevice(
  writer: Connection,
  id: number,
  told: DeviceConfiguration,
  at: number,
): Promise<void> {
  await mustExist(writer, id);
  const { hostname = null, version = null, pools, chains, users = [] } = told;
  await writer.run('UPDATE device SET hostname = ?, version = ?, configuredAt = ? WHERE id = ?', [
    hostname,
    version,
    at,
    id,
  ]);
  await writer.run('DELETE FROM pool WHERE device = ?', [id]);
  await writer.run('DELETE FROM chain WHERE device = ?', [id]);
  await writer.run(
    `INSERT INTO pool (device, position, name, first, last, mask)
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 FROM jsonb_each(?)`,
    [rowsText(pools.map(({ name, first, last, mask = null }, position) => [id, position, name, first, last, mask]))],
  );
  await writer.run(
    `INSERT INTO chain (device, position, tunnelGroup, groupPolicy, pools)
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM jsonb_each(?)`,
    [
      rowsText(
        chains.map((one, position) => [id, position, one.tunnelGroup, one.groupPolicy ?? null, jsonText(one.pools)]),
      ),
    ],
  );
  await writer.run('DELETE FROM device_user WHERE device = ?', [id]);
  await writer.run('INSERT INTO device_user (device, name) SELECT value->>0, value->>1 FROM jsonb_each(?)', [
    rowsText([...new Set(users)].map((name) => [id, name])),
  ]);
}

async function mustExist(writer: Connection, id: number): Promise<void> {
  const rows = await writer.all('SELECT 1 AS found FROM device WHERE id = ?', [id]);
  if (rows.length === 0) throw new DeviceConflict(`there is no device ${id}`);
}

async function unlessTaken<T>(complaint: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (cause instanceof SqlError && cause.code === 'SQLITE_CONSTRAINT') throw new DeviceConflict(complaint, { cause });
    throw cause;
  }
}

function byDevice(rows: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const grouped = new Map<number, Row[]>();
  for (const row of rows) {
    const device = Number(row['device']);
    const group = grouped.get(device);
    if (group === undefined) grouped.set(device, [row]);
    else group.push(row);
  }
  return grouped;
}

/** Those of the columns that hold a text. */
function texts<K extends string>(row: Row, columns: readonly K[]): { readonly [P in K]?: string } {
  const told = columns.filter((column) => typeof row[column] === 'string');
  return Object.fromEntries(told.map((column) => [column, row[column]])) as { readonly [P in K]?: string }; // only texts are left
}

function place(row: Row): { readonly place?: Place } {
  const told = texts(row, ['site', 'owner', 'phone', 'circuit']);
  const tags = JSON.parse(String(row['tags'])) as readonly string[]; // border: written by placeDevice
  return Object.keys(told).length === 0 && tags.length === 0 ? {} : { place: { ...told, tags } };
}

function storing(row: Row): Pick<Device, 'storing'> {
  const read = readStoring(String(row['storing']));
  if (typeof read === 'object' && 'wrong' in read) throw new Error(`device ${String(row['name'])}: ${read.wrong}`);
  return read === STORING ? {} : { storing: read };
}

function pool({ name, first, last, mask }: Row): Pool {
  return { name: String(name), first: String(first), last: String(last), ...(typeof mask === 'string' && { mask }) };
}

function interfaceAddress({ address, interface: name, role }: Row): InterfaceAddress {
  return { address: String(address), interface: String(name), ...(role === 'standby' && { standby: true }) };
}

function chain({ tunnelGroup, groupPolicy, pools }: Row): Chain {
  return {
    tunnelGroup: String(tunnelGroup),
    pools: JSON.parse(String(pools)) as string[],
    ...(typeof groupPolicy === 'string' && { groupPolicy }),
  };
}
