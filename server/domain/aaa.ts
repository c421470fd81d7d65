import { causeOf } from './verdict.ts';
import type { Claim } from './claim.ts';

/** One AAA server of a group as its device listed it; the local database has no address. */
export interface AaaListedServer {
  readonly group: string;
  /** As printed: `radius`, `ldap`, `Local database`. */
  readonly protocol: string;
  readonly address?: string;
  readonly status?: 'active' | 'failed';
}

/** The AAA servers as they were last listed (`show aaa-server`), and when, epoch milliseconds. */
export interface AaaTold {
  readonly at: number;
  readonly servers: readonly AaaListedServer[];
}

/** What the messages of a device last told of one AAA server. */
export interface AaaMark {
  readonly device: number;
  readonly server: string;
  readonly group?: string;
  readonly protocol?: string;
  /** Absent while only silence was told. */
  readonly state?: 'active' | 'failed';
  /** When it was told last, epoch milliseconds. */
  readonly at: number;
  /** Since when it gives no answer (113014): nobody has had one since. */
  readonly silentSince?: number;
}

/** An AAA server as a screen shows it: the device by name. */
export interface AaaRow {
  readonly device: string;
  /** Its address; absent for the local database. */
  readonly server?: string;
  readonly group?: string;
  readonly protocol?: string;
  /** `silent`: not marked as failed, but not answering. `unknown`: the device lists it without a status. */
  readonly state: 'active' | 'failed' | 'silent' | 'unknown';
  /** Since when it is silent. */
  readonly since?: number;
  /** When that was told, epoch milliseconds, and by what. */
  readonly at: number;
  readonly source: 'syslog' | 'poll';
}

/** What a claim of this moment tells of an AAA server, after what was told before; `undefined`: nothing. */
export function marked(
  device: number,
  claim: Claim,
  at: number,
  before: (server: string) => AaaMark | undefined,
): AaaMark | undefined {
  if (!('aaaServer' in claim)) return undefined;
  const server = claim.aaaServer;
  const known = before(server);
  const place = {
    ...(known?.group !== undefined && { group: known.group }),
    ...(known?.protocol !== undefined && { protocol: known.protocol }),
  };
  const told = (state: 'active' | 'failed', { aaaGroup: group, protocol }: Told): AaaMark => {
    const named = { ...place, ...(group !== undefined && { group }), ...(protocol !== undefined && { protocol }) };
    return { device, server, ...named, state, at };
  };
  switch (claim.kind) {
    case 'aaa.failed':
      return told('failed', claim);
    case 'aaa.active':
      return told('active', claim);
    case 'aaa.accepted':
      return { device, server, ...place, state: 'active', at };
    case 'aaa.rejected':
      // Who says no has answered, unless the device says it in the place of a server that it cannot reach.
      return causeOf(claim.reason) === 'aaa.unreachable'
        ? { ...known, device, server, at, silentSince: known?.silentSince ?? at }
        : { device, server, ...place, state: 'active', at };
    case 'aaa.silent':
      return { ...known, device, server, at, silentSince: known?.silentSince ?? at };
    case 'attempt.refused': // its keys do not fit: that is no state of the server
      return undefined;
    default:
      return claim satisfies never;
  }
}

type Told = Pick<Extract<Claim, { kind: 'aaa.failed' }>, 'aaaGroup' | 'protocol'>;

/** The servers of one device: as listed, and where messages have told of one since, as they tell. */
export function aaaRows(device: string, told: AaaTold | undefined, marks: readonly AaaMark[]): readonly AaaRow[] {
  const listed = told?.servers ?? [];
  const later = (mark: AaaMark): boolean => told === undefined || mark.at > told.at;
  const rows = listed.map(({ group, protocol, address, status }): AaaRow => {
    const mark = marks.find((one) => one.server === address && (one.group ?? group) === group);
    if (mark !== undefined && later(mark)) return { ...rowOf(device, mark), group, protocol };
    const server = address === undefined ? {} : { server: address };
    return { device, ...server, group, protocol, state: status ?? 'unknown', at: told?.at ?? 0, source: 'poll' };
  });
  const others = marks.filter((mark) => later(mark) && !listed.some(({ address }) => address === mark.server));
  return [...rows, ...others.map((mark) => rowOf(device, mark))];
}

function rowOf(device: string, { server, group, protocol, state, at, silentSince }: AaaMark): AaaRow {
  const place = { ...(group !== undefined && { group }), ...(protocol !== undefined && { protocol }) };
  const silent = state !== 'failed' && silentSince !== undefined;
  return {
    ...{ device, server, ...place },
    ...(silent ? { state: 'silent', since: silentSince } : { state: state ?? 'unknown' }),
    ...{ at, source: 'syslog' },
  };
}
