import type { Reading, ShowCommand } from '../command.ts';
import { firstLabel } from '../labels.ts';
import { int } from '../values.ts';

/** The device's counters of IKE or IPsec since its start, by the printed words: `inOctets`, `inboundDroppedPackets`. */
export interface CryptoCounted {
  readonly kind: 'crypto.counted';
  readonly groups: readonly { readonly group: string; readonly counters: Readonly<Record<string, number>> }[];
}

/** `show crypto isakmp stats`, `show crypto ikev1 stats`, `show crypto ipsec stats`: what their lines may be, by title. */
export const cryptoStats: readonly ShowCommand<CryptoCounted>[] = [
  ...['show crypto isakmp stats', 'show crypto ikev1 stats'].map((command) => ({ command, read: reader(['ike', 'ikev1', 'ikev2', 'admission']) })), // prettier-ignore
  { command: 'show crypto ipsec stats', read: reader(['ipsec']) },
];

interface Group {
  readonly title: string;
  /** The labels under each inner heading; those under none are under the empty one. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Without these two it was cut. */
  readonly first: string;
  readonly last: string;
}

const ike: readonly string[] = [
  ...['Active Tunnels', 'Previous Tunnels'],
  ...['In', 'Out'].flatMap((way) => ['Octets', 'Packets', 'Drop Packets', 'Notifys', 'P2 Exchanges', 'P2 Exchange Invalids', 'P2 Exchange Rejects', 'P2 Sa Delete Requests'].map((what) => `${way} ${what}`)), // prettier-ignore
  ...['Initiator Tunnels', 'Initiator Fails', 'Responder Fails', 'System Capacity Fails'],
  ...['Auth Fails', 'Decrypt Fails', 'Hash Valid Fails', 'No Sa Fails'],
];
const failures = ['Protocol failures', 'Missing SA failures', 'System capacity failures'];
const requests = ['Inbound SA delete requests', 'Outbound SA delete requests', 'Inbound SA destroy calls', 'Outbound SA destroy calls']; // prettier-ignore

/** The groups of counters in all releases. */
export const groups: Readonly<Record<string, Group>> = {
  ike: { title: 'Global IKE Statistics', labels: { '': ike }, first: 'Active Tunnels', last: 'No Sa Fails' },
  ikev1: { title: 'Global IKEv1 Statistics', labels: { '': ike }, first: 'Active Tunnels', last: 'No Sa Fails' },
  ikev2: { title: 'Global IKEv2 Statistics', labels: { '': ike }, first: 'Active Tunnels', last: 'No Sa Fails' },
  admission: {
    title: 'IKEV1 Call Admission Statistics',
    labels: { '': ['Max In-Negotiation SAs', 'In-Negotiation SAs', 'In-Negotiation SAs Highwater', 'In-Negotiation SAs Rejected'] }, // prettier-ignore
    first: 'Max In-Negotiation SAs',
    last: 'In-Negotiation SAs Rejected',
  },
  ipsec: {
    title: 'IPsec Global Statistics',
    labels: {
      '': ['Active tunnels', 'Previous tunnels', ...failures, ...requests],
      Inbound: ['Bytes', 'Decompressed bytes', 'Packets', 'Dropped packets', 'Replay failures', 'Authentications', 'Authentication failures', 'Decryptions', 'Decryption failures', 'TFC Packets', 'Decapsulated fragments needing reassembly', 'Valid ICMP Errors rcvd', 'Invalid ICMP Errors rcvd'], // prettier-ignore
      Outbound: ['Bytes', 'Uncompressed bytes', 'Packets', 'Dropped packets', 'Authentications', 'Authentication failures', 'Encryptions', 'Encryption failures', 'TFC Packets', 'Fragmentation successes', 'Pre-fragmentation successes', 'Post-fragmentation successes', 'Fragmentation failures', 'Pre-fragmentation failures', 'Post-fragmentation failures', 'Fragments created', 'PMTUs sent', 'PMTUs rcvd', 'PMTUs recvd'], // prettier-ignore
    },
    first: 'Active tunnels',
    last: 'System capacity failures',
  },
};

interface Draft {
  readonly name: string;
  readonly group: Group;
  readonly counters: Map<string, number>;
  readonly seen: Set<string>;
  heading: string;
}

function reader(names: readonly string[]): (lines: readonly string[]) => Reading<CryptoCounted> {
  return (lines) => {
    const drafts: Draft[] = [];
    for (const [place, line] of lines.entries()) {
      const text = line.trim();
      if (text === '' || /^-{5,}$/.test(text)) continue;
      const name = names.find((one) => groups[one]?.title === text);
      const group = groups[name ?? ''];
      const whole = drafts.every(isWhole) && !drafts.some((one) => one.name === name);
      if (name !== undefined && group !== undefined && whole)
        drafts.push({ name, group, counters: new Map(), seen: new Set(), heading: '' });
      else if (!take(drafts.at(-1), text)) return { outcome: 'misfit', line: place + 1, text };
    }
    if (drafts.length === 0 || !drafts.every(isWhole))
      return { outcome: 'misfit', line: Math.max(1, lines.length), text: 'the output ends too early' };
    const told = drafts.map(({ name, counters }) => ({ group: name, counters: Object.fromEntries(counters) }));
    return { outcome: 'read', facts: { kind: 'crypto.counted', groups: told } };
  };
}

function isWhole({ group, seen }: Draft): boolean {
  return seen.has(group.first) && seen.has(group.last);
}

function take(draft: Draft | undefined, text: string): boolean {
  if (draft === undefined) return false;
  const { labels } = draft.group;
  if (text !== '' && Object.hasOwn(labels, text) && !draft.seen.has(text)) {
    draft.heading = text;
    draft.seen.add(text);
    return true;
  }
  const label = firstLabel(text) ?? '';
  const value = int(text.slice(text.indexOf(':') + 1).trim())?.value;
  if (labels[draft.heading]?.includes(label) !== true) {
    if (labels['']?.includes(label) !== true) return false;
    draft.heading = '';
  }
  const key = camel(`${draft.heading} ${label}`);
  if (value === undefined || draft.counters.has(key)) return false;
  draft.counters.set(key, value);
  if (draft.heading === '') draft.seen.add(label);
  return true;
}

/** `Inbound Dropped packets` is `inboundDroppedPackets`. */
function camel(words: string): string {
  const [first = '', ...others] = words.trim().split(/[ -]/);
  return [first.toLowerCase(), ...others.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))].join('');
}
