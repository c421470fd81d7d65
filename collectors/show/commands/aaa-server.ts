import type { Reading, ShowCommand } from '../command.ts';
import { outOfPlace, readSentences, tooShort } from '../sentences.ts';
import type { Sentence } from '../sentences.ts';

/** The AAA servers of a device. */
export interface AaaListed {
  readonly kind: 'aaa.listed';
  readonly servers: readonly AaaServer[];
}

/** One server of a group; the local database has no address. */
export interface AaaServer {
  readonly group: string;
  /** As printed: `radius`, `ldap`, `Local database`. */
  readonly protocol: string;
  readonly address?: string;
  readonly port?: string;
  readonly status?: 'active' | 'failed';
  /** As printed: `Server disabled at 10:05:00 UTC Mon Jan 1 2024`. */
  readonly since?: string;
  /** By their words: `rejects`, `badAuthenticators`; the round trip is in milliseconds. */
  readonly counters: Readonly<Record<string, number>>;
}

/** `show aaa-server`: all groups and their servers, 7.x to 9.x. */
export const aaaServers: ShowCommand<AaaListed> = { command: 'show aaa-server', read: readAaa };

const COUNTERS = 'pending requests|authentication requests|authorization requests|accounting requests|retransmissions|accepts|rejects|challenges|malformed responses|bad authenticators|timeouts|unrecognized responses'; // prettier-ignore
const LAST = 'unrecognizedResponses';

const wordings = {
  group: /^Server Group: +(?<group>\S{1,64})$/,
  protocol: /^Server Protocol: +(?<protocol>\S.{0,60})$/,
  address: /^Server (?:Address|Hostname): +(?:None|(?<address>\S{1,255}))$/,
  port: /^Server port: +(?<port>\S.{0,80})$/,
  status: /^Server status: +(?<status>ACTIVE|FAILED)(?: \(admin initiated\))?(?:[,.] +(?<since>\S.{0,80}))?$/,
  counter: new RegExp(`^Number of (?<counter>${COUNTERS}) +(?<count>\\d{1,15})$`),
  roundTrip: /^Average round trip time +(?<count>\d{1,9}) ?ms$/,
} as const;
type Name = keyof typeof wordings;

interface Draft {
  readonly group: string;
  readonly told: Map<string, string>;
  readonly seen: Set<Name>;
  readonly counters: Map<string, number>;
}

function readAaa(printed: readonly string[]): Reading<AaaListed> {
  const read = readSentences(printed, wordings);
  if ('wrong' in read) return read.wrong;
  const drafts: Draft[] = [];
  for (const sentence of read.sentences) if (!take(sentence, drafts)) return outOfPlace(sentence);
  if (drafts.length === 0 || !drafts.every(isWhole)) return tooShort(printed);
  return { outcome: 'read', facts: { kind: 'aaa.listed', servers: drafts.map(server) } };
}

function take({ name, told }: Sentence<Name>, drafts: Draft[]): boolean {
  const draft = drafts.at(-1);
  if (name === 'group') {
    if (draft !== undefined && !isWhole(draft)) return false;
    drafts.push({ group: told['group'] ?? '', told: new Map(), seen: new Set(), counters: new Map() });
    return true;
  }
  if (draft === undefined) return false;
  if (name === 'counter' || name === 'roundTrip') {
    const counter = camel(told['counter'] ?? 'average round trip time');
    if (draft.counters.has(counter)) return false;
    draft.counters.set(counter, Number(told['count']));
    return true;
  }
  if (draft.seen.has(name)) return false;
  draft.seen.add(name);
  for (const [fact, value] of Object.entries(told)) if (value !== undefined) draft.told.set(fact, value);
  return true;
}

function isWhole({ seen, counters }: Draft): boolean {
  return seen.has('protocol') && seen.has('address') && seen.has('status') && counters.has(LAST);
}

function server({ group, told, counters }: Draft): AaaServer {
  const [address, port, status, since] = ['address', 'port', 'status', 'since'].map((fact) => told.get(fact));
  return {
    group,
    protocol: told.get('protocol') ?? '',
    ...(address !== undefined && { address }),
    ...(port !== undefined && { port }),
    ...(status !== undefined && { status: status === 'ACTIVE' ? 'active' : 'failed' }),
    ...(since !== undefined && { since }),
    counters: Object.fromEntries(counters),
  };
}

const camel = (words: string): string => words.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
