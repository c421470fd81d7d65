import type { Device } from '../cli/device.ts';
import type { SimulatedAsa } from '../model.ts';
import type { Engine } from './net-snmp.ts';

/** The boots of each chassis of a model: how often, and when the last was. */
const known = new WeakMap<SimulatedAsa, Map<string, { boots: number; bootAt: number }>>();

/** The first boots that is seen of a chassis: it has been restarted before. */
const bootsBefore = 4;

/** The SNMP engine of the chassis that answers here just now: each unit of a pair has its own; a restart raises the boots. */
export function engineOf(device: Device): Engine {
  const look = () => {
    const { serial, bootAt } = device.chassis();
    const units = known.get(device.asa) ?? new Map<string, { boots: number; bootAt: number }>();
    known.set(device.asa, units);
    const unit = units.get(serial) ?? { boots: bootsBefore, bootAt };
    if (unit.bootAt !== bootAt) Object.assign(unit, { boots: unit.boots + 1, bootAt });
    units.set(serial, unit);
    return unit;
  };
  look();
  return {
    id: () => engineId(device.chassis().serial),
    boots: () => look().boots,
    time: () => Math.floor((device.asa.options.now() - look().bootAt) / 1000),
  };
}

/** Cisco's enterprise, format "text" (RFC 3411, 5), and the serial number. */
function engineId(serial: string): Buffer {
  return Buffer.concat([Buffer.of(0x80, 0, 0, 9, 4), Buffer.from(serial)]);
}

/** sysUpTime: hundredths of a second since the chassis started. */
export const uptimeOf = (device: Device): number =>
  Math.floor((device.asa.options.now() - device.chassis().bootAt) / 10) % 2 ** 32;
