import type { DeviceFacts } from '../../server/domain/polling.ts';
import type { Sample } from '../../server/domain/sample.ts';
import { units } from './gauges.ts';
import { readText } from './read-samples.ts';
import type { Varbind } from './trap.ts';

const UNIT = '1.3.6.1.4.1.9.9.147.1.2.1.1.1';
const CHASSIS = '1.3.6.1.2.1.47.1.1.1.1';

/** What a device says of itself in words. */
export const texts = {
  description: { oid: '1.3.6.1.2.1.1.1.0', object: 'sysDescr' },
  hostname: { oid: '1.3.6.1.2.1.1.5.0', object: 'sysName' },
  serial: { oid: `${CHASSIS}.11.1`, object: 'entPhysicalSerialNum' },
  model: { oid: `${CHASSIS}.13.1`, object: 'entPhysicalModelName' },
  primary: { oid: `${UNIT}.2.6`, object: 'cfwHardwareInformation.primaryUnit' },
  secondary: { oid: `${UNIT}.2.7`, object: 'cfwHardwareInformation.secondaryUnit' },
  primaryDetail: { oid: `${UNIT}.4.6`, object: 'cfwHardwareStatusDetail.primaryUnit' },
  secondaryDetail: { oid: `${UNIT}.4.7`, object: 'cfwHardwareStatusDetail.secondaryUnit' },
} as const;

/** HardwareStatus of CISCO-FIREWALL-MIB. */
const roles: Readonly<Record<string, 'active' | 'standby'>> = { 9: 'active', 10: 'standby' };

/** The metrics that are a fact of the device as well; of several instances the first is the system's. */
const cpu = ['cpu.5s', 'cpu.1m', 'cpu.5m'] as const;
const memories = [
  ['memory.used', 'memory.free'],
  ['memory.old.used', 'memory.old.free'],
] as const;
const SYSTEM_MEMORY = /^system memory/i;

/** What the device is, as far as its agent tells. */
export function factsOf(told: ReadonlyMap<string, Varbind['value']>, samples: readonly Sample[]): DeviceFacts {
  const text = (key: keyof typeof texts): string | undefined => readText(told.get(texts[key].oid));
  const first = (metric: string, fits: RegExp = /^/): number | undefined => {
    const sample = samples.find((one) => one.metric === metric && fits.test(one.instance));
    return sample === undefined ? undefined : Number(sample.value);
  };
  const [s5, m1, m5] = cpu.map((metric) => first(metric));
  const [used, free] = memories
    .map((pair) => pair.map((metric) => first(metric, SYSTEM_MEMORY)))
    .find(([one, other]) => one !== undefined && other !== undefined) ?? [undefined, undefined];
  const facts = {
    hostname: text('hostname'),
    version: / Version (\S{1,40})/.exec(text('description') ?? '')?.[1],
    model: text('model'),
    serial: text('serial'),
    cpu: s5 === undefined || m1 === undefined || m5 === undefined ? undefined : ([s5, m1, m5] as const),
    memoryUsed: used,
    memoryTotal: used === undefined || free === undefined ? undefined : used + free,
    connections: first('connections'),
    ...pairOf(text, (unit) => first(unit.metric)),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)); // of such facts only
}

/** sysUpTime counts 2^32 hundredths of a second, 497 days, and then begins anew. */
const ROUND = 2 ** 32 / 100;
/** How far the two clocks of an agent may be apart, in seconds. */
const APART = 60;

/** For how long it has been up, in seconds: by the clock of its SNMP engine where that says the same and more. */
export function uptimeOf(samples: readonly Sample[]): number | undefined {
  const [up, engine] = ['device.uptime', 'engine.time'].map((metric) => {
    const told = samples.find((one) => one.metric === metric);
    return told === undefined ? undefined : Math.floor(Number(told.value));
  });
  if (up === undefined || engine === undefined || engine < ROUND) return up;
  const off = (((engine - up) % ROUND) + ROUND) % ROUND;
  return Math.min(off, ROUND - off) <= APART ? engine : up;
}

/** Which unit of a pair answers, and as what. */
export function pairOf(
  text: (key: keyof typeof texts) => string | undefined,
  status: (unit: (typeof units)[keyof typeof units]) => number | undefined,
): {
  readonly role?: 'active' | 'standby' | undefined;
  readonly unit?: 'primary' | 'secondary';
  readonly failover?: string | undefined;
} {
  const unit = (['primary', 'secondary'] as const).find((one) => /this device/i.test(text(one) ?? ''));
  if (unit === undefined) return {};
  const role = roles[status(units[unit]) ?? 0];
  if (role === undefined) return /off/i.test(text(`${unit}Detail`) ?? '') ? { failover: 'off' } : {};
  const mate = unit === 'primary' ? 'secondaryDetail' : 'primaryDetail';
  return { role, unit, failover: text(mate) };
}
