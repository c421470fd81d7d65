import { generation, versions } from '../cli/device.ts';
import type { Device } from '../cli/device.ts';
import { engineOf, uptimeOf } from './identity.ts';
import { remoteAccess, totalOf } from './totals.ts';
import { counter32, counter64, gauge, integer, objectId, octets, text, ticks } from './varbind.ts';
import type { Value, Varbind } from './varbind.ts';

/** sysObjectID of an ASA 5520. */
export const asa5520 = '1.3.6.1.4.1.9.1.670';

/** A column of a table: its number and its value in this row; the index is the tail of the OID. */
export const row = (table: string, index: string | number, cells: Readonly<Record<number, Value>>): Varbind[] =>
  Object.entries(cells).map(([column, value]) => ({ oid: `${table}.${column}.${index}`, ...value }));

/** Scalars below one OID, by their number. */
export const scalars = (group: string, cells: Readonly<Record<number, Value>>): Varbind[] =>
  Object.entries(cells).map(([number, value]) => ({ oid: `${group}.${number}.0`, ...value }));

/** SNMPv2-MIB, IF-MIB, ENTITY-MIB, and from 8.2 on SNMP-FRAMEWORK-MIB (domain facts, C4). */
export function systemMibs(device: Device): readonly Varbind[] {
  const { asa, hostname } = device;
  const [version] = versions[asa.dialect.release];
  const engine = engineOf(device);
  return [
    ...scalars('1.3.6.1.2.1.1', {
      1: text(`Cisco Adaptive Security Appliance Version ${version}`),
      2: objectId(asa5520),
      3: ticks(uptimeOf(device)),
      4: text(''),
      5: text(hostname),
      6: text('Hill Valley'),
      7: integer(4),
    }),
    ...interfaces(device),
    ...row('1.3.6.1.2.1.47.1.1.1.1', 1, {
      2: text('ASA 5520 Adaptive Security Appliance'),
      4: integer(0),
      5: integer(3),
      7: text('Chassis'),
      10: text(version),
      11: text(device.chassis().serial),
      12: text('Cisco Systems, Inc.'),
      13: text('ASA5520'),
    }),
    ...(generation(device) === 7
      ? []
      : scalars('1.3.6.1.6.3.10.2.1', {
          1: octets(engine.id()),
          2: integer(engine.boots()),
          3: integer(engine.time()),
          4: integer(1500),
        })),
  ];
}

/** What comes from the clients comes in outside and goes out inside. */
function interfaces(device: Device): readonly Varbind[] {
  const { bytesTx, bytesRx, packetsTx, packetsRx } = totalOf(device.asa, ...remoteAccess, 'site');
  const [sent, received] = [
    [bytesTx, packetsTx],
    [bytesRx, packetsRx],
  ] as const;
  const one = (index: number, name: string, [inBytes, inPackets]: Flowed, [outBytes, outPackets]: Flowed) => [
    ...row('1.3.6.1.2.1.2.2.1', index, {
      1: integer(index),
      2: text(`Adaptive Security Appliance '${name}' interface`),
      3: integer(6),
      4: integer(1500),
      5: gauge(1e9),
      6: octets(Buffer.from(`0019e8d962a${index + 4}`, 'hex')),
      7: integer(1),
      8: integer(1),
      9: ticks(1000),
      10: counter32(inBytes),
      11: counter32(inPackets),
      13: counter32(0),
      14: counter32(0),
      16: counter32(outBytes),
      17: counter32(outPackets),
      19: counter32(0),
      20: counter32(0),
    }),
    ...row('1.3.6.1.2.1.31.1.1.1', index, {
      1: text(name),
      6: counter64(inBytes),
      7: counter64(inPackets),
      10: counter64(outBytes),
      11: counter64(outPackets),
      14: integer(1),
      15: gauge(1000),
      16: integer(2),
      17: integer(1),
      18: text(''),
      19: ticks(0),
    }),
  ];
  return [
    { oid: '1.3.6.1.2.1.2.1.0', ...integer(2) },
    ...one(1, 'outside', received, sent),
    ...one(2, 'inside', sent, received),
  ];
}

type Flowed = readonly [bytes: number, packets: number];
