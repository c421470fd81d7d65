import type { PlatformTold } from '../../../server/domain/polling.ts';
import type { Sentence } from '../sentences.ts';
import { deviceCommand } from './device.ts';

const UP = String.raw`\d{1,5} (?:year|day|hour|min|sec)s?(?: \d{1,5} (?:year|day|hour|min|sec)s?){0,4}`;

/** `show version`: PIX 7.x and ASA 7.0 to 9.x. The configuration's last change is its last line. */
export const version = deviceCommand(
  'show version',
  {
    version:
      /^Cisco (?:Adaptive|PIX) Security Appliance Software Version (?<version>\S{1,32})(?: <(?:context|system)>)?$/,
    asdm: /^Device Manager Version (?<asdmVersion>\S{1,32})$/,
    cluster: new RegExp(`^failover cluster up ${UP}$`),
    up: new RegExp(`^(?<hostname>\\S{1,64}) up (?<up>${UP})$`),
    startup: new RegExp(`^Start-up time ${UP}$`),
    hardware: /^Hardware: +(?<hardware>(?<sort>[^\s,]{1,64})(?:,.{0,200})?)$/,
    model: /^Model Id: +(?<model>\S{1,64})$/,
    serial: /^Serial Number: (?<serial>\w{1,32})$/,
    changed:
      /^Configuration (?:last modified by (?<configChanged>.{1,80} at \d\d:\d\d:\d\d\.\d{1,3} \S{1,16} [A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d{4})|has not been modified since last system restart\.)$/,
    compiled: /^Compiled on (?<compiled>.{1,80})$/,
    image: /^System image file is "(?<image>.{1,200})"$/,
    flash: /^(?:Internal ATA Compact Flash|Flash \S+ @ 0x[0-9a-f]+), (?<flash>\d{1,9}[KM]B)$/,
    mode: /^License mode: (?<licenseMode>.{1,60})$/,
    state: /^ASAv Platform License State: (?<licenseState>.{1,60})$/,
    licences: /^Licensed features for this (?:platform|user context):$/,
    pairLicences: /^Failover cluster licensed features for this (?:platform|user context):$/,
    knownPort: /^\d+: (?:Ext|Int): (?<port>\S.{0,40}?) *: .{1,60}$/,
    known: new RegExp(
      `^(?:${[
        '(?:Firepower Extensible|SSP|FX-OS) Operating System Version \\S+',
        'REST API Agent Version \\S+',
        'Config file at boot was ".{1,200}"',
        '(?:Internal )?ATA Compact Flash.*|Slot \\d+: .{1,80}|(?:BIOS )?Flash .{1,80}',
        'Encryption hardware device *: .{1,120}|(?:Boot|SSL/IKE|IPSec) microcode *: .{1,80}|Number of accelerators: \\d+',
        'Baseboard Management Controller \\(.{1,120}',
        '(?:No a|A)ctive entitlement: .{1,120}',
        '\\*?Memory resource allocation is more than the permitted limit\\.',
        'The Running Activation Key feature: .{1,200}',
        'This (?:platform|PIX) has an? .{1,60} license\\.',
        'Running (?:Permanent |Timebased )?Activation Key: .{1,120}',
        'The Running Activation Key is not valid, using default settings:',
        'Configuration register is 0x[0-9a-f]+',
        'Image type *: \\w+|Key [Vv]ersion *: \\w+',
      ].join('|')})$`,
    ),
    /** Licences: new ones come with each release. Two columns, where the colon has blanks on both sides. */
    knownLicence:
      /^(?<licence>[A-Z\d][\w/()& .-]{1,60}?) +: (?<value>Enabled|Disabled|Unlimited|Active\/(?:Active|Standby)|\d{1,9})(?:,? +(?:perpetual|\d+ days?|DMZ (?:Unr|R)estricted))?$/,
  },
  ['version', 'up', 'hardware', 'changed'],
  (told, lines) => {
    const { version: release, asdmVersion, hostname, up = '', sort, model = sort, serial } = told;
    return {
      ...(release !== undefined && { version: release }),
      ...(asdmVersion !== undefined && { asdmVersion }),
      ...(hostname !== undefined && { hostname }),
      ...(model !== undefined && { model }),
      ...(serial !== undefined && { serial }),
      uptime: seconds(up),
      platform: platform(told, lines),
    };
  },
);

const texts = ['hardware', 'flash', 'image', 'compiled', 'configChanged', 'licenseMode', 'licenseState'] as const;

function platform(told: Sentence['told'], lines: readonly Sentence[]): PlatformTold {
  const ports = lines.flatMap(({ told: { port } }) => (port === undefined || port === 'Not used' ? [] : [port]));
  const cluster = lines.findIndex(({ name }) => name === 'pairLicences');
  const own = licenses(cluster < 0 ? lines : lines.slice(0, cluster));
  return {
    ...Object.fromEntries(texts.flatMap((fact) => (told[fact] === undefined ? [] : [[fact, told[fact].replace(/,$/, '')]]))), // prettier-ignore
    ...(Object.keys(own).length > 0 && { licenses: own }),
    ...(cluster >= 0 && { pairLicenses: licenses(lines.slice(cluster)) }),
    ...(ports.length > 0 && { ports }),
  };
}

function licenses(lines: readonly Sentence[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.flatMap(({ told: { licence, value } }) => (licence === undefined || value === undefined ? [] : [[licence, value]])), // prettier-ignore
  );
}

/** The ASA prints the two greatest parts; a year has 365 days. */
function seconds(up: string): number {
  const parts = [...up.matchAll(/(\d+) (year|day|hour|min|sec)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (SECONDS[unit] ?? 0), 0);
}
const SECONDS: Readonly<Record<string, number>> = { year: 31_536_000, day: 86_400, hour: 3600, min: 60, sec: 1 };
