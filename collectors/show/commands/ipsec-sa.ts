import type { IpsecSa } from '../../../server/domain/roster.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { linesOf } from '../printed.ts';
import { outOfPlace, readSentences, tooShort } from '../sentences.ts';
import type { Sentence } from '../sentences.ts';
import { printed as told } from './ike-section.ts';

/** The IPsec SAs of a device, in pairs. */
export interface IpsecListed {
  readonly kind: 'ipsec.listed';
  readonly sas: readonly IpsecSa[];
}

/** `show crypto ipsec sa`: 7.0 to 9.x, which print packets, and bytes in no release. */
export const ipsecListing: ShowCommand<IpsecListed> = { command: 'show crypto ipsec sa', read: readIpsec };

/** Lines in the order of a pair. Those that tell of one SA follow their `spi`. */
const wordings = {
  none: /^There are no ipsec sas$/i,
  interface: /^interface: \S{1,64}$/,
  map: /^Crypto map tag: (?<map>\S{1,128}), (?:seq num: \d{1,6}, )?local addr: \S{1,255}$/,
  known: new RegExp(
    `^(?:${[
      'access-list \\S.*',
      'Protected vrf \\(ivrf\\):(?: \\S{1,64})?',
      '#pkts not compressed: \\d+, #pkts (?:comp|compr\\.) failed: \\d+, #pkts (?:decomp|decompress) failed: \\d+',
      '#(?:pre|post)-frag successes: \\d+, #(?:pre|post)-frag failures: \\d+, #fragments created: \\d+',
      // The release notes know it by this slip of the pen.
      '#PMTUs sent: \\d+, #PMTUs rcvd: \\d+, #decapst?ulated (?:frags|frgs) needing reassembly: \\d+',
      '#TFC rcvd: \\d+, #TFC sent: \\d+',
      '#Valid ICMP Errors rcvd: \\d+, #Invalid ICMP Errors rcvd: \\d+',
      'path mtu \\d+, ipsec overhead \\d+(?:\\(\\d+\\))?, media mtu \\d+',
      'PMTU time remaining \\(sec\\): \\d+, DF policy: [\\w-]+',
      'ICMP error validation: \\w+, TFC packets: \\w+',
      'dynamic allocated peer ip\\(ipv6\\): \\S{1,64}',
    ].join('|')})$`,
  ),
  local: /^local ident \(addr\/mask\/prot\/port\): \((?<localIdent>\S{1,255})\)$/,
  remote: /^remote ident \(addr\/mask\/prot\/port\): \((?<remoteIdent>\S{1,255})\)$/,
  peer: /^current_peer: (?<peer>[^\s,]{1,255})(?:, username: (?<user>.{1,255}))?$/,
  assigned: /^dynamic allocated peer ip: (?<assignedIp>\S{1,64})$/,
  encaps: /^#pkts encaps: (?<encaps>\d{1,16}), #pkts encrypt: (?<encrypted>\d{1,16}), #pkts digest:? \d{1,16}$/,
  decaps: /^#pkts decaps: (?<decaps>\d{1,16}), #pkts decrypt: (?<decrypted>\d{1,16}), #pkts verify:? \d{1,16}$/,
  compressed: /^#pkts compressed: (?<compressed>\d{1,16}), #pkts decompressed: (?<decompressed>\d{1,16})$/,
  errors: /^#send errors:? (?<sendErrors>\d{1,16}), #recv errors:? (?<recvErrors>\d{1,16})$/,
  endpoints:
    /^local crypto endpt\.: (?<localEndpoint>[^\s,]{1,255}), remote crypto endpt\.: (?<remoteEndpoint>\S{1,255})$/,
  outboundSpi: /^current outbound spi: (?<outboundSpi>[0-9A-Fa-f]{1,8})$/,
  inboundSpi: /^current inbound spi *: (?<inboundSpi>[0-9A-Fa-f]{1,8})$/,
  list: /^(?<way>inbound|outbound) (?:esp|ah|pcp) sas:$/,
  spi: /^spi: 0x(?<spi>[0-9A-Fa-f]{1,8}) ?\(\d{1,10}\)$/,
  ofSa: /^(?:SA State: \w+|slot: \d+, conn_id: \d+, crypto-map: \S+|sa timing: remaining key lifetime (?:\(sec\): \d+|\(kB\/sec\): \(\w+\/\w+\))|IV size: \d+ bytes|Anti replay bitmap:|0x[0-9A-Fa-f]{8} 0x[0-9A-Fa-f]{8})$/, // prettier-ignore
  transform: /^transform: (?<transform>\S.{0,200})$/,
  settings: /^in use settings ?=\{(?<settings>.{0,200})\}$/,
  replay: /^replay detection support: [YN]$/,
} as const;
type Name = keyof typeof wordings;

/** What every pair has told when it is whole. */
const whole: readonly Name[] = ['local', 'remote', 'peer', 'encaps', 'decaps', 'errors', 'endpoints', 'outboundSpi'];
/** What every SA has told. */
const wholeSa: readonly Name[] = ['transform', 'settings', 'replay'];

/** What was told of one pair or one SA, by the wordings that told it. */
interface Draft {
  readonly seen: Set<Name>;
  readonly told: Map<string, string>;
}
interface Pair extends Draft {
  /** Its first line, from 1, and the one behind its last. */
  readonly line: number;
  end?: number;
  readonly lists: Map<string, Draft[]>;
  way: string | undefined;
}

function readIpsec(printed: readonly string[]): Reading<IpsecListed> {
  const read = readSentences(printed, wordings);
  if ('wrong' in read) return read.wrong;
  const pairs: Pair[] = [];
  const [first, ...others] = read.sentences;
  if (first?.name === 'none' && others.length === 0)
    return { outcome: 'read', facts: { kind: 'ipsec.listed', sas: [] }, printed: [] };
  for (const sentence of read.sentences) if (!take(sentence, pairs)) return outOfPlace(sentence);
  if (pairs.length === 0 || !pairs.every(isWhole)) return tooShort(printed);
  const own = pairs.map(({ line, end }) => linesOf(printed, line, end));
  return { outcome: 'read', facts: { kind: 'ipsec.listed', sas: pairs.map(sa) }, printed: own };
}

function take({ name, told, text, line }: Sentence<Name>, pairs: Pair[]): boolean {
  const pair = pairs.at(-1);
  if (name === 'none') return false;
  if (name === 'interface' || name === 'map') {
    if (pair !== undefined && !isWhole(pair)) return false;
    if (pair !== undefined) pair.end ??= line;
    if (name === 'map') pairs.push({ ...draft(name, told), line, lists: new Map(), way: undefined });
    return true;
  }
  if (pair === undefined) return false;
  if (name === 'list') {
    const way = text.replace(/ sas:$/, '');
    if (pair.lists.has(way)) return false;
    pair.lists.set((pair.way = way), []);
    return true;
  }
  const list = pair.lists.get(pair.way ?? '');
  if (name === 'spi') {
    if (list === undefined || list.some((one) => !wholeSa.every((want) => one.seen.has(want)))) return false;
    list.push(draft(name, told));
    return true;
  }
  const isOfSa = name === 'ofSa' || wholeSa.includes(name);
  return isOfSa ? keep(list?.at(-1), name, told) : list === undefined && keep(pair, name, told);
}

function draft(name: Name, told: Sentence['told']): Draft {
  const one: Draft = { seen: new Set(), told: new Map() };
  keep(one, name, told);
  return one;
}

/** Nothing is told twice, but for lines of which nothing is kept. */
function keep(into: Draft | undefined, name: Name, told: Sentence['told']): boolean {
  if (into === undefined || (into.seen.has(name) && name !== 'known' && name !== 'ofSa')) return false;
  into.seen.add(name);
  for (const [fact, value] of Object.entries(told)) if (value !== undefined) into.told.set(fact, value);
  return true;
}

/** As many SAs go out as come in, but while keys change: then there is at least one of each. */
function isWhole({ seen, lists }: Pair): boolean {
  const [inbound, outbound] = ['inbound', 'outbound'].map((way) =>
    [...lists].filter(([name]) => name.startsWith(way)).flatMap(([, sas]) => sas),
  );
  if (inbound === undefined || outbound === undefined || !whole.every((name) => seen.has(name))) return false;
  const isListed = [...lists.keys()].some((name) => name.startsWith('outbound'));
  const sas = [...inbound, ...outbound];
  return isListed && inbound.length > 0 === outbound.length > 0 && sas.every((one) => wholeSa.every((name) => one.seen.has(name))); // prettier-ignore
}

/** Where keys are being changed, what is told is told of the SA that the ASA sends by. */
function sa({ told: facts, lists }: Pair): IpsecSa {
  const text = (fact: string): string | undefined => facts.get(fact);
  const count = (fact: string): number => Number(facts.get(fact));
  const listed = (way: string): readonly Draft[] => lists.get(`${way} esp`) ?? [];
  const sending = listed('outbound').find((one) => sameSpi(one.told.get('spi'), text('outboundSpi')));
  const [only, ...more] = listed('inbound');
  return told<IpsecSa>({
    ...{ peer: text('peer') ?? '', user: text('user'), assignedIp: text('assignedIp'), cryptoMap: text('map') },
    ...{ localIdent: text('localIdent') ?? '', remoteIdent: text('remoteIdent') ?? '' },
    ...{ localEndpoint: text('localEndpoint'), remoteEndpoint: text('remoteEndpoint') },
    ...{ encaps: count('encaps'), encrypted: count('encrypted') },
    ...{ decaps: count('decaps'), decrypted: count('decrypted') },
    compressed: facts.has('compressed') ? count('compressed') : undefined,
    decompressed: facts.has('decompressed') ? count('decompressed') : undefined,
    ...{ sendErrors: count('sendErrors'), recvErrors: count('recvErrors') },
    transform: sending?.told.get('transform')?.trim(),
    settings: sending && words(sending.told.get('settings') ?? ''),
    inboundSpi: text('inboundSpi') ?? (more.length === 0 ? only?.told.get('spi') : undefined),
    outboundSpi: text('outboundSpi'),
  });
}

const sameSpi = (one: string | undefined, other: string | undefined): boolean =>
  Number.parseInt(one ?? '', 16) === Number.parseInt(other ?? '', 16);

const words = (settings: string): readonly string[] =>
  settings.split(',').map((word) => word.trim()).filter((word) => word !== ''); // prettier-ignore
