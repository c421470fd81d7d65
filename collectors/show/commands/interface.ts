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
  /** Of its link, a second. */
  readonly megabits?: number;
  readonly hardware?: string;
  /** In microseconds. */
  readonly delay?: number;
  /** As printed: `Auto`, `Full`; what came of it: `Full-duplex`, `1000 Mbps`. */
  readonly duplex?: string;
  readonly speed?: string;
  readonly description?: string;
  readonly mac?: string;
  readonly mtu?: number;
  readonly vlan?: number;
  /** The channel that it is part of, and the parts of a channel. */
  readonly channel?: string;
  readonly members?: string;
  readonly tunnel?: {
    readonly source: string;
    readonly sourceIp: string;
    readonly destinationIp?: string;
    readonly mode?: string;
    readonly ipsecProfile?: string;
  };
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
  /** Over a minute, and over five. */
  readonly minute?: InterfaceRates;
  readonly fiveMinutes?: InterfaceRates;
}

/** A second, as the device has counted them. */
export interface InterfaceRates {
  readonly packetsIn?: number;
  readonly bytesIn?: number;
  readonly packetsOut?: number;
  readonly bytesOut?: number;
  readonly dropped?: number;
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
  description: /^Description: *(?<description>.*)$/,
  tunnel: /^Hardware is (?<hardware>Virtual Tunnel) +(?:MAC address (?:N\/A|(?<mac>[^\s,]{1,32})), MTU (?:(?<mtu>\d{1,6})|not set)|Available but not configured via nameif)$/, // prettier-ignore
  hardware: /^Hardware is (?<hardware>\S.{0,80}?), BW (?:(?<megabits>\d{1,9}) Mbps|Unknown Speed-Capability), DLY (?<delay>\d{1,9}) usec$/, // prettier-ignore
  mac: /^MAC address (?:N\/A|(?<mac>[^\s,]{1,32})), MTU (?:(?<mtu>\d{1,6})|not set)$/,
  duplex: /^(?:(?:Auto|Full|Half)-[Dd]uplex ?)?(?:\((?<duplex>[\w-]{1,20})\))?, (?:Auto-Speed|\d+ Mbps)? ?(?:\((?<speed>\d{1,6} ?[A-Za-z]{1,5})\))?$/, // prettier-ignore
  vlan: /^VLAN identifier (?:none|(?<vlan>\d{1,5}))$/,
  channel: /^(?:Active member|Standby member|Member) of (?<channel>\S{1,64})$/,
  members: /^Active: +(?<members>\S.{0,200})$/,
  source: /^Source interface: (?<source>\S.{0,60}?) +IP address: (?<sourceIp>\S{1,64})$/,
  destination: /^Destination IP address: (?<destinationIp>\S{1,64})$/,
  mode: /^Mode: (?<mode>\S.{0,40}?) +IPsec profile: (?<ipsecProfile>\S.{0,80})$/,
  address: /^IP address (?:unassigned|(?<address>[^\s,]{1,255}), subnet mask (?<mask>[\d.]{7,15}))$/,
  input: /^(?<packetsIn>\d{1,16}) packets input, (?<bytesIn>\d{1,16}) bytes(?:, \d+ no buffer)?$/,
  output: /^(?<packetsOut>\d{1,16}) packets output, (?<bytesOut>\d{1,16}) bytes(?:, \d+ underruns)?$/,
  inputErrors: /^(?<errorsIn>\d{1,16}) input errors, \d+ CRC, \d+ frame, (?<overruns>\d{1,16}) overrun, \d+ ignored, \d+ abort$/, // prettier-ignore
  outputErrors: /^(?<errorsOut>\d{1,16}) output errors, \d+ collisions, \d+ interface resets$/,
  dropped: /^(?<dropped>\d{1,16}) packets dropped$/,
  rate: /^(?<minutes>[15]) minute (?<way>input|output) rate (?<packets>\d{1,16}) pkts\/sec, +(?<bytes>\d{1,16}) bytes\/sec$/,
  dropRate: /^(?<minutes>[15]) minute drop rate, (?<packets>\d{1,16}) pkts\/sec$/,
  counters: new RegExp(`^(?:Received )?\\d+ (?:${counted})(?:, \\d+ (?:${counted}))*$`),
  known: new RegExp(
    `^(?:${[
      'Input flow control is \\w+, output flow control is \\w+',
      'Available but not configured (?:with VLAN or )?via nameif',
      'Management-only interface\\. Blocked \\d+ through-the-device packets',
      '(?:input|output) queue \\((?:blocks free curr/low|curr/max (?:packets|blocks))\\): hardware \\(\\d+/\\d+\\)(?: software \\(\\d+/\\d+\\))?',
      'Traffic Statistics for "[^"]{1,64}":',
      // 7.0 has these in place of traffic statistics.
      '(?:Received|Transmitted|Dropped) \\d+ VLAN untagged packets(?:, \\d+ bytes)?',
      '\\d+ IPv[46] packets (?:originated from|destined to) management network',
      'Members in this channel:|Inactive: .{0,200}',
      'Redundancy Information:|Member \\S+\\(Active\\), .{1,80}|Last switchover at .{1,60}',
      'Tunnel Interface Information:',
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

const words = ['hardware', 'duplex', 'speed', 'description', 'mac', 'channel', 'members', 'address', 'mask'] as const;
const figures = ['megabits', 'delay', 'mtu', 'vlan', 'packetsIn', 'bytesIn', 'packetsOut', 'bytesOut', 'errorsIn', 'overruns', 'errorsOut', 'dropped'] as const; // prettier-ignore

function one(block: readonly Sentence<Name>[]): InterfaceTold {
  // Of a fact that is told again, what was told first.
  const told = new Map<string, string>();
  for (const { told: facts } of block)
    for (const [fact, value] of Object.entries(facts))
      if (value !== undefined && value !== '' && !told.has(fact)) told.set(fact, value);
  const [name, status, source, minute, fiveMinutes] = [told.get('name'), told.get('status'), told.get('source'), rates(block, '1'), rates(block, '5')]; // prettier-ignore
  return {
    interface: told.get('interface') ?? '',
    ...(name !== undefined && { name }),
    status: status === 'up' || status === 'down' ? status : 'administratively down',
    lineUp: told.get('line') === 'up',
    ...only(words, told),
    ...Object.fromEntries(figures.flatMap((fact) => (told.has(fact) ? [[fact, Number(told.get(fact))]] : []))),
    ...(minute !== undefined && { minute }),
    ...(fiveMinutes !== undefined && { fiveMinutes }),
    ...(source !== undefined && {
      tunnel: {
        source,
        sourceIp: told.get('sourceIp') ?? '',
        ...only(['destinationIp', 'mode', 'ipsecProfile'], told),
      },
    }),
  };
}

function only(facts: readonly string[], told: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(facts.flatMap((fact) => (told.has(fact) ? [[fact, told.get(fact) ?? '']] : [])));
}

function rates(block: readonly Sentence<Name>[], minutes: string): InterfaceRates | undefined {
  const lines = block.filter(({ told }) => told['minutes'] === minutes).map(({ told }) => told);
  if (lines.length === 0) return undefined;
  const way = (wanted: string | undefined) => lines.find((told) => told['way'] === wanted);
  const [input, output, drop] = [way('input'), way('output'), way(undefined)];
  return {
    ...(input !== undefined && { packetsIn: Number(input['packets']), bytesIn: Number(input['bytes']) }),
    ...(output !== undefined && { packetsOut: Number(output['packets']), bytesOut: Number(output['bytes']) }),
    ...(drop !== undefined && { dropped: Number(drop['packets']) }),
  };
}
