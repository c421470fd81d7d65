import type { Listing } from '../../../server/domain/roster.ts';
import { readLabels, type Label, type Labels } from '../labels.ts';
import { int, percent, type Reader } from '../values.ts';
import { tunnelKinds } from './sessiondb-labels.ts';
import type { Draft, Open, Usage } from './sessiondb-summary.ts';

/** A part of `show vpn-sessiondb summary`, by its title. */
export interface Section {
  readonly title: RegExp;
  /** The labels without which it was cut. */
  readonly needs: readonly string[];
  /** It counts the sessions: without one the output says nothing. */
  readonly counts?: true;
  /** Takes one line; `false` if it does not fit there. */
  readonly take: (draft: Draft, open: Open, text: string) => boolean;
}

/** What a row of usage counts: a listing, a part of the row above it (indented), or what is no session of a user. */
type Row = Listing | 'part' | 'other';

/** 8.4 and later. */
const rows9: Readonly<Record<string, Row>> = {
  'AnyConnect Client': 'anyconnect',
  'Secure Client': 'anyconnect',
  'Clientless VPN': 'clientless',
  'Site-to-Site VPN': 'lan-to-lan',
  'IKEv1 IPsec/L2TP IPsec': 'ikev1',
  'Generic IKEv2 Remote Access': 'ikev2',
  // Between the members of a cluster; nobody has logged in.
  'Load Balancing(Encryption)': 'other',
  'Email Proxy': 'other',
  'SSL/TLS/DTLS': 'part',
  'IKEv1 IPsec': 'part',
  'IKEv2 IPsec': 'part',
  Browser: 'part',
};

/** 8.0-8.3. `SSL VPN` is the sum of its two parts, which two listings list. */
const rows8: Readonly<Record<string, Row | readonly ['part', Listing]>> = {
  'SSL VPN': 'other',
  'Clientless only': ['part', 'clientless'],
  'With client': ['part', 'anyconnect'],
  'Email Proxy': 'other',
  'IPsec LAN-to-LAN': 'lan-to-lan',
  'IPsec Remote Access': 'ikev1',
  'VPN Load Balancing': 'other',
};

const rowsOfLicenses: Readonly<Record<string, Row>> = {
  IPsec: 'other',
  'SSL VPN': 'other',
  'AnyConnect Mobile': 'part',
  'Linksys Phone': 'part',
};

const rowsOfIpv6: Readonly<Record<string, Row>> = {
  'AnyConnect SSL/TLS/DTLS': 'other',
  'AnyConnect IKEv2': 'other',
  'Secure Client SSL/TLS/DTLS': 'other',
  'Secure Client IKEv2': 'other',
  Clientless: 'other',
  'Site-to-Site': 'other',
  'IPv6 Peer': 'part',
  'Tunneled IPv6': 'part',
};

interface Figure extends Label {
  readonly field?: keyof Draft['figures'];
}

const TOTAL = 'Total Active and Inactive';
const figures9 = labels({
  [TOTAL]: { field: 'total', read: int },
  'Total Standby and Inactive': { field: 'total', read: int },
  'Total Standby': { field: 'total', read: int },
  'Total Cumulative': { field: 'cumulative', read: int },
  'Device Total VPN Capacity': { field: 'capacity', read: int },
  'Device Load': { field: 'load', read: percent },
});

/** 7.0-7.2. */
const figures7 = labels({
  'LAN-to-LAN': { read: int },
  'Remote Access': { read: int },
  WebVPN: { read: int },
  'SSL VPN Client (SVC)': { read: int },
  'Email Proxy': { read: int },
  'Total Active Sessions': { field: 'total', read: int },
  'Peak Concurrent': { field: 'peak', read: int },
  'IPSec Limit': { field: 'capacity', read: int },
  'WebVPN Limit': { read: int },
  'Cumulative Sessions': { field: 'cumulative', read: int },
  'Percent Session Load': { field: 'load', read: percent },
  'VPN LB Mgmt Sessions': { read: int },
});
const listings7: Readonly<Record<string, Listing>> = {
  'LAN-to-LAN': 'lan-to-lan',
  'Remote Access': 'ikev1',
  WebVPN: 'clientless',
  'SSL VPN Client (SVC)': 'anyconnect',
};

/** Admission control and VLANs: known, and no fact of ours. */
const states = labels(
  Object.fromEntries(
    ['Accepted', 'Rejected', 'Exempted', 'Non-responsive', 'Hold-off', 'N/A', 'Static', 'Auth', 'Access', 'Guest', 'Quarantine'].map((one) => [one, { read: int }]), // prettier-ignore
  ),
);

/** Every label of the summary, so that a test can hold the golden cases against them. */
export const summaryLabels: readonly string[] = [
  ...Object.keys({ ...rows9, ...rows8, ...rowsOfLicenses, ...rowsOfIpv6 }),
  ...[figures9, figures7, states].flatMap((known) => [...known.keys()]),
];

/** The parts of the summary in all releases. */
export const sections: readonly Section[] = [
  {
    title: /^VPN Session Summary$/,
    needs: ['Total', 'Device Total VPN Capacity', 'Device Load'],
    counts: true,
    take: (draft, open, text) =>
      text === '***!! WARNING: Platform capacity exceeded !!***' ||
      takeHeading(draft, text) ||
      takeRow(draft, draft.sessions, open, rows9, text) ||
      takeFigures(draft, open, figures9, text),
  },
  {
    title: /^Tunnels Summary$/,
    needs: ['Totals'],
    take: (draft, open, text) => takeHeading(draft, text) || takeRow(draft, draft.tunnels, open, tunnelKinds, text),
  },
  {
    title: /^IPv6 Usage Summary$/,
    needs: [],
    take: (draft, open, text) => takeHeading(draft, text) || takeRow(draft, draft.ipv6, open, rowsOfIpv6, text),
  },
  { title: /^Active Session Summary$/, needs: [], take: () => false },
  {
    title: /^Sessions:$/,
    needs: ['Totals'],
    counts: true,
    take: (draft, open, text) => takeHeading(draft, text) || takeTotals(draft, open, text) || takeRow(draft, draft.sessions, open, rows8, text), // prettier-ignore
  },
  {
    title: /^License Information:$/,
    needs: [],
    take: (draft, open, text) => takeHeading(draft, text) || takeLicense(draft, text) || takeRow(draft, [], open, rowsOfLicenses, text), // prettier-ignore
  },
  {
    title: /^Tunnels:$/,
    needs: ['Totals'],
    take: (draft, open, text) => takeHeading(draft, text) || takeRow(draft, draft.tunnels, open, tunnelKinds, text),
  },
  {
    // 7.2 has what was since its start beside it.
    title: /^Active (NAC|VLAN Mapping) Sessions:(?: +Cumulative \1 Sessions:?)?$/,
    needs: [],
    take: (draft, open, text) =>
      /^No (?:NAC|VLAN Mapping) sessions to display$/.test(text) || takeFigures(draft, open, states, leftOf(text)),
  },
  {
    title: /^Active Sessions: +Session Information:$/,
    needs: ['LAN-to-LAN', 'Remote Access', 'Total Active Sessions', 'Percent Session Load'],
    counts: true,
    take: (draft, open, text) => takeFigures(draft, open, figures7, text),
  },
];

/** `Accepted : 0     Accepted : 3`: without what stands beside it; else the text itself. */
function leftOf(text: string): string {
  return /^(([\w/-]{1,32}) *: *\d{1,9}) +\2 *: *\d{1,9}$/.exec(text)?.[1] ?? text;
}

/** `Active : Cumulative : Peak Concur : Inactive`: what stands in the columns, which are the same in all releases. */
function takeHeading(draft: Draft, text: string): boolean {
  const [first, ...others] = cellsOf(text);
  if (first !== 'Active' && first !== 'Standby') return false;
  if (!/^Cumulative\|Peak Concur(?:rent)?(?:\|Inactive)?$/.test(others.join('|'))) return false;
  if (first === 'Standby') draft.role = 'standby';
  return true;
}

function takeRow(
  draft: Draft,
  into: Usage[],
  open: Open,
  rows: Readonly<Record<string, Row | readonly ['part', Listing]>> | ReadonlySet<string>,
  text: string,
): boolean {
  const [label = '', ...cells] = cellsOf(text);
  const row = label === 'Totals' ? 'other' : rowOf(rows, label);
  if (row === undefined) return false;
  const part = row === 'part' || Array.isArray(row);
  if (!part) open.parent = label;
  if (open.parent === undefined || !isNew(open, part ? `${open.parent}/${label}` : label)) return false;
  // IPv6 has rows that only head their parts.
  if (cells.length === 3 && cells.every((cell) => cell === '')) return into === draft.ipv6;
  const [active, cumulative, peak, inactive] = cells.map(numberOf);
  if (cells.length < 2 || cells.length > 4 || cells.some((cell) => numberOf(cell) === undefined)) return false;
  if (active === undefined || cumulative === undefined || (peak === undefined && label !== 'Totals')) return false;
  if (label === 'Totals') return true;
  into.push({
    label,
    ...(part && { within: open.parent }),
    active,
    cumulative,
    ...(peak !== undefined && { peak }),
    ...(inactive !== undefined && { inactive }),
  });
  const listing = typeof row === 'string' ? row : row[1];
  if (listing !== 'other' && listing !== 'part') add(draft, listing, active, inactive ?? 0);
  return true;
}

/** 8.0-8.3 has the sum of its sessions in a row; that of the other tables is no fact. */
function takeTotals(draft: Draft, open: Open, text: string): boolean {
  const [label, ...cells] = cellsOf(text);
  const [total, cumulative] = cells.map(numberOf);
  if (label !== 'Totals' || cells.length !== 2 || total === undefined || cumulative === undefined) return false;
  Object.assign(draft.figures, { total, cumulative });
  return isNew(open, 'Totals');
}

/** `IPsec   :    750    Configured :    750    Active :      5    Load :   1%`. */
function takeLicense(draft: Draft, text: string): boolean {
  const [, license = '', ...counts] = /^(IPsec|SSL VPN) *: *(\d{1,9}) +Configured *: *(\d{1,9}) +Active *: *(\d{1,9}) +Load *: *(\d{1,5})%$/.exec(text) ?? []; // prettier-ignore
  const [installed, configured, active, load] = counts.map(Number);
  if (installed === undefined || configured === undefined || active === undefined || load === undefined) return false;
  // The licence for IPsec is that of all VPN peers together.
  if (license === 'IPsec') Object.assign(draft.figures, { capacity: installed, load });
  draft.licenses.push({ license, installed, configured, active, load });
  return true;
}

function takeFigures(draft: Draft, open: Open, known: Labels, text: string): boolean {
  const told = readLabels(text, undefined, known);
  if (told === undefined) return false;
  for (const { label, field, value } of told) {
    if (typeof value !== 'number' || !isNew(open, label)) return false;
    if (field === 'total') open.seen.add('Total');
    if (label.startsWith('Total Standby')) draft.role = 'standby';
    if (field !== undefined) Object.assign(draft.figures, { [field]: value });
    const listing = known === figures7 ? listings7[label] : undefined;
    if (listing !== undefined) add(draft, listing, value, 0);
  }
  return true;
}

function add({ byListing }: Draft, listing: Listing, active: number, inactive: number): void {
  const sum = byListing[listing] ?? { active: 0, inactive: 0 };
  byListing[listing] = { active: sum.active + active, inactive: sum.inactive + inactive };
}

function rowOf(
  rows: Readonly<Record<string, Row | readonly ['part', Listing]>> | ReadonlySet<string>,
  label: string,
): Row | readonly ['part', Listing] | undefined {
  if (rows instanceof Set) return rows.has(label.toLowerCase()) ? 'other' : undefined;
  return Object.hasOwn(rows, label) ? (rows as Readonly<Record<string, Row | readonly ['part', Listing]>>)[label] : undefined; // prettier-ignore
}

function isNew({ seen }: Open, label: string): boolean {
  if (seen.has(label)) return false;
  seen.add(label);
  return true;
}

function cellsOf(text: string): readonly string[] {
  return text.split(':', 8).map((cell) => cell.trim());
}

function numberOf(cell: string): number | undefined {
  return cell === '' ? undefined : int(cell)?.value;
}

function labels(rows: Readonly<Record<string, Pick<Figure, 'field'> & { readonly read: Reader<number> }>>): Labels {
  return new Map(Object.entries(rows));
}
