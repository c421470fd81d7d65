import type { DeviceFacts } from '../../../server/domain/polling.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { outOfPlace, readSentences, tooShort } from '../sentences.ts';
import type { Sentence } from '../sentences.ts';
import { together } from './device.ts';
import type { DeviceTold } from './device.ts';

/** `show failover`: of a device alone, a pair, one context of a pair, and a pair with two groups; 7.x to 9.x. */
export const failover: ShowCommand<DeviceTold> = { command: 'show failover', read: readFailover };

const wordings = {
  switch: /^Failover (?<failover>On|Off)(?: \(pseudo-Standby\))?$/,
  unit: /^Failover unit (?<unit>Primary|Secondary)$/,
  monitored: /^Monitored Interfaces \d+ of \d+ maximum$/,
  serials: /^Serial Number: Ours (?<serial>\w{1,32}), Mate (?<mateSerial>\w{1,32})$/,
  last: /^Last Failover at: (?<lastFailover>\S.{0,60})$/,
  here: /^This (?:context|host): +(?:(?:Primary|Secondary)(?: - |$))?(?<here>[A-Z][\w -]{0,60})?$/,
  mate: /^(?:Peer context|Other host): +(?:(?:Primary|Secondary)(?: - |$))?(?<mate>[A-Z][\w -]{0,60})?$/,
  group: /^Group (?<group>\d) +State: +(?<state>[A-Z][\w -]{0,60})$/,
  statistics: /^Stateful Failover Logical Update Statistics$/,
  link: /^(?:Link : (?<link>\S.{0,120})|Status: Configured\.)$/,
  queues: /^Logical Update Queue Information$/,
  sent: /^Xmit Q: +\d+ +\d+ +\d+$/,
  known: new RegExp(
    `^(?:${[
      'Cable status: .{1,80}',
      'Failover LAN Interface: .{1,120}',
      'Reconnect timeout \\d+:\\d\\d:\\d\\d',
      '(?:Unit|Interface) Poll frequency \\d+ (?:milli)?seconds(?:, holdtime \\d+ (?:milli)?seconds)?',
      'Interface Policy \\d+%?',
      'MAC Address Move Notification Interval (?:not set|.{1,40})',
      'failover replication (?:http|rate \\d+)',
      'Version: Ours \\S+, Mate \\S+',
      'Group \\d last failover at: .{1,60}',
      'Active time: +\\d+ \\(sec\\)',
      'slot \\d+: \\S.{0,160}',
      '(?:\\S{1,64} )?Interface \\S{1,64} \\([\\w.:/]{1,120}\\): [A-Z][\\w /-]{1,40}(?: \\([\\w -]{1,40}\\))?',
      '(?:IPS|CSC|CXSC|ASA FirePOWER|ASA CX|CSC SSM), .{1,120}',
      'Logging port IP: .{1,80}',
      'Stateful Obj +xmit +xerr +rcv +rerr',
      'Cur +Max +Total',
      // What people leave out who save an output.
      '<omitt?ed output>',
      'Recv Q: +\\d+ +\\d+ +\\d+',
      // What is kept in step: new rows come with each release, and none is kept.
      '[A-Za-z][\\w /.-]{1,40} +\\d{1,16} +\\d{1,16} +\\d{1,16} +\\d{1,16}',
    ].join('|')})$`,
  ),
} as const;
type Told = Sentence<keyof typeof wordings>;

function readFailover(printed: readonly string[]): Reading<DeviceTold> {
  const read = readSentences(
    printed.map((line) => line.replace(/\s+/g, ' ')),
    wordings,
  );
  if ('wrong' in read) return read.wrong;
  const lines = read.sentences;
  const twice = lines.find(({ name }, place) => name !== 'known' && name !== 'group' && lines.slice(0, place).some((one) => one.name === name)); // prettier-ignore
  if (twice !== undefined) return outOfPlace(twice);
  const told = together(lines);
  if (!isWhole(lines, told)) return tooShort(printed);
  return { outcome: 'read', facts: { kind: 'device.told', facts: factsOf(lines, told) } };
}

function isWhole(lines: readonly Told[], told: ReturnType<typeof together>): boolean {
  const has = (name: Told['name']): boolean => lines.some((one) => one.name === name);
  if (told['failover'] === 'Off') return has('monitored');
  if (told['failover'] === undefined || !has('here') || !has('mate')) return false;
  if ((told['here'] === undefined || told['mate'] === undefined) && groupsOf(lines, 'mate').length === 0) return false;
  // Each unit ends in its interfaces, and these in the statistics, if they are kept: a cut among them cannot be told.
  return (!has('statistics') || has('link')) && (!has('queues') || has('sent'));
}

function factsOf(lines: readonly Told[], told: ReturnType<typeof together>): DeviceFacts {
  const { unit, here, mate, serial, mateSerial, lastFailover } = told;
  const others = groupsOf(lines, 'mate').map(({ told: { group, state } }) => `group ${group}: ${state}`);
  const isRole = here === 'Active' || here === 'Standby Ready' || here === 'Cold Standby' || here === 'Bulk Sync' || here === 'Sync Config'; // prettier-ignore
  return {
    failover: told['failover'] === 'Off' ? 'off' : (mate ?? others.join(', ')),
    ...(unit !== undefined && { unit: unit === 'Primary' ? 'primary' : 'secondary' }),
    ...(isRole && { role: here === 'Active' ? 'active' : 'standby' }),
    ...(serial !== undefined && { serial }),
    ...(mateSerial !== undefined && { mateSerial }),
    ...(lastFailover !== undefined && { lastFailover }),
  };
}

/** The groups that are told of behind one of the headings. */
function groupsOf(lines: readonly Told[], heading: 'here' | 'mate'): readonly Told[] {
  const from = lines.findIndex(({ name }) => name === heading);
  const rest = lines.slice(from + 1);
  const end = rest.findIndex(({ name }) => name !== 'group' && name !== 'known');
  return (end < 0 ? rest : rest.slice(0, end)).filter(({ name }) => name === 'group');
}
