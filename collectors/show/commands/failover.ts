import type { DeviceFacts, PairTold, UnitTold } from '../../../server/domain/polling.ts';
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
  here: /^This (?:context|host): +(?:(?<hereUnit>Primary|Secondary)(?: - |$))?(?<here>[A-Z][\w -]{0,60})?$/,
  mate: /^(?:Peer context|Other host): +(?:(?<mateUnit>Primary|Secondary)(?: - |$))?(?<mate>[A-Z][\w -]{0,60})?$/,
  group: /^Group (?<group>\d) +State: +(?<state>[A-Z][\w -]{0,60})$/,
  lan: /^Failover LAN Interface: (?<lan>\S.{0,120})$/,
  versions: /^Version: Ours (?<ours>[^\s,]{1,32}), Mate (?<theirs>\S{1,32})$/,
  groupLast: /^Group (?<lastOf>\d) last failover at: (?<groupAt>\S.{0,60})$/,
  active: /^Active time: +(?<active>\d{1,12}) \(sec\)$/,
  slot: /^slot (?<slot>\d{1,2}): (?:(?<empty>empty)|(?<model>\S{1,64}) hw\/sw rev \(.{1,80}\) status \((?<slotStatus>.{1,40})\))$/, // prettier-ignore
  interface: /^(?:(?<context>\S{1,64}) )?Interface (?<interface>\S{1,64}) \((?<address>[\w.:/]{1,120})\): (?<status>Normal|No Link|Link Down|Unknown|Failed|Testing)(?: \((?<monitoring>[\w -]{1,40})\))?$/, // prettier-ignore
  statistics: /^Stateful Failover Logical Update Statistics$/,
  link: /^(?:Link : (?<link>\S.{0,120})|Status: Configured\.)$/,
  queues: /^Logical Update Queue Information$/,
  sent: /^Xmit Q: +\d+ +\d+ +\d+$/,
  known: new RegExp(
    `^(?:${[
      'Cable status: .{1,80}',
      'Reconnect timeout \\d+:\\d\\d:\\d\\d',
      '(?:Unit|Interface) Poll frequency \\d+ (?:milli)?seconds(?:, holdtime \\d+ (?:milli)?seconds)?',
      'Interface Policy \\d+%?',
      'MAC Address Move Notification Interval (?:not set|.{1,40})',
      'failover replication (?:http|rate \\d+)',
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

/** Lines that are told of each unit, group, slot or interface. */
const many: ReadonlySet<Told['name']> = new Set(['known', 'group', 'groupLast', 'active', 'slot', 'interface']);

function readFailover(printed: readonly string[]): Reading<DeviceTold> {
  const read = readSentences(
    printed.map((line) => line.replace(/\s+/g, ' ')),
    wordings,
  );
  if ('wrong' in read) return read.wrong;
  const lines = read.sentences;
  const twice = lines.find(({ name }, place) => !many.has(name) && lines.slice(0, place).some((one) => one.name === name)); // prettier-ignore
  if (twice !== undefined) return outOfPlace(twice);
  const told = together(lines);
  if (!isWhole(lines, told)) return tooShort(printed);
  return { outcome: 'read', facts: { kind: 'device.told', facts: factsOf(lines, told) } };
}

function isWhole(lines: readonly Told[], told: ReturnType<typeof together>): boolean {
  const has = (name: Told['name']): boolean => lines.some((one) => one.name === name);
  if (told['failover'] === 'Off') return has('monitored');
  if (told['failover'] === undefined || !has('here') || !has('mate')) return false;
  if ((['here', 'mate'] as const).some((unit) => under(lines, unit).every(({ name }) => name !== 'active')))
    return false;
  if ((told['here'] === undefined || told['mate'] === undefined) && groupsOf(lines, 'mate').length === 0) return false;
  // Each unit ends in its interfaces, and these in the statistics, if they are kept: a cut among them cannot be told.
  return (!has('statistics') || has('link')) && (!has('queues') || has('sent'));
}

function factsOf(lines: readonly Told[], told: ReturnType<typeof together>): DeviceFacts {
  const { unit, here, mate, serial, mateSerial, lastFailover } = told;
  const others = groupsOf(lines, 'mate').map(({ told: { group, state } }) => `group ${group}: ${state}`);
  return {
    failover: told['failover'] === 'Off' ? 'off' : (mate ?? others.join(', ')),
    ...(unit !== undefined && { unit: nameOf(unit) }),
    ...(STANDBY.has(here ?? '') && { role: 'standby' }),
    ...(here === 'Active' && { role: 'active' }),
    ...(serial !== undefined && { serial }),
    ...(mateSerial !== undefined && { mateSerial }),
    ...(lastFailover !== undefined && { lastFailover }),
    ...(told['failover'] === 'On' && { pair: pair(lines, told) }),
  };
}

/** What a unit is that would take over, or is about to be that. */
const STANDBY: ReadonlySet<string> = new Set(['Standby Ready', 'Cold Standby', 'Bulk Sync', 'Sync Config']);

const nameOf = (unit: string) => (unit === 'Primary' ? 'primary' : 'secondary');

function pair(lines: readonly Told[], { lan, ours, theirs }: ReturnType<typeof together>): PairTold {
  const last = lines.flatMap(({ told: { lastOf, groupAt } }) =>
    lastOf === undefined ? [] : [[lastOf, groupAt ?? '']],
  );
  return {
    ...(lan !== undefined && { link: lan }),
    ...(ours !== undefined && theirs !== undefined && { versions: [ours, theirs] }),
    ...(last.length > 0 && { lastFailovers: Object.fromEntries(last) as Readonly<Record<string, string>> }), // of such pairs
    here: unitOf(lines, 'here'),
    mate: unitOf(lines, 'mate'),
  };
}

function unitOf(lines: readonly Told[], heading: 'here' | 'mate'): UnitTold {
  const own = under(lines, heading);
  const told = lines.find(({ name }) => name === heading)?.told ?? {};
  const [unit, state] = [told[`${heading}Unit`], told[heading]];
  const groups = own.flatMap(({ told: { group, state: is } }) => (group === undefined ? [] : [[group, is ?? '']]));
  const active = own.find(({ name }) => name === 'active')?.told['active'];
  return {
    ...(unit !== undefined && { unit: nameOf(unit) }),
    ...(state !== undefined && { state }),
    ...(groups.length > 0 && { groups: Object.fromEntries(groups) as Readonly<Record<string, string>> }), // of such pairs
    // With groups each has its own.
    ...(active !== undefined && groups.length === 0 && { activeSeconds: Number(active) }),
    slots: own.flatMap(({ told: { slot, model, slotStatus: status } }) =>
      model === undefined ? [] : [{ slot: Number(slot), model, ...(status !== undefined && { status }) }],
    ),
    interfaces: own.flatMap(({ told: { context, interface: name, address = '', status = '', monitoring } }) =>
      name === undefined
        ? []
        : [
            {
              ...(context !== undefined && { context }),
              ...{ name, address, status },
              ...(monitoring !== undefined && { monitoring }),
            },
          ],
    ),
  };
}

function groupsOf(lines: readonly Told[], heading: 'here' | 'mate'): readonly Told[] {
  return under(lines, heading).filter(({ name }) => name === 'group');
}

/** The lines of one unit. */
function under(lines: readonly Told[], heading: 'here' | 'mate'): readonly Told[] {
  const rest = lines.slice(lines.findIndex(({ name }) => name === heading) + 1);
  const end = rest.findIndex(({ name }) => name === 'here' || name === 'mate' || name === 'statistics');
  return end < 0 ? rest : rest.slice(0, end);
}
