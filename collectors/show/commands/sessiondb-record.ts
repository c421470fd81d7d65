import type { Listing, ListedSession, ListedTunnel } from '../../../server/domain/roster.ts';
import type { Told } from '../labels.ts';

/** What a listing of sessions tells: a roster, but for the moments of its making. */
export interface SessionsListed {
  readonly kind: 'sessions.listed';
  readonly listing: Listing;
  readonly sessions: readonly ListedSession[];
}

/** How a listing is asked for, and what heads its sessions: `Session Type: IKEv1 IPsec Detailed`. */
export interface ListingRow {
  readonly word: string;
  readonly listing: Listing;
  readonly heads: readonly string[];
}

/** The listings of `show vpn-sessiondb`, in the words of 7.x, 8.x and 9.x. */
export const listings: readonly ListingRow[] = [
  { word: 'remote', listing: 'ikev1', heads: ['Remote', 'Remote Access', 'IPsec', 'IPsec Remote Access'] },
  { word: 'ra-ikev1-ipsec', listing: 'ikev1', heads: ['IKEv1 IPsec', 'IKEv1 IPsec/L2TP IPsec'] },
  { word: 'ra-ikev2-ipsec', listing: 'ikev2', heads: ['IKEv2 IPsec', 'Generic Remote-Access IKEv2 IPsec'] },
  { word: 'anyconnect', listing: 'anyconnect', heads: ['AnyConnect', 'AnyConnect Client', 'Secure Client'] },
  { word: 'svc', listing: 'anyconnect', heads: ['SVC', 'SSL VPN Client', 'AnyConnect'] },
  { word: 'webvpn', listing: 'clientless', heads: ['WebVPN', 'Clientless'] },
  { word: 'l2l', listing: 'lan-to-lan', heads: ['LAN-to-LAN'] },
];

/** In what words a listing is empty; `INFO: ` before and a full stop behind may be there or not. */
export const emptyWordings: ReadonlySet<string> = new Set([
  'There are presently no active sessions of the type specified',
  'There are presently no active sessions',
  'No sessions to display',
]);

/** A line that says that there is no session. */
export function saysEmpty(line: string): boolean {
  return emptyWordings.has(line.trim().replace(/^INFO: /, '').replace(/\.$/, '')); // prettier-ignore
}

/** Whether `Session Type:` names what was asked for. */
export function heads(row: ListingRow, type: string): boolean {
  const asked = type.replace(/ Detailed$/, '').toLowerCase();
  return row.heads.some((one) => one.toLowerCase() === asked);
}

/** What every release prints of every session. Of an end in the middle one of them is missing. */
const always = ['Protocol', 'Login Time', 'Duration'];

/** The session of what its labels told; `undefined` if what makes it one is missing. A label that came twice is the caller's to refuse. */
export function session(told: readonly Told[], tunnels: readonly ListedTunnel[]): ListedSession | undefined {
  const facts = factsOf(told);
  if (facts['index'] === undefined || !always.every((label) => told.some((one) => one.label === label)))
    return undefined;
  // The tables have been held against the fields by the compiler, and those that every session has are here.
  return { protocols: [], ...facts, tunnels } as unknown as ListedSession;
}

/** The tunnel of what its labels told; `undefined` without its number. */
export function tunnel(kind: string, told: readonly Told[]): ListedTunnel | undefined {
  const facts = factsOf(told);
  return facts['tunnelId'] === undefined ? undefined : { kind, ...facts };
}

function factsOf(told: readonly Told[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    told.flatMap(({ field, value }) => (field === undefined || value === undefined ? [] : [[field, value]])),
  );
}
