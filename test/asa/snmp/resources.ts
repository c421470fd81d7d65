import { generation } from '../cli/device.ts';
import type { Device } from '../cli/device.ts';
import { connections, cpuPercents, memoryBytes } from '../cli/health.ts';
import { row, scalars } from './system.ts';
import { counter32, counter64, gauge, integer, text } from './varbind.ts';
import type { Varbind } from './varbind.ts';

/** CISCO-PROCESS, the memory pools, and what the firewall carries and which unit it is (domain facts, C4). */
export function resourceMibs(device: Device): readonly Varbind[] {
  const [five, minute, minutes] = cpuPercents(device);
  return [
    // OLD-CISCO-CPU-MIB.
    ...scalars('1.3.6.1.4.1.9.2.1', { 56: integer(five), 57: integer(minute), 58: integer(minutes) }),
    ...row('1.3.6.1.4.1.9.9.109.1.1.1.1', 1, {
      2: integer(1),
      ...{ 3: gauge(five), 4: gauge(minute), 5: gauge(minutes) },
      ...{ 6: gauge(five), 7: gauge(minute), 8: gauge(minutes) },
    }),
    ...memory(device),
    ...firewall(device),
  ];
}

function memory(device: Device): readonly Varbind[] {
  const { total, used } = memoryBytes(device.asa);
  const pools = [
    { name: 'System memory', number: 1, used, free: total - used },
    { name: 'MEMPOOL_DMA', number: 6, used: 15_728_640, free: 2_097_152 },
  ];
  const shape = generation(device);
  return pools.flatMap(({ name, number, used: taken, free }) => [
    ...row('1.3.6.1.4.1.9.9.48.1.1.1', number, {
      2: text(name),
      3: integer(0),
      4: integer(1),
      5: gauge(taken),
      6: gauge(free),
      7: gauge(free),
    }),
    // CISCO-ENHANCED-MEMPOOL from 8.4 on, its counters of 64 bits from 9.x on.
    ...(shape < 8.4
      ? []
      : row('1.3.6.1.4.1.9.9.221.1.1.1.1', `1.${number}`, {
          2: integer(2),
          3: text(name),
          5: integer(0),
          6: integer(1),
          7: gauge(taken),
          8: gauge(free),
          ...(shape === 9
            ? { 17: gauge(0), 18: counter64(taken), 19: gauge(0), 20: counter64(free), 22: counter64(free) }
            : {}),
        })),
  ]);
}

function firewall(device: Device): readonly Varbind[] {
  const { inUse, most } = connections(device.asa);
  const statistics = '1.3.6.1.4.1.9.9.147.1.2.2.2.1';
  const statistic = (type: number, words: string, value: number) =>
    row(statistics, `40.${type}`, { 3: text(words), 4: counter32(0), 5: gauge(value) });
  return [
    ...units(device).flatMap(({ number, information, status, detail }) =>
      row('1.3.6.1.4.1.9.9.147.1.2.1.1.1', number, { 2: text(information), 3: integer(status), 4: text(detail) }),
    ),
    ...statistic(6, 'number of connections currently in use by the entire firewall', inUse),
    ...statistic(7, 'highest number of connections in use at any one time since system startup', most),
    // CISCO-UNIFIED-FIREWALL from 7.2 on.
    ...(device.asa.dialect.release === '7.0'
      ? []
      : scalars('1.3.6.1.4.1.9.9.491.1.1.1', { 6: gauge(inUse), 10: gauge(inUse / 60), 11: gauge(inUse / 90) })),
  ];
}

/** Which unit is which: 6 is the primary one, 7 the secondary, 4 the link between them; 9 is active, 10 standby, 2 up, 3 down. */
function units(device: Device) {
  const { unit, role } = device.chassis();
  const off = { status: 3, detail: 'Failover Off' };
  const shown = (which: 'Primary' | 'Secondary') => {
    const active = (which === unit) === (role === 'active');
    return active ? { status: 9, detail: 'Active unit' } : { status: 10, detail: 'Standby unit' };
  };
  const here = (which: 'Primary' | 'Secondary') => (which === (unit ?? 'Primary') ? ' (this device)' : '');
  const single = unit === undefined;
  return [
    { number: 4, information: 'Failover LAN Interface', ...(single ? { status: 3, detail: 'not Configured' } : link) },
    { number: 6, information: `Primary unit${here('Primary')}`, ...(single ? off : shown('Primary')) },
    { number: 7, information: `Secondary unit${here('Secondary')}`, ...(single ? off : shown('Secondary')) },
  ];
}

const link = { status: 2, detail: 'folink Ethernet0/3' };
