import { readAuditId } from './audit-id.ts';
import { lacksOf, type Asked, type Lacks } from './awaited.ts';
import type { Source } from './claim.ts';
import { authenticationWords, carrier, encryptionWords, type Words } from './crypto-words.ts';
import type { SessionEvent } from './event.ts';
import { grown, toldIn, type Counter, type Meter } from './meter.ts';
import type { Detailed } from './session-listing.ts';
import { openingTold } from './session-told.ts';
import type { Provenance, Session } from './session.ts';

/** What nobody but the client can tell; never 0. */
export const NOT_REPORTED = 'not reported by the ASA';

/** One field of the client's *Statistics* window: what it says, and how that is known. */
export interface Field {
  readonly value: string | number;
  /**
   * `measured`: the device told it. `derived`: it follows from what it told. `not reported`: it cannot know, or `value` says why it does
   * not tell. `not polled`: it would tell if it were asked.
   */
  readonly is: 'measured' | 'derived' | 'not reported' | 'not listed yet' | 'not polled';
  /** Who told it, or, of a derived one, what it follows from. */
  readonly source?: Source | 'configuration';
  /** When that told it, epoch milliseconds. */
  readonly at?: number;
  /** Of what is not listed yet: by when it is to be, epoch milliseconds. A device that is busy is asked later. */
  readonly dueAt?: number;
}

/** What else is known of a session, where it is. */
export interface Circumstances {
  readonly detailed?: Detailed;
  readonly asked?: Asked;
  readonly events?: readonly SessionEvent[];
}

/** What the running configuration implies for a session; what is not known of it is absent. */
export interface PolicyFacts {
  /** When the configuration was told, epoch milliseconds. */
  readonly at?: number;
  /** As the client's route table shows them: `0.0.0.0 0.0.0.0` when all is tunnelled. */
  readonly securedRoutes?: readonly string[];
  /** `ip-comp enable`. */
  readonly compression?: boolean;
  /** The policy lets the client reach its own network (`excludespecified`); its user must tick it too. */
  readonly localLan?: boolean;
  /** `client-firewall` in words. */
  readonly firewall?: string;
}

/** How traffic goes through a session, between the last two polls. */
export type Traffic = 'flowing' | 'idle' | 'no return path' | 'blocked at the client or NAT-T';

/** The fields of the *Statistics* window of Cisco's VPN Client, as a session's two ends see them. Received is the ASA's Tx. */
export interface Statistics {
  readonly client: Readonly<Record<ClientField, Field>>;
  readonly asa: Readonly<Record<AsaField, Field>>;
  readonly securedRoutes: SecuredRoutes;
  /** Absent for a session younger than a minute, and until two polls have counted. */
  readonly traffic?: Traffic;
}

/** The client's *Secured Routes*, derived from the running configuration as of `at`. */
interface SecuredRoutes {
  readonly routes: readonly string[];
  readonly is: 'derived' | 'not reported';
  readonly at?: number;
}

export const clientFields = [
  ...(['clientAddress', 'server', 'entry', 'seconds', 'received', 'sent', 'encryption', 'authentication'] as const),
  ...(['encrypted', 'decrypted', 'discarded', 'bypassed', 'transparentTunneling', 'localLan', 'compression'] as const),
  ...(['localLanRoutes', 'firewall', 'version', 'groupPolicy', 'dhGroup'] as const),
] as const;
type ClientField = (typeof clientFields)[number];

export const asaFields = [
  ...(['bytesTx', 'bytesRx', 'packetsTx', 'packetsRx', 'packetsTxDropped', 'packetsRxDropped'] as const),
  ...(['sendErrors', 'recvErrors', 'tunnelGroup', 'groupPolicy', 'dhGroup', 'authMode'] as const),
  ...(['assignedIp', 'publicIp', 'login', 'seconds', 'encryption', 'hashing', 'encapsulation', 'compression'] as const),
  ...(['clientType', 'clientVersion', 'firewall'] as const),
] as const;
type AsaField = (typeof asaFields)[number];

/** How long a session must last before silence means anything, in milliseconds. */
const YOUNG = 60_000;

/** The window's fields of a session at a moment, epoch milliseconds. */
export function statisticsOf(
  session: Session,
  meter: Meter | undefined,
  policy: PolicyFacts,
  now: number,
  { detailed = {}, asked, events = [] }: Circumstances = {},
): Statistics {
  const fact = factOf(session);
  const lacks = lacksOf(session, meter, detailed, asked);
  const opening = openingTold(events);
  const late = (field: Field, by: keyof typeof lacks): Field => first(field, lacks[by] ?? unknown);
  const count = (key: Counter): Field => {
    const told = meter && toldIn(meter.latest, key);
    return measured(told?.value, told && { source: 'poll', at: told.at });
  };
  // The closing record knows better than the last poll.
  const bytes = (key: 'bytesTx' | 'bytesRx'): Field =>
    session[key] === undefined ? late(count(key), 'listed') : measured(session[key], session.from.bytes);
  const [tx, rx] = [bytes('bytesTx'), bytes('bytesRx')];
  const packets = (sas: Counter, listed: Counter): Field => late(first(count(sas), count(listed)), 'packets');
  const [encaps, decaps] = [packets('encaps', 'packetsTx'), packets('decaps', 'packetsRx')];
  const traffic = session.state === 'active' && now - session.start > YOUNG && meter ? trafficOf(meter) : undefined;
  const implied = (value: string | undefined): Field => (value === undefined ? unknown : derived(value, policy.at));
  const seconds = secondsOf(session, now, opening.start);
  const compressed = first(compression(meter), lacks.sas ?? unknown, implied(policy.compression === undefined ? undefined : policy.compression ? 'LZS' : 'None')); // prettier-ignore
  const firewall = first(reportedFirewall(session), implied(policy.firewall));
  const { transform, settings } = meter?.sas ?? {};
  const overIke = session.protocol === 'ikev1' || session.protocol === 'ikev2';
  const overTls = session.protocol === 'anyconnect' || session.protocol === 'clientless';
  return {
    client: {
      clientAddress: fact('assignedIp'),
      server: serverOf(session, meter, lacks),
      // The name of the client's own profile is not sent: the group that it asked for is.
      entry: fact('tunnelGroup'),
      seconds,
      received: tx,
      sent: rx,
      encryption: late(worded(session, meter, encryptionWords, session.encryption), 'listed'),
      authentication: late(worded(session, meter, authenticationWords, session.hashing), 'listed'),
      encrypted: decaps,
      decrypted: encaps,
      discarded: unknown,
      bypassed: unknown,
      transparentTunneling: overTls ? unknown : late(transparentTunneling(session, meter), 'listed'),
      localLan: implied(policy.localLan === undefined ? undefined : policy.localLan ? 'Enabled by policy' : 'Disabled'),
      compression: compressed,
      localLanRoutes: unknown,
      firewall,
      version: client(session),
      groupPolicy: fact('groupPolicy'),
      dhGroup: overIke ? late(fact('dhGroup'), 'tunnels') : fact('dhGroup'),
    },
    asa: {
      bytesTx: tx,
      bytesRx: rx,
      packetsTx: encaps,
      packetsRx: decaps,
      packetsTxDropped: late(count('packetsTxDropped'), 'tunnels'),
      packetsRxDropped: late(count('packetsRxDropped'), 'tunnels'),
      sendErrors: late(count('sendErrors'), 'sas'),
      recvErrors: late(count('recvErrors'), 'sas'),
      tunnelGroup: fact('tunnelGroup'),
      groupPolicy: fact('groupPolicy'),
      dhGroup: overIke ? late(fact('dhGroup'), 'tunnels') : fact('dhGroup'),
      authMode: late(fact('authMode'), 'tunnels'),
      assignedIp: fact('assignedIp'),
      publicIp: measured(session.publicIp, opening.publicIp),
      login:
        session.startIs === 'inferred'
          ? { ...measured(session.start, opening.start), is: 'derived' }
          : measured(session.start, opening.start),
      seconds,
      encryption: late(first(fact('encryption'), bySas(meter, transform)), 'listed'),
      hashing: late(first(fact('hashing'), bySas(meter, transform)), 'listed'),
      encapsulation: late(first(fact('protocols'), bySas(meter, settings?.join(', '))), 'listed'),
      compression: compressed,
      clientType: fact('clientType'),
      clientVersion: fact('clientVersion'),
      firewall,
    },
    securedRoutes:
      policy.securedRoutes === undefined
        ? { routes: [], is: 'not reported' }
        : { routes: policy.securedRoutes, is: 'derived', ...(policy.at !== undefined && { at: policy.at }) },
    ...(traffic === undefined ? {} : { traffic }),
  };
}

/** The ASA's own count, or else from the login that was seen or listed until now. */
function secondsOf(
  { seconds, from, start, startIs, end, seenAt }: Session,
  now: number,
  told: Provenance | undefined,
): Field {
  if (seconds !== undefined) return measured(seconds, from.bytes);
  const source = startIs === 'listed' ? 'poll' : 'syslog';
  return measured(Math.floor(((end ?? now) - start) / 1000), told ?? { source, at: seenAt });
}

/** How traffic went between two polls: by what was counted last, packets before bytes; `undefined` where it cannot be told. */
export function trafficOf(meter: Meter): Traffic | undefined {
  const pairs = [
    ['encaps', 'decaps'],
    ['packetsTx', 'packetsRx'],
    ['bytesTx', 'bytesRx'],
  ] as const;
  const seen = pairs.flatMap(([out, into]) => {
    const [sent, received] = [grown(meter, out), grown(meter, into)];
    const at = toldIn(meter.latest, into)?.at;
    return sent === undefined || received === undefined || at === undefined ? [] : { sent, received, at };
  });
  const newest = Math.max(...seen.map(({ at }) => at));
  const last = seen.find(({ at }) => at === newest);
  if (last === undefined) return undefined;
  if (last.sent > 0) return last.received > 0 ? 'flowing' : 'blocked at the client or NAT-T';
  return last.received > 0 ? 'no return path' : 'idle';
}

const unknown: Field = { value: NOT_REPORTED, is: 'not reported' };

/** The first that is known, or else the first that says why it is not. */
function first(...fields: readonly Field[]): Field {
  const known = fields.find(({ is }) => is === 'measured' || is === 'derived');
  return known ?? fields.find(({ value }) => value !== NOT_REPORTED) ?? unknown;
}

/** The address that the client speaks to: SAs tell it, and of TLS the session's own number. */
function serverOf(session: Session, meter: Meter | undefined, { listed, tunnels, sas }: Lacks): Field {
  const told = first(bySas(meter, meter?.sas?.server), ownAddress(session));
  const lack = session.protocol === 'anyconnect' ? (listed ?? tunnels) : sas;
  return first(told, lack ?? unknown);
}

/** A listing of TLS tells no address of the ASA, but `Audt Sess ID` holds one of its own: behind NAT the client dials another. */
function ownAddress({ auditSessionId, from, protocol }: Session): Field {
  const address = protocol === 'anyconnect' ? readAuditId(auditSessionId ?? '')?.address : undefined;
  return address === undefined ? unknown : { value: address, is: 'derived', ...from.auditSessionId };
}

function measured(value: string | number | undefined, from?: Provenance): Field {
  return value === undefined ? unknown : { value, is: 'measured', ...from };
}

function derived(value: string, at: number | undefined): Field {
  return { value, is: 'derived', source: 'configuration', ...(at !== undefined && { at }) };
}

/** What the IPsec SAs of the session tell. */
function bySas(meter: Meter | undefined, value: string | undefined): Field {
  return measured(value, meter && { source: 'poll', at: meter.listedAt });
}

type Told =
  | 'assignedIp'
  | 'tunnelGroup'
  | 'groupPolicy'
  | 'dhGroup'
  | 'authMode'
  | 'encryption'
  | 'hashing'
  | 'protocols'
  | 'clientType'
  | 'clientVersion';

function factOf(session: Session): (key: Told) => Field {
  return (key) => measured(session[key], session.from[key]);
}

/** `WinNT 5.0.07.0440`. */
function client({ clientType, clientVersion, from }: Session): Field {
  const words = [clientType, clientVersion].filter((word) => word !== undefined);
  return measured(words.length === 0 ? undefined : words.join(' '), from.clientVersion ?? from.clientType);
}

/** `Cisco Systems CIC 5.0.07.0440`; behind it, where the policy expects another one, what it was and what is expected. */
function reportedFirewall({ firewall: reported, firewallMismatch: mismatch, from }: Session): Field {
  const words = [reported, mismatch === undefined ? undefined : `mismatch: ${mismatch}`].filter(
    (word) => word !== undefined,
  );
  return measured(words.length === 0 ? undefined : words.join('; '), from.firewall ?? from.firewallMismatch);
}

/** The words of the client's window for what a listing or a transform says; of several tunnels the one that carries traffic. */
function worded(session: Session, meter: Meter | undefined, table: Words, listed: string | undefined): Field {
  const carrying = listed === undefined ? undefined : (carrier.exec(listed)?.[1] ?? listed);
  const told = carrying ?? meter?.sas?.transform;
  const words = told === undefined ? undefined : (table.find(([pattern]) => pattern.test(told))?.[1] ?? told);
  return first(carrying === undefined ? unknown : measured(words, session.from.encryption), bySas(meter, words));
}

/** How IPsec is carried through NAT, in the client's words. */
function transparentTunneling({ protocols, port, from }: Session, meter: Meter | undefined): Field {
  const settings = meter?.sas?.settings ?? [];
  const told = [protocols ?? '', ...settings].join(' ');
  const is = (words: string): Field =>
    protocols === undefined ? bySas(meter, words) : measured(words, from.protocols);
  if (/IPsecOverTCP|TCP-Encaps/i.test(told)) return is(`Active on TCP port ${port ?? 10000}`);
  if (/IPsecOverUDP|UDP-Encaps/i.test(told)) return is(`Active on UDP port ${port ?? 10000}`);
  if (/IPsecOverNatT|NAT-T-Encaps/i.test(told)) return is('Active on UDP port 4500');
  return protocols === undefined && settings.length === 0 ? unknown : is('Inactive');
}

/** As the SAs tell it. */
function compression(meter: Meter | undefined): Field {
  const { compressed, transform = '' } = meter?.sas ?? {};
  if (compressed === true || /comp-lzs/i.test(transform)) return bySas(meter, 'LZS');
  return bySas(meter, /no compression/i.test(transform) ? 'None' : undefined);
}
