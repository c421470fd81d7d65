import { isIPv4, isIPv6, SocketAddress } from 'node:net';

import type { Device, DeviceConfiguration, ToldConfiguration } from '../domain/device.ts';
import type { Chain, Pool } from '../domain/pool.ts';
import { readStoring, type Storing } from '../domain/storing.ts';
import { zoneOf } from '../domain/zone.ts';
import type { Renamed } from '../store/rename.ts';
import type { Store } from '../store/store.ts';
import { field, list, need, text } from './body.ts';
import { UsageFault } from './fault.ts';
import { readTold } from './told-configuration.ts';

/** A device as `device list` shows it; times are epoch milliseconds. */
export interface ListedDevice {
  readonly device: Device;
  readonly sessions: number;
  readonly lastMessageAt: number | null;
  readonly messages: number;
}

/** What is asked of each action. */
export interface DeviceBodies {
  readonly 'device.add': {
    readonly name: string;
    readonly address: string;
    readonly zone?: string;
    readonly configuration?: DeviceConfiguration;
    /** All that the same file says, for the doctor. */
    readonly told?: ToldConfiguration;
  };
  readonly 'device.list': Readonly<Record<string, never>>;
  readonly 'device.adopt': { readonly device: string; readonly name?: string };
  readonly 'device.config': {
    readonly name: string;
    readonly configuration: DeviceConfiguration;
    readonly told?: ToldConfiguration;
  };
  /** Without a zone it is forgotten. */
  readonly 'device.zone': { readonly device: string; readonly zone?: string };
  readonly 'device.store': { readonly device: string; readonly storing: string };
}

/** What each action answers. */
export interface DeviceAnswers {
  readonly 'device.add': Device;
  readonly 'device.list': readonly ListedDevice[];
  readonly 'device.adopt': Device;
  readonly 'device.config': Device;
  readonly 'device.zone': Device;
  readonly 'device.store': Device;
}

/** The actions by their names. */
export type DeviceActions = { readonly [K in keyof DeviceAnswers]: (body: unknown) => Promise<DeviceAnswers[K]> };

/**
 * What may be done to devices, in the running server or by a command that holds the database itself.
 * `onChange` is called with all devices after each change, and awaited before the answer; `onRename` once a device has another name.
 */
export function deviceActions(
  store: Pick<
    Store,
    | 'devices'
    | 'load'
    | 'addDevice'
    | 'adoptDevice'
    | 'renameDevice'
    | 'zoneDevice'
    | 'storeDevice'
    | 'configureDevice'
    | 'putConfiguration'
  >,
  onChange: (devices: readonly Device[]) => Promise<void> | void,
  now: () => number,
  onRename: (renamed: Renamed) => void = () => undefined,
): DeviceActions {
  const rename = async (id: number, name: string): Promise<void> => onRename(await store.renameDevice(id, name));
  const changed = async (id: number): Promise<Device> => {
    const devices = await store.devices();
    await onChange(devices);
    return need(
      devices.find((one) => one.id === id),
      `device ${id}`,
    );
  };
  const find = (asked: unknown): Promise<Device> => findDevice(store, asked);
  return {
    'device.add': async (body) => {
      const name = deviceName(field(body, 'name'));
      const address = deviceAddress(field(body, 'address'));
      const zone = readZone(field(body, 'zone'));
      const configuration = readConfiguration(field(body, 'configuration'));
      const told = readTold(field(body, 'told'), now());
      const devices = await store.devices();
      const there = devices.find((one) => one.addresses.includes(address));
      if (there?.state === 'adopted') throw new Error(`${address} is already an address of ${there.name}`);
      if (devices.some((one) => one.name === name && one !== there))
        throw new Error(`there is already a device named ${name}`);
      // A source that waits to be adopted becomes the device; it is adopted last, so that nothing is half done when this fails.
      const { id } = there ?? (await store.addDevice({ name, addresses: [address], state: 'adopted', addedAt: now() }));
      if (zone !== undefined) await store.zoneDevice(id, zone);
      if (configuration !== undefined) await store.configureDevice(id, configuration);
      if (told !== undefined) await store.putConfiguration(id, told);
      if (there !== undefined && there.name !== name) await rename(id, name);
      if (there !== undefined) await store.adoptDevice(id);
      return changed(id);
    },
    'device.list': async () => {
      const at = now();
      const { devices, seen, sessions } = await store.load(at, at);
      return devices.map((device): ListedDevice => {
        const heard = seen.find((one) => one.device === device.id);
        const active = sessions.filter((one) => one.device === device.id && one.state === 'active');
        return {
          device,
          sessions: active.length,
          lastMessageAt: heard?.lastMessageAt ?? null,
          messages: heard?.messages ?? 0,
        };
      });
    },
    'device.adopt': async (body) => {
      const device = await find(field(body, 'device'));
      const name = field(body, 'name');
      if (name !== undefined && name !== device.name) await rename(device.id, deviceName(name));
      await store.adoptDevice(device.id);
      return changed(device.id);
    },
    'device.config': async (body) => {
      const name = text(field(body, 'name'), 'name');
      const configuration = need(readConfiguration(field(body, 'configuration')), 'configuration');
      const told = readTold(field(body, 'told'), now());
      const device = need(
        (await store.devices()).find((one) => one.name === name),
        name,
      );
      await store.configureDevice(device.id, configuration);
      if (told !== undefined) await store.putConfiguration(device.id, told);
      return changed(device.id);
    },
    'device.zone': async (body) => {
      const zone = readZone(field(body, 'zone'));
      const device = await find(field(body, 'device'));
      await store.zoneDevice(device.id, zone);
      return changed(device.id);
    },
    'device.store': async (body) => {
      const storing = deviceStoring(field(body, 'storing'));
      const device = await find(field(body, 'device'));
      await store.storeDevice(device.id, storing);
      return changed(device.id);
    },
  };
}

/** The device of that name, or of that address. Throws where there is none. */
export async function findDevice(store: Pick<Store, 'devices'>, asked: unknown): Promise<Device> {
  const which = text(asked, 'device');
  const devices = await store.devices();
  const address = isIPv4(which) || isIPv6(which) ? deviceAddress(which) : undefined;
  return need(
    devices.find((one) => one.name === which) ??
      devices.find((one) => address !== undefined && one.addresses.includes(address)),
    which,
  );
}

/** A device's name, checked: 1 to 63 letters, digits, dots, hyphens and underscores. Throws `UsageFault`. */
export function deviceName(value: unknown): string {
  const name = text(value, 'name');
  if (/^[A-Za-z0-9._-]{1,63}$/.test(name)) return name;
  throw new UsageFault(
    `${JSON.stringify(name)}: not a device name (1 to 63 letters, digits, dots, hyphens, underscores)`,
  );
}

/** An address as the receiver tells it of a sender: IPv4 dotted, IPv6 in its short form (RFC 5952), IPv4 in IPv6 as IPv4. Throws `UsageFault`. */
export function deviceAddress(value: unknown): string {
  const address = text(value, 'address');
  if (isIPv4(address)) return address;
  if (!isIPv6(address) || address.includes('%'))
    throw new UsageFault(`${JSON.stringify(address)}: not an IPv4 or IPv6 address`);
  const short = new SocketAddress({ address, family: 'ipv6' }).address;
  const mapped = short.replace(/^::ffff:/, '');
  return isIPv4(mapped) ? mapped : short;
}

/** The name of a time zone, checked. Throws `UsageFault`. */
export function deviceZone(value: unknown): string {
  const zone = text(value, 'zone');
  if (zoneOf(zone) !== undefined) return zone;
  throw new UsageFault(
    `${JSON.stringify(zone)}: not a time zone (an IANA name such as Europe/Paris, or an offset such as UTC+05:30)`,
  );
}

/** Which messages are stored, checked (`readStoring`). Throws `UsageFault`. */
export function deviceStoring(value: unknown): Storing {
  const storing = readStoring(text(value, 'storing'));
  if (typeof storing === 'object' && 'wrong' in storing) throw new UsageFault(storing.wrong);
  return storing;
}

function readZone(value: unknown): string | undefined {
  return value === undefined ? undefined : deviceZone(value);
}

/** The configuration in a body, made anew of what belongs in it. */
function readConfiguration(value: unknown): DeviceConfiguration | undefined {
  if (value === undefined) return undefined;
  const optional = <K extends string>(from: unknown, key: K): { readonly [P in K]?: string } => {
    const found = field(from, key);
    return found === undefined ? {} : ({ [key]: text(found, key) } as { readonly [P in K]?: string }); // one key, and it is K
  };
  return {
    ...optional(value, 'hostname'),
    ...optional(value, 'version'),
    ...(field(value, 'users') !== undefined && {
      users: list(field(value, 'users'), 'users', (name) => text(name, 'user')),
    }),
    pools: list(field(value, 'pools'), 'pools', (pool): Pool => {
      const [name, first, last] = ['name', 'first', 'last'].map((key) => text(field(pool, key), key)) as [
        string,
        string,
        string,
      ];
      return { name, first, last, ...optional(pool, 'mask') };
    }),
    chains: list(field(value, 'chains'), 'chains', (chain): Chain => ({
      tunnelGroup: text(field(chain, 'tunnelGroup'), 'tunnelGroup'),
      pools: list(field(chain, 'pools'), 'pools', (pool) => text(pool, 'pool')),
      ...optional(chain, 'groupPolicy'),
    })),
  };
}
