import type { ShowCommand } from '../command.ts';
import { deviceCommand } from './device.ts';
import type { DeviceTold } from './device.ts';

const RULE = /^-{5,}(?: +-{5,})?$/;

const cpuUsage = deviceCommand(
  'show cpu usage',
  {
    cpu: /^CPU utilization for 5 seconds = (?<now>\d{1,3})%; 1 minute: (?<minute>\d{1,3})%; 5 minutes: (?<five>\d{1,3})%$/,
    // A virtual platform, 9.x: what it may take of its host.
    knownPlatform: /^Virtual platform CPU resources$/,
    knownRule: RULE,
    knownShare: /^(?:(?:Number of (?:allowed )?vCPUs|Frequency Reservation|Minimum required|Frequency Limit|Maximum allowed|Average Usage \(30 seconds\)) *: +(?:\d{1,9}(?: MHz)?|Unlimited)|(?:vCPU|Frequency) Status *: +[\w :-]{1,60})$/, // prettier-ignore
  },
  ['cpu'],
  ({ now, minute, five }) => ({ cpu: [Number(now), Number(minute), Number(five)] }),
);

const memory = deviceCommand(
  'show memory',
  {
    free: /^Free memory(?: - system)?: +(?<free>\d{1,15}) bytes \( ?\d{1,3}%\)$/,
    total: /^Total memory: +(?<total>\d{1,15}) bytes \( ?\d{1,3}%\)$/,
    // In one sum, or by what it is used for: the words differ by release.
    knownUsed: /^(?:Used memory: +(?<used>\d{1,15}) bytes \( ?\d{1,3}%\)|(?:Used memory(?: - [\w ()]{1,40})?|Allocated memory in use|Reserved memory(?: \(\w{1,16}\))?|Memory overhead):(?: +\d{1,15} bytes \( ?\d{1,3}%\))?)$/, // prettier-ignore
    knownRule: RULE,
    // A virtual platform, 9.x.
    knownPlatform: /^(?:Virtual platform memory|(?:Provisioned|Allowed) +\d+ MB|Status +\S.{0,60})$/,
    knownNote: /^(?:Note: Free memory is the free system memory\. .{0,200}|be available from memory pools internal to .{0,60}|Use 'show memory detail' to see this .{0,60}|with care since it may cause CPU hogs and .{0,60})$/, // prettier-ignore
  },
  ['free', 'knownUsed', 'total'],
  ({ free, used, total }) => ({ memoryUsed: Number(used ?? Number(total) - Number(free)), memoryTotal: Number(total) }),
);

const connections = deviceCommand(
  'show conn count',
  {
    count: /^(?<inUse>\d{1,15}) in use, \d{1,15} most used$/,
    cluster: /^Cluster:$/,
    knownRole: /^(?:fwd|dir|centralized|backup|vpn redirect|pbr|Cluster stub) connections: \d{1,15} in use, \d{1,15} most used$/, // prettier-ignore
    // With a FirePOWER module, and FTD.
    knownSnort: /^(?:Inspect Snort:|preserve-connection: (?:\d{1,15} (?:most )?(?:enabled|in effect)(?:, |$)){2,4})$/,
  },
  ['count'],
  ({ inUse }) => ({ connections: Number(inUse) }),
);

/** A star or a dot before it: the clock was not set by anybody. */
const clock = deviceCommand(
  'show clock',
  { clock: /^[*.]?(?<clock>\d\d:\d\d:\d\d\.\d{1,3} \S{1,16} [A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d{4})$/ },
  ['clock'],
  ({ clock: now }) => (now === undefined ? {} : { clock: now }),
);

/** `show cpu usage`, `show memory`, `show conn count`, `show clock`. */
export const healthCommands: readonly ShowCommand<DeviceTold>[] = [cpuUsage, memory, connections, clock];
