import type { LineFact, LineRead, MessageMeaning } from '../../server/domain/line-read.ts';
import type { DeviceRow } from '../../server/domain/feed.ts';
import { clockTrouble, zoneText } from './clock.ts';
import { severities } from './names.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';

/** The names of the facilities 16 to 23, which head-ends use (RFC 5424, 6.2.1). */
const LOCAL = 16;

/** `166: facility 20 (local4), severity 6`. */
export function priorityText(priority: number): string {
  const facility = priority >> 3;
  const name = facility >= LOCAL && facility < LOCAL + 8 ? ` (local${facility - LOCAL})` : '';
  return `${priority}: facility ${facility}${name}, severity ${priority & 7}`;
}

/** `6, informational`. */
export function severityText(severity: number | null): string {
  return severity === null ? 'not told' : `${severity}, ${severities[severity] ?? 'none of the eight'}`;
}

/** What the device's own clock said, and how far that is from when the message came, epoch milliseconds. */
export function deviceTimeText({ deviceTime, deviceTimeUtc }: LineRead, at: number): string {
  if (deviceTime === undefined) return 'not in the line';
  if (deviceTimeUtc === undefined) return `${plain(deviceTime)} (its line tells no zone)`;
  const late = at - Date.parse(deviceTimeUtc);
  const apart =
    Math.abs(late) < 1000 ? 'as it came' : `${age(Math.abs(late))} ${late > 0 ? 'before' : 'after'} it came`;
  return `${plain(deviceTime)}, ${apart}`;
}

/** How the clock of that device is now, as far as is known. */
export function clockText(device: DeviceRow | undefined): string {
  if (device === undefined) return 'not known: no device of ours sent it';
  const trouble = clockTrouble(device.clock);
  return `${trouble ?? (device.clock?.says === 'time' ? 'no skew seen' : 'nothing known')}; ${zoneText(device)}`;
}

/** The names of facts, for people. */
const factNames: Readonly<Record<string, string>> = {
  user: 'User',
  tunnelGroup: 'Connection profile',
  groupPolicy: 'Group policy',
  publicIp: 'Public address',
  assignedIp: 'Assigned address',
  assignedIpv6: 'Assigned IPv6 address',
  aaaServer: 'AAA server',
  reason: 'Reason',
  cause: 'Cause',
  seconds: 'Duration in seconds',
  bytesTx: 'Bytes Tx (to the client)',
  bytesRx: 'Bytes Rx (from the client)',
  sessionType: 'Session type',
  clientType: 'Client',
  clientVersion: 'Client version',
  pool: 'Pool',
};

/** A fact of a claim, with a name that people know where there is one. */
export function factText({ name, value }: LineFact): { readonly name: string; readonly value: string } {
  return { name: factNames[name] ?? name, value: plain(value) };
}

/** What Tunnelwatch makes of a message ID, in a sentence. */
export function meaningText({ is, claims }: MessageMeaning): string {
  if (is === 'followed') return `Tunnelwatch follows it: ${claims.join(', ')}.`;
  return is === 'noted'
    ? 'Tunnelwatch knows it, and it changes nothing here.'
    : 'Tunnelwatch does not follow it: nothing is concluded from it. The page of a head-end tells whether it is stored, or counted.';
}
