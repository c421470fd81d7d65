import { memoryBytes } from '../cli/health.ts';
import type { Device } from '../cli/device.ts';
import { capacity } from '../cli/session-summary.ts';
import type { Release } from '../dialect.ts';
import type { Message } from '../message.ts';
import { outsideIp } from '../model.ts';
import { uptimeOf } from './identity.ts';
import { lifetimes } from './ipsec-flow.ts';
import { gauge, inet, integer, objectId, text, ticks } from './varbind.ts';
import type { Value, Varbind } from './varbind.ts';

/** The word after `snmp-server enable traps`. */
export type TrapKind =
  | 'snmp'
  | 'ipsec'
  | 'ikev2'
  | 'remote-access'
  | 'syslog'
  | 'cpu'
  | 'memory'
  | 'connection-limit'
  | 'config'
  | 'entity'
  | 'nat'
  | 'failover'
  | 'cluster'
  | 'peer-flap';

/** What a notification tells of; what is left out is the lab's. */
export interface Subject {
  /** The number of the tunnel in its table, and how long it has been up, in hundredths of a second. */
  readonly number?: number;
  readonly hundredths?: number;
  readonly peerIp?: string;
  /** The interface: 1 is outside, 2 inside. */
  readonly ifIndex?: number;
  readonly message?: Message;
  readonly sessionThreshold?: number;
  readonly percent?: number;
}

interface Row {
  readonly oid: string;
  readonly kind: TrapKind;
  /** The first release that sends it. */
  readonly since: Release;
  readonly varbinds: (device: Device, subject: Subject) => readonly Varbind[];
}

const ent = '1.3.6.1.4.1.9.9';
const of = (oid: string, value: Value): Varbind => ({ oid, ...value });
const none = () => [];

/** Every notification that an ASA can send (domain facts, C1), by the name in its MIB. */
export const notifications = {
  coldStart: { oid: '1.3.6.1.6.3.1.1.5.1', kind: 'snmp', since: '7.0', varbinds: none },
  warmStart: { oid: '1.3.6.1.6.3.1.1.5.2', kind: 'snmp', since: '8.4', varbinds: none },
  linkDown: { oid: '1.3.6.1.6.3.1.1.5.3', kind: 'snmp', since: '7.0', varbinds: (_, who) => link(who, 2) },
  linkUp: { oid: '1.3.6.1.6.3.1.1.5.4', kind: 'snmp', since: '7.0', varbinds: (_, who) => link(who, 1) },
  authenticationFailure: { oid: '1.3.6.1.6.3.1.1.5.5', kind: 'snmp', since: '7.0', varbinds: none },
  cipSecTunnelStart: {
    ...{ oid: `${ent}.171.2.0.7`, kind: 'ipsec', since: '7.0' },
    varbinds: (_, { number = 1 }) => [
      of(`${ent}.171.1.3.2.1.9.${number}`, integer(lifetimes.ipsec)),
      of(`${ent}.171.1.3.2.1.8.${number}`, integer(lifetimes.kilobytes)),
    ],
  },
  cipSecTunnelStop: {
    ...{ oid: `${ent}.171.2.0.8`, kind: 'ipsec', since: '7.0' },
    varbinds: (_, { number = 1, hundredths = 0 }) => [of(`${ent}.171.1.3.2.1.10.${number}`, integer(hundredths))],
  },
  cikeTunnelStart: {
    ...{ oid: `${ent}.171.2.0.1`, kind: 'ikev2', since: '9.16' },
    varbinds: (_, who) => [...peers(who), of(`${ent}.171.1.2.3.1.15.${who.number ?? 1}`, integer(lifetimes.ike))],
  },
  cikeTunnelStop: {
    ...{ oid: `${ent}.171.2.0.2`, kind: 'ikev2', since: '9.16' },
    varbinds: (_, who) => [...peers(who), of(`${ent}.171.1.2.3.1.16.${who.number ?? 1}`, integer(who.hundredths ?? 0))],
  },
  ciscoRasTooManySessions: {
    ...{ oid: `${ent}.392.0.1`, kind: 'remote-access', since: '7.0' },
    varbinds: ({ asa }, { sessionThreshold = 0 }) => [
      of(`${ent}.392.1.3.1.0`, gauge(asa.sessions.size)),
      of(`${ent}.392.1.3.3.0`, gauge(new Set([...asa.sessions].map(({ user }) => user)).size)),
      of(`${ent}.392.1.1.1.0`, integer(capacity)),
      of(`${ent}.392.1.1.2.0`, integer(0)),
      of(`${ent}.392.1.6.1.0`, integer(sessionThreshold)),
    ],
  },
  clogMessageGenerated: {
    ...{ oid: `${ent}.41.2.0.1`, kind: 'syslog', since: '7.0' },
    varbinds: (device, { message = startup }) => [
      of(`${ent}.41.1.2.3.1.2.0`, text('20')),
      // The MIB counts severities from 1.
      of(`${ent}.41.1.2.3.1.3.0`, integer(message[0] + 1)),
      of(`${ent}.41.1.2.3.1.4.0`, text('Syslog Trap')),
      of(`${ent}.41.1.2.3.1.5.0`, clogText(message)),
      of(`${ent}.41.1.2.3.1.6.0`, ticks(uptimeOf(device))),
    ],
  },
  cpmCPURisingThreshold: {
    ...{ oid: `${ent}.109.2.0.1`, kind: 'cpu', since: '8.4' },
    varbinds: (device, { percent = device.cpu() }) => [
      of(`${ent}.109.1.2.4.1.2.1.1`, gauge(70)),
      of(`${ent}.109.1.1.1.1.10.1`, gauge(percent)),
      of(`${ent}.109.1.1.1.1.11.1`, gauge(0)),
      of(`${ent}.109.1.2.3.1.5.1.1`, gauge(percent)),
      of(`${ent}.109.1.2.1.1.5.1.1`, ticks(100)),
    ],
  },
  mteTriggerFired: {
    ...{ oid: '1.3.6.1.2.1.88.2.0.1', kind: 'memory', since: '8.4' },
    varbinds: ({ asa }) => [
      of('1.3.6.1.2.1.88.2.1.1.0', text('Memory Threshold')),
      of('1.3.6.1.2.1.88.2.1.2.0', text('')),
      of('1.3.6.1.2.1.88.2.1.3.0', text('')),
      of('1.3.6.1.2.1.88.2.1.4.0', objectId(`${ent}.221.1.1.1.1.7.1.1`)),
      of('1.3.6.1.2.1.88.2.1.5.0', integer(memoryBytes(asa).used)),
    ],
  },
  clrResourceLimitReached: {
    ...{ oid: `${ent}.480.0.1`, kind: 'connection-limit', since: '8.4' },
    varbinds: ({ hostname }) => [
      of(`${ent}.480.1.1.2.1.3.1`, integer(1)),
      of(`${ent}.480.1.1.2.1.5.1`, gauge(capacity)),
      of(`${ent}.41.1.1.6.0`, integer(2)),
      of(`${ent}.41.1.1.7.0`, text(hostname)),
    ],
  },
  ciscoConfigManEvent: {
    ...{ oid: `${ent}.43.2.0.1`, kind: 'config', since: '9.1' },
    // From the command line, of what runs, to what runs.
    varbinds: () => [3, 4, 5].map((column) => of(`${ent}.43.1.1.6.1.${column}.1`, integer(column === 3 ? 1 : 3))),
  },
  ccmCLIRunningConfigChanged: {
    ...{ oid: `${ent}.43.2.0.2`, kind: 'config', since: '9.1' },
    varbinds: (device) => [of(`${ent}.43.1.1.1.0`, ticks(uptimeOf(device))), of(`${ent}.43.1.1.6.1.6.1`, integer(3))],
  },
  entConfigChange: { oid: '1.3.6.1.2.1.47.2.0.1', kind: 'entity', since: '7.0', varbinds: none },
  cefcFRUInserted: { oid: `${ent}.117.2.0.3`, kind: 'entity', since: '7.0', varbinds: () => [containedIn] },
  cefcFRURemoved: { oid: `${ent}.117.2.0.4`, kind: 'entity', since: '7.0', varbinds: () => [containedIn] },
  ceSensorExtThresholdNotification: {
    ...{ oid: `${ent}.745.0.1`, kind: 'entity', since: '8.4' },
    varbinds: () => [
      of('1.3.6.1.2.1.47.1.1.1.1.7.5', text('Chassis Fan Sensor 1')),
      of('1.3.6.1.2.1.47.1.1.1.1.2.5', text('Chassis Fan Sensor 1')),
      of('1.3.6.1.2.1.99.1.1.1.4.5', integer(0)),
      of('1.3.6.1.2.1.99.1.1.1.1.5', integer(10)),
      of(`${ent}.745.1.1.1.1.4.5.1`, integer(1000)),
    ],
  },
  natPacketDiscard: {
    ...{ oid: '1.3.6.1.2.1.123.0.1', kind: 'nat', since: '8.4' },
    varbinds: (_, { ifIndex = 1 }) => [of(`1.3.6.1.2.1.2.2.1.1.${ifIndex}`, integer(ifIndex))],
  },
  cufwFailoverStateChanged: {
    ...{ oid: `${ent}.491.0.3`, kind: 'failover', since: '9.1' },
    varbinds: () => [of(`${ent}.491.1.4.1.1.1.0`, gauge(0)), of(`${ent}.491.1.4.1.1.2.0`, integer(9))],
  },
  cufwClusterStateChanged: {
    ...{ oid: `${ent}.491.0.4`, kind: 'cluster', since: '9.1' },
    varbinds: () => [of(`${ent}.491.1.5.1.0`, integer(5))],
  },
  bgpBackwardTransition: {
    ...{ oid: '1.3.6.1.2.1.15.7.2', kind: 'peer-flap', since: '9.16' },
    varbinds: () => [
      of('1.3.6.1.2.1.15.3.1.14.192.0.2.9', { type: 'octets', value: Buffer.of(4, 0) }),
      of('1.3.6.1.2.1.15.3.1.2.192.0.2.9', integer(1)),
    ],
  },
} as const satisfies Readonly<Record<string, Row>>;

export type TrapName = keyof typeof notifications;
export const trapNames = Object.keys(notifications) as readonly TrapName[]; // the table has exactly these keys

const startup: Message = [6, 199002, 'Startup completed. Beginning operation.'];
const containedIn = of('1.3.6.1.2.1.47.1.1.1.1.4.2', integer(1));

/** Its column of ifOperStatus, and the administrator wants it up. */
const link = ({ ifIndex = 1 }: Subject, status: 1 | 2): readonly Varbind[] =>
  [1, 7, 8].map((column) =>
    of(`1.3.6.1.2.1.2.2.1.${column}.${ifIndex}`, integer(column === 1 ? ifIndex : column === 7 ? 1 : status)),
  );

/** Both ends of a tunnel: the index is type, length and text of each, and a number. */
function peers({ peerIp = '192.0.2.77' }: Subject): readonly Varbind[] {
  const end = (address: string) => [1, address.length, ...Buffer.from(address)].join('.');
  const index = `${end(outsideIp)}.${end(peerIp)}.1`;
  return [of(`${ent}.171.1.2.2.1.6.${index}`, inet(outsideIp)), of(`${ent}.171.1.2.2.1.7.${index}`, inet(peerIp))];
}

/** The message as it goes to syslog, without a time; a stray byte may come before it, and 255 characters are all there is room for. */
function clogText([severity, messageId, words]: Message): Value {
  const whole = `<${160 + severity}>%ASA-${severity}-${messageId}: ${words}`;
  const stray = messageId % 2 === 0 ? Buffer.of(0x01) : Buffer.alloc(0);
  return { type: 'octets', value: Buffer.concat([stray, Buffer.from(whole)]).subarray(0, 255) };
}
