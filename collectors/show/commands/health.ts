import type { ShowCommand } from '../command.ts';
import { deviceCommand } from './device.ts';
import type { DeviceTold } from './device.ts';

const cpuUsage = deviceCommand(
  'show cpu usage',
  {
    cpu: /^CPU utilization for 5 seconds = (?<now>\d{1,3})%; 1 minute: (?<minute>\d{1,3})%; 5 minutes: (?<five>\d{1,3})%$/,
  },
  ['cpu'],
  ({ now, minute, five }) => ({ cpu: [Number(now), Number(minute), Number(five)] }),
);

const memory = deviceCommand(
  'show memory',
  {
    free: /^Free memory: +\d{1,16} bytes \( ?\d{1,3}%\)$/,
    used: /^Used memory: +(?<used>\d{1,15}) bytes \( ?\d{1,3}%\)$/,
    total: /^Total memory: +(?<total>\d{1,15}) bytes \( ?\d{1,3}%\)$/,
    knownRule: /^-{5,}(?: +-{5,})?$/,
    // A virtual platform, 9.x.
    knownPlatform: /^(?:Virtual platform memory|(?:Provisioned|Allowed) +\d+ MB|Status +\S.{0,60})$/,
    knownNote: /^(?:Note: Free memory is the free system memory\. .{0,200}|be available from memory pools internal to .{0,60}|Use 'show memory detail' to see this .{0,60}|with care since it may cause CPU hogs and .{0,60})$/, // prettier-ignore
  },
  ['free', 'used', 'total'],
  ({ used, total }) => ({ memoryUsed: Number(used), memoryTotal: Number(total) }),
);

const connections = deviceCommand(
  'show conn count',
  {
    count: /^(?<inUse>\d{1,15}) in use, \d{1,15} most used$/,
    cluster: /^Cluster:$/,
    knownRole: /^(?:fwd|dir|centralized|backup|vpn redirect|pbr) connections: \d{1,15} in use, \d{1,15} most used$/,
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
