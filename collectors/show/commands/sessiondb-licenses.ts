import type { Reading, ShowCommand } from '../command.ts';
import { int, percent } from '../values.ts';

/** What the device may do, and how much of it is in use (`show vpn-sessiondb license-summary`, 8.4 and later). */
export interface LicensesListed {
  readonly kind: 'licenses.listed';
  readonly licenses: readonly License[];
  readonly uses: readonly LicenseUsage[];
}

/** A licence or a feature: `ENABLED`, `DISABLED`, and how many sessions it takes. */
export interface License {
  readonly license: string;
  readonly enabled: boolean;
  /** `Requires Premium or Essentials`. */
  readonly requires?: string;
  readonly capacity?: number;
  readonly installed?: number;
  /** The configured limit; absent for `NONE`. */
  readonly limit?: number;
}

/** How many sessions a licence, or a kind of client within it, has in use. */
export interface LicenseUsage {
  readonly license: string;
  /** The licence whose sessions these are. */
  readonly within?: string;
  readonly local?: number;
  readonly shared?: number;
  readonly inUse: number;
  readonly peak: number;
  readonly limit?: number;
  /** Percent. */
  readonly usage: number;
}

/** The device's licences for VPN. */
export const licenseSummary: ShowCommand<LicensesListed> = { command: 'show vpn-sessiondb license-summary', read };

/** What may be licensed. */
export const licensed: ReadonlySet<string> = new Set([
  'AnyConnect Premium',
  'AnyConnect Essentials',
  'Other VPN (Available by Default)',
  'Shared License Server',
  'Shared License Participant',
  'AnyConnect for Mobile',
  'Advanced Endpoint Assessment',
  'AnyConnect for Cisco VPN Phone',
  'VPN-3DES-AES',
  'VPN-DES',
]);
/** The licences that count sessions. */
export const counting: ReadonlySet<string> = new Set(['AnyConnect Premium', 'AnyConnect Essentials', 'Other VPN']);
/** The kinds of client that one of them counts. */
export const clients: ReadonlySet<string> = new Set([
  'AnyConnect Client',
  'AnyConnect Mobile',
  'AnyConnect VPN Phone',
  'Clientless VPN',
  'Generic IKEv2 Client',
  'Cisco VPN Client',
  'L2TP Clients',
  'Site-to-Site VPN',
]);

/** Of a participant of a shared licence: how many the network has, and who holds them. Known, and no fact of ours. */
const NETWORK = 'Shared License Network Summary';
const ofNetwork =
  /^(?:Total shared licenses in network|Shared licenses held by (?:this participant|all participants in the network)) *: *\d{1,9}$/;

const LIMITS = 'VPN Licenses and Configured Limits Summary';
const USAGE = 'VPN Licenses Usage Summary';
const headings: Readonly<Record<string, readonly string[]>> = {
  [LIMITS]: ['Status|Capacity|Installed|Limit'],
  [USAGE]: ['Local|Shared|All|Peak|Eff.|', 'In Use|In Use|In Use|In Use|Limit|Usage'],
};

function read(lines: readonly string[]): Reading<LicensesListed> {
  const limits: License[] = [];
  const uses: LicenseUsage[] = [];
  let title: string | undefined;
  for (const [place, line] of lines.entries()) {
    const text = line.trim();
    const cells = text.split(':', 9).map((cell) => cell.trim());
    if (text === '' || /^-{10,}$/.test(text)) continue;
    if ((text === LIMITS && title === undefined) || (text === USAGE && title === LIMITS)) title = text;
    else if (text === NETWORK && title === USAGE) title = text;
    else if (title === NETWORK && (counting.has(text) || ofNetwork.test(text))) continue;
    else if (title === undefined || !(headings[title] ?? []).includes(cells.join('|'))) {
      const license = title === LIMITS ? licenseOf(cells) : undefined;
      const use = title === USAGE ? usageOf(cells, uses) : undefined;
      if (license !== undefined) limits.push(license);
      else if (use !== undefined) uses.push(use);
      else return { outcome: 'misfit', line: place + 1, text };
    }
  }
  if (uses.length === 0)
    return { outcome: 'misfit', line: Math.max(1, lines.length), text: 'the output ends too early' };
  return { outcome: 'read', facts: { kind: 'licenses.listed', licenses: limits, uses } };
}

function licenseOf([license = '', status = '', ...rest]: readonly string[]): License | undefined {
  const [, state, requires] = /^(ENABLED|DISABLED)(?:\(([^()]+)\))?$/.exec(status) ?? [];
  if (state === undefined || !licensed.has(license) || (rest.length !== 0 && rest.length !== 3)) return undefined;
  const [capacity, installed] = rest.map(number);
  const limit = rest[2] === 'NONE' ? undefined : number(rest[2] ?? '');
  if (rest.length === 3 && (capacity === undefined || installed === undefined)) return undefined;
  if (rest.length === 3 && limit === undefined && rest[2] !== 'NONE') return undefined;
  return {
    license,
    enabled: state === 'ENABLED',
    ...(requires !== undefined && { requires }),
    ...(capacity !== undefined && { capacity }),
    ...(installed !== undefined && { installed }),
    ...(limit !== undefined && { limit }),
  };
}

/** Of a licence: local, shared, both, peak, limit, percent; of a client within it: both, peak, percent. */
function usageOf(
  [license = '', ...cells]: readonly string[],
  before: readonly LicenseUsage[],
): LicenseUsage | undefined {
  const usage = percent(cells.at(-1) ?? '')?.value;
  if (counting.has(license) && cells.length === 6) {
    const [local, shared, inUse, peak, limit] = cells.slice(0, 5).map(number);
    if (local === undefined || shared === undefined || inUse === undefined || peak === undefined || limit === undefined || usage === undefined) return undefined; // prettier-ignore
    return { license, local, shared, inUse, peak, limit, usage };
  }
  const within = before.findLast((one) => one.within === undefined)?.license;
  const [inUse, peak] = cells.slice(1, 3).map(number);
  if (!clients.has(license) || cells.length !== 4 || cells[0] !== '' || within === undefined) return undefined;
  return inUse === undefined || peak === undefined || usage === undefined
    ? undefined
    : { license, within, inUse, peak, usage };
}

function number(cell: string): number | undefined {
  return int(cell)?.value;
}
