import type { Device } from '../domain/device.ts';
import type { Store } from '../store/store.ts';
import { field } from './body.ts';
import type { DeviceActions } from './device-actions.ts';
import { UsageFault } from './fault.ts';
import { readInventory, type Listed } from './inventory.ts';

/** What an import changed. */
export interface Imported {
  readonly added: readonly string[];
  /** Known before; what the file tells took the place of what was told. */
  readonly told: readonly string[];
}

/**
 * Takes an inventory in: devices that are not known are added, of the others zone and place are replaced. All that is wrong is found
 * before anything changes. What the file does not list stays as it is.
 */
export function inventoryActions(
  store: Pick<Store, 'devices' | 'placeDevice' | 'zoneDevice'>,
  devices: Pick<DeviceActions, 'device.add'>,
  onChange: () => Promise<void> | void,
): { readonly 'device.import': (body: unknown) => Promise<Imported> } {
  return {
    'device.import': async (body) => {
      const csv = field(body, 'csv');
      if (typeof csv !== 'string') throw new UsageFault('csv: not a text');
      const rows = readInventory(csv);
      const before = await store.devices();
      const faults = rows.flatMap((row) => conflict(row, before));
      if (faults.length > 0) throw new UsageFault(faults.join('; '));
      const added: string[] = [];
      for (const row of rows) {
        const { name, address, zone, place } = row;
        const known = before.find((one) => one.name === name && one.state === 'adopted');
        const { id } = known ?? (await devices['device.add']({ name, address }));
        if (known === undefined) added.push(name);
        await store.zoneDevice(id, zone);
        await store.placeDevice(id, place);
      }
      await onChange();
      return { added, told: rows.flatMap(({ name }) => (added.includes(name) ? [] : [name])) };
    },
  };
}

function conflict({ line, name, address }: Listed, devices: readonly Device[]): readonly string[] {
  const named = devices.find((one) => one.name === name);
  const there = devices.find((one) => one.addresses.includes(address));
  if (named !== undefined && !named.addresses.includes(address))
    return [`line ${line}: ${name} is known with ${named.addresses.join(', ')}, not ${address}`];
  if (there?.state === 'adopted' && there.name !== name)
    return [`line ${line}: ${address} is an address of ${there.name}`];
  return [];
}
