import type { Device } from '../cli/device.ts';
import { memoryBytes } from '../cli/health.ts';
import { releases } from '../dialect.ts';
import type { Life } from '../engine.ts';
import type { Message } from '../message.ts';
import { notifications } from './notifications.ts';
import type { Subject, TrapKind, TrapName } from './notifications.ts';
import type { Notification } from './net-snmp.ts';
import { outboundOf, restarted, tunnelNumbers } from './tunnels.ts';

/** `snmp-server enable traps` and what else decides which are sent. */
export interface TrapOptions {
  /** Without it, all that the release has. */
  readonly enabled?: readonly TrapKind[];
  /** `logging history`: messages above this severity are not sent as clogMessageGenerated; without it, none is. */
  readonly history?: number;
  /** `remote-access threshold session-threshold-exceeded`; 0: none. */
  readonly sessionThreshold?: number;
  /** Percents at which CPU and memory are too high. */
  readonly cpuThreshold?: number;
  readonly memoryThreshold?: number;
  /** What a restart is told as. */
  readonly start?: 'coldStart' | 'warmStart';
}

/** What tells of a device by traps: on its own, and when it is told to. */
export interface Traps {
  /** Sends this one, if the release has it and it is enabled. */
  readonly notify: (name: TrapName, subject?: Subject) => void;
  /** Looks whether a threshold has been passed. */
  readonly look: () => void;
  readonly close: () => void;
}

/** The traps of a device: what its model does, in the moment in which its messages say it. */
export function trapsOf(
  device: Device,
  send: (trap: Notification, name: TrapName) => void,
  options: TrapOptions = {},
): Traps {
  const { asa } = device;
  const { history = -1, sessionThreshold = 0, cpuThreshold = 70, memoryThreshold = 70, start = 'coldStart' } = options;
  const numbers = tunnelNumbers(asa);
  const has = (name: TrapName) => {
    const { since, kind } = notifications[name];
    const sends = releases.indexOf(asa.dialect.release) >= releases.indexOf(since);
    return sends && (options.enabled?.includes(kind) ?? true);
  };
  const notify: Traps['notify'] = (name, subject = {}) => {
    const { oid, varbinds } = notifications[name];
    if (has(name)) send({ oid, varbinds: varbinds(device, subject) }, name);
  };
  const above = new Set<TrapName>();
  const edge = (name: TrapName, high: boolean, subject: Subject) => {
    if (high && !above.has(name)) notify(name, subject);
    if (high) above.add(name);
    else above.delete(name);
  };
  const look = () => {
    const { used, total } = memoryBytes(asa);
    const tooMany = sessionThreshold > 0 && asa.sessions.size > sessionThreshold;
    edge('ciscoRasTooManySessions', tooMany, { sessionThreshold });
    edge('cpmCPURisingThreshold', device.cpu() >= cpuThreshold, {});
    edge('mteTriggerFired', (100 * used) / total >= memoryThreshold, {});
  };
  const hear = (message: Message) => {
    const [severity, messageId] = message;
    const outbound = outboundOf(message);
    if (messageId === 602303 && outbound !== undefined) notify('cipSecTunnelStart', numbers.of({ outbound }));
    if (messageId === 602304 && outbound !== undefined) {
      const { number, since } = numbers.of({ outbound });
      notify('cipSecTunnelStop', { number, hundredths: hundredthsSince(device, since) });
      numbers.forget({ outbound });
    }
    if (messageId === 750006) notify('cikeTunnelStart', ikeSubject(device, message));
    if (messageId === 750007) notify('cikeTunnelStop', ikeSubject(device, message));
    if (messageId === restarted) notify(start);
    const plain = told[messageId] ?? [];
    for (const name of plain) notify(name, { ifIndex: message[2].includes('inside') ? 2 : 1 });
    if (severity <= history) notify('clogMessageGenerated', { message });
    look();
  };
  asa.hearers.add(hear);
  return { notify, look, close: () => asa.hearers.delete(hear) };
}

/** Looks at the thresholds every five seconds: for an engine, in the background. */
export function* watching({ look }: Traps): Life {
  for (;;) {
    look();
    yield 5000;
  }
}

/** Which messages go with which traps, besides those of tunnels. */
const told: Readonly<Record<number, readonly TrapName[]>> = {
  104001: ['cufwFailoverStateChanged'],
  104002: ['cufwFailoverStateChanged'],
  111008: ['ciscoConfigManEvent', 'ccmCLIRunningConfigChanged'],
  316001: ['clrResourceLimitReached'],
  321001: ['clrResourceLimitReached'],
  411001: ['linkUp'],
  411002: ['linkDown'],
};

const hundredthsSince = ({ asa }: Device, since: number) => Math.floor((asa.options.now() - since) / 10);

/** The tunnel of IKEv2 that 750006 and 750007 tell of. */
function ikeSubject(device: Device, [, , words]: Message): Subject {
  const [, peerIp = '', user] = /Remote:(\S+):\d+ Username:(.*?) (?:IKEv2 )?SA /.exec(words) ?? [];
  const session = [...device.asa.sessions].find(
    (one) => one.seat.protocol === 'ikev2' && one.publicIp === peerIp && one.user === user,
  );
  if (session === undefined) return { peerIp };
  return { peerIp, number: session.index, hundredths: hundredthsSince(device, session.entry.start) };
}
