import { readLastPolls } from './polling.ts';
import type { Ask } from './readers.ts';
import type { DeviceSnmp } from './polled-reads.ts';
import { readSamples } from './samples.ts';
import { readEngines, readSnmp } from './snmp.ts';

/** How one device's SNMP is spoken with, and what came of it. */
export async function snmpOf(ask: Ask, main: string, device: number): Promise<DeviceSnmp> {
  const of = <T extends { readonly device: number }>(rows: readonly T[]): readonly T[] =>
    rows.filter((one) => one.device === device);
  const [access] = of(await readSnmp(ask, main));
  const [last] = of(await readLastPolls(ask, main, 'snmp_poll'));
  const engines = of(await readEngines(ask, main));
  const samples = await readSamples(ask, main, device);
  return { ...(access && { access }), engines, ...(last && { last }), samples };
}
