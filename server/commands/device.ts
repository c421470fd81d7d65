import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { readRunningConfig, type RunningConfig } from '../../collectors/show/running-config.ts';
import { socketPath, type Config } from '../config.ts';
import type { Device } from '../domain/device.ts';
import { poolSize } from '../domain/pool.ts';
import { STORING, storingText, storingWords } from '../domain/storing.ts';
import { alone } from './alone.ts';
import { callControl } from './control.ts';
import { requireDatabase, withDatabase } from './database.ts';
import {
  deviceActions,
  deviceAddress,
  deviceName,
  deviceStoring,
  deviceZone,
  type DeviceAnswers,
  type DeviceBodies,
  type ListedDevice,
} from './device-actions.ts';
import { visible } from './fault.ts';
import type { Store } from '../store/store.ts';

/** Writes one line for the user. */
export type Print = (line: string) => void;

const LARGEST_FILE = 16 * 1024 * 1024;

/** What may be told of a device when it is added. */
export interface Told {
  /** The path of a saved running configuration. */
  readonly runningConfig?: string;
  readonly zone?: string;
}

/** `device add NAME ADDRESS [--running-config FILE] [--zone ZONE]`: from now on its messages make sessions. */
export async function deviceAdd(
  config: Config,
  name: string,
  address: string,
  { runningConfig: file, zone }: Told,
  print: Print,
): Promise<void> {
  const named = { name: deviceName(name), address: deviceAddress(address) };
  const body = { ...named, ...(zone !== undefined && { zone: deviceZone(zone) }) };
  const read = file === undefined ? undefined : await readFacts(file);
  await mkdir(dirname(config.database), { recursive: true, mode: 0o700 });
  const device = await ask(config, 'device.add', {
    ...body,
    ...(read && { configuration: read.configuration, told: read.told }),
  });
  print(`${visible(device.name)} (${device.addresses.join(', ')}) is watched`);
  tell(read, print);
}

/** `device list`: a table of all devices. */
export async function deviceList(config: Config, print: Print): Promise<void> {
  requireDatabase(config);
  const devices = await ask(config, 'device.list', {});
  const lines = devices.length === 0 ? ['no devices yet: tunnelwatch device add NAME ADDRESS'] : table(devices);
  for (const line of lines) print(line);
}

/** `device adopt NAME-OR-ADDRESS [--name NAME]`: a source that waits becomes a device. */
export async function deviceAdopt(
  config: Config,
  which: string,
  name: string | undefined,
  print: Print,
): Promise<void> {
  requireDatabase(config);
  const device = await ask(config, 'device.adopt', {
    device: which,
    ...(name !== undefined && { name: deviceName(name) }),
  });
  print(`${visible(device.name)} (${device.addresses.join(', ')}) is watched`);
}

/** `device config NAME --running-config FILE`: replaces what is known of its pools. */
export async function deviceConfig(config: Config, name: string, file: string, print: Print): Promise<void> {
  requireDatabase(config);
  const read = await readFacts(file);
  const device = await ask(config, 'device.config', { name, configuration: read.configuration, told: read.told });
  print(`${visible(device.name)}: configuration replaced`);
  tell(read, print);
}

/** What stands in place of a zone to forget it. */
const NO_ZONE = '-';

/** `device zone NAME-OR-ADDRESS ZONE`: tells the zone of its own clock; `-` forgets it. */
export async function deviceTellZone(config: Config, which: string, zone: string, print: Print): Promise<void> {
  requireDatabase(config);
  const told = zone === NO_ZONE ? {} : { zone: deviceZone(zone) };
  const device = await ask(config, 'device.zone', { device: which, ...told });
  const clock = device.zone === undefined ? 'its zone is estimated from now on' : `its clock is in ${device.zone}`;
  print(`${visible(device.name)}: ${clock}`);
}

/** `device store NAME-OR-ADDRESS WHAT`: which of its messages are stored, the others being counted by ID and minute. */
export async function deviceStore(config: Config, which: string, what: string, print: Print): Promise<void> {
  requireDatabase(config);
  const storing = storingText(deviceStoring(what));
  const device = await ask(config, 'device.store', { device: which, storing });
  print(`${visible(device.name)}: ${storingWords(storingText(device.storing ?? STORING))}`);
}

/** The running server's answer; with none running, the same done here, with the database locked meanwhile. */
async function ask<K extends keyof DeviceAnswers>(
  config: Config,
  action: K,
  body: DeviceBodies[K],
): Promise<DeviceAnswers[K]> {
  const answer = await callControl(socketPath(config.database), action, body);
  if (answer !== undefined) return answer as DeviceAnswers[K]; // our own server, of this user
  const actions = (store: Store) => deviceActions(store, () => undefined, Date.now);
  // Who only looks needs no key for it, and is not written down.
  if (action === 'device.list') return withDatabase(config, (store) => actions(store)[action](body));
  return alone(config, action, body, actions);
}

/** Reads a saved running configuration. Its secrets stay in this process: only what was read of it goes on. */
async function readFacts(file: string): Promise<RunningConfig> {
  const { size } = await stat(file);
  if (size > LARGEST_FILE) throw new Error(`${file}: ${size} bytes, too long for a running configuration`);
  const facts = readRunningConfig(await readFile(file, 'utf8'));
  const { hostname, version, pools, chains } = facts.configuration;
  if (hostname === undefined && version === undefined && pools.length === 0 && chains.length === 0) {
    throw new Error(`${file}: nothing in it looks like a running configuration`);
  }
  return facts;
}

function tell(facts: RunningConfig | undefined, print: Print): void {
  if (facts === undefined) return;
  const { pools, chains } = facts.configuration;
  for (const pool of pools) {
    const users = chains.filter((chain) => chain.pools.includes(pool.name)).map((chain) => visible(chain.tunnelGroup));
    const used = users.length === 0 ? 'used by no tunnel group' : `for ${users.join(', ')}`;
    print(`  pool ${visible(pool.name)}: ${pool.first}-${pool.last}, ${poolSize(pool)} addresses, ${used}`);
  }
  if (pools.length === 0) print('  no address pools in it');
  for (const note of facts.notes) print(`  note: ${visible(note)}`);
}

function table(devices: readonly ListedDevice[]): readonly string[] {
  const head = [
    'NAME',
    'STATE',
    'ADDRESSES',
    'POOLS',
    'SESSIONS',
    'MESSAGES',
    'LAST MESSAGE',
    'ZONE',
    'STORES',
    'SITE',
  ];
  const rows = devices.map(({ device, sessions, messages, lastMessageAt }) => [
    ...cells(device),
    String(sessions),
    String(messages),
    lastMessageAt === null ? 'never' : new Date(lastMessageAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    device.zone ?? '-',
    storingText(device.storing ?? STORING),
    visible(device.place?.site ?? '-'),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function cells({ name, state, addresses, pools }: Device): readonly string[] {
  const named = pools.map((pool) => visible(pool.name)).join(',');
  return [visible(name), state, addresses.join(','), named === '' ? '-' : named];
}
