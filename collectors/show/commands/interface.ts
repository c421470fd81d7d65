import type { Reading, ShowCommand } from '../command.ts';
import { outOfPlace, readSentences, tooShort } from '../sentences.ts';
import type { Sentence } from '../sentences.ts';

/** The interfaces of a device. */
export interface InterfacesListed {
  readonly kind: 'interfaces.listed';
  readonly interfaces: readonly InterfaceTold[];
}

/** An interface. Counters are those of the hardware where it has its own, else of what the ASA passed on it. */
export interface InterfaceTold {
  readonly interface: string;
  /** By `nameif`; absent where it has none. */
  readonly name?: string;
  readonly status: 'up' | 'down' | 'administratively down';
  readonly lineUp: boolean;
  /** A second. */
  readonly megabits?: number;
  readonly address?: string;
  readonly mask?: string;
  readonly packetsIn?: number;
  readonly bytesIn?: number;
  readonly packetsOut?: number;
  readonly bytesOut?: number;
  readonly errorsIn?: number;
  readonly overruns?: number;
  readonly errorsOut?: number;
  readonly dropped?: number;
  /** Over a minute. */
  readonly bytesInPerSecond?: number;
  readonly bytesOutPerSecond?: number;
}

/** `show interface`: what its lines may be, 7.x to 9.x. */
export const interfaceListing: ShowCommand<InterfacesListed> = { command: 'show interface', read: readInterfaces };

/** What is counted, as it stands behind its number. Of these none is kept. */
const counted = [
  ...['packets', 'bytes', 'no buffer', 'broadcasts', 'runts', 'giants', 'CRC', 'frame', 'ignored', 'abort'],
  ...['pause input', 'resume input', 'pause output', 'resume output', 'pause/resume input', 'pause/resume output'],
  ...['L2 decode drops', 'demux drops', 'output decode drops', 'input reset drops', 'output reset drops', 'tx hangs'],
  ...['underruns', 'collisions', 'interface resets', 'late collisions', 'deferred', 'babbles', 'lost carrier'],
  ...['no carrier', 'rate limit drops', 'switch ingress policy drops', 'switch egress policy drops'],
].join('|');

const wordings = {
  interface: /^Interface (?<interface>\S{1,64}) "(?<name>[^"]{0,64})", is (?<status>up|down|administratively down|admin down), line protocol is (?<line>up|down)$/, // prettier-ignore
  // Before all others: somebody has written it.
  description: /^Description: .*$/,
  tunnel:
    /^Hardware is Virtual Tunnel +(?:MAC address \S+, MTU (?:\d+|not set)|Available but not configured via nameif)$/,
  hardware: /^Hardware is \S.{0,80}?, BW (?:(?<megabits>\d{1,9}) Mbps|Unknown Speed-Capability), DLY \d+ usec$/,
  address: /^IP address (?:unassigned|(?<address>[^\s,]{1,255}), subnet mask (?<mask>[\d.]{7,15}))$/,
  input: /^(?<packetsIn>\d{1,16}) packets input, (?<bytesIn>\d{1,16}) bytes(?:, \d+ no buffer)?$/,
  output: /^(?<packetsOut>\d{1,16}) packets output, (?<bytesOut>\d{1,16}) bytes(?:, \d+ underruns)?$/,
  inputErrors: /^(?<errorsIn>\d{1,16}) input errors, \d+ CRC, \d+ frame, (?<overruns>\d{1,16}) overrun, \d+ ignored, \d+ abort$/, // prettier-ignore
  outputErrors: /^(?<errorsOut>\d{1,16}) output errors, \d+ collisions, \d+ interface resets$/,
  dropped: /^(?<dropped>\d{1,16}) packets dropped$/,
  inputRate: /^1 minute input rate \d+ pkts\/sec, +(?<bytesInPerSecond>\d{1,16}) bytes\/sec$/,
  outputRate: /^1 minute output rate \d+ pkts\/sec, +(?<bytesOutPerSecond>\d{1,16}) bytes\/sec$/,
  counters: new RegExp(`^(?:Received )?\\d+ (?:${counted})(?:, \\d+ (?:${counted}))*$`),
  known: new RegExp(
    `^(?:${[
      '5 minute (?:input|output) rate \\d+ pkts/sec, +\\d+ bytes/sec|[15] minute drop rate, \\d+ pkts/sec',
      '\\(?(?:Auto|Full|Half)-[Dd]uplex.{0,80}',
      'Input flow control is \\w+, output flow control is \\w+',
      'Available but not configured (?:with VLAN or )?via nameif',
      '(?:Active member|Standby member|Member) of \\S+',
      'MAC address \\S+, MTU (?:\\d+|not set)',
      'Management-only interface\\. Blocked \\d+ through-the-device packets',
      '(?:input|output) queue \\((?:blocks free curr/low|curr/max (?:packets|blocks))\\): hardware \\(\\d+/\\d+\\)(?: software \\(\\d+/\\d+\\))?',
      'Traffic Statistics for "[^"]{1,64}":',
      'VLAN identifier (?:none|\\d+)',
      'Members in this channel:|(?:Active|Inactive): .{0,200}',
      'Redundancy Information:|Member \\S+\\(Active\\), .{1,80}|Last switchover at .{1,60}',
      'Tunnel Interface Information:|Source interface: .{1,80} +IP address: \\S+|Destination IP address: \\S+|Mode: .{1,40} +IPsec profile: .{1,80}',
    ].join('|')})$`,
  ),
} as const;
type Name = keyof typeof wordings;

function readInterfaces(printed: readonly string[]): Reading<InterfacesListed> {
  const read = readSentences(printed, wordings);
  if ('wrong' in read) return read.wrong;
  const blocks: Sentence<Name>[][] = [];
  for (const sentence of read.sentences) {
    if (sentence.name === 'interface') blocks.push([sentence]);
    else if (blocks.length === 0) return outOfPlace(sentence);
    else blocks.at(-1)?.push(sentence);
  }
  if (blocks.length === 0 || blocks.some((block) => block.length < 2)) return tooShort(printed);
  return { outcome: 'read', facts: { kind: 'interfaces.listed', interfaces: blocks.map(one) } };
}

const figures = ['megabits', 'packetsIn', 'bytesIn', 'packetsOut', 'bytesOut', 'errorsIn', 'overruns', 'errorsOut', 'dropped', 'bytesInPerSecond', 'bytesOutPerSecond'] as const; // prettier-ignore

function one(block: readonly Sentence<Name>[]): InterfaceTold {
  // Of a fact that is told again, what was told first.
  const told = new Map<string, string>();
  for (const { told: facts } of block)
    for (const [fact, value] of Object.entries(facts))
      if (value !== undefined && value !== '' && !told.has(fact)) told.set(fact, value);
  const text = <Fact extends string>(fact: Fact): { readonly [F in Fact]?: string } =>
    (told.has(fact) ? { [fact]: told.get(fact) } : {}) as { readonly [F in Fact]?: string }; // a key that is computed
  const status = told.get('status');
  return {
    interface: told.get('interface') ?? '',
    ...text('name'),
    status: status === 'up' || status === 'down' ? status : 'administratively down',
    lineUp: told.get('line') === 'up',
    ...text('address'),
    ...text('mask'),
    ...Object.fromEntries(figures.flatMap((fact) => (told.has(fact) ? [[fact, Number(told.get(fact))]] : []))),
  };
}
