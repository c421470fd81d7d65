import type { Listing, SessionTotals } from '../../../server/domain/roster.ts';
import type { Reading, ShowCommand } from '../command.ts';
import { saysEmpty } from './sessiondb-record.ts';
import { sections, type Section } from './summary-sections.ts';

/** A row of usage as the device prints it: of a kind of session, or of tunnel. */
export interface Usage {
  readonly label: string;
  /** The row whose sessions these are too: they are counted there already. */
  readonly within?: string;
  readonly active: number;
  readonly cumulative: number;
  readonly peak?: number;
  readonly inactive?: number;
}

/** What `show vpn-sessiondb [summary]` tells: a roster, but for the moments of its making, and what else it says. */
export interface SessionsTotalled {
  readonly kind: 'sessions.totalled';
  readonly totals: SessionTotals;
  readonly sessions: readonly Usage[];
  readonly tunnels: readonly Usage[];
  /** IPv6 by kind of tunnel. */
  readonly ipv6: readonly Usage[];
  /** Of all sessions since the start of the device. */
  readonly cumulative?: number;
  readonly peak?: number;
  /** Percent of the capacity. */
  readonly load?: number;
  /** 8.0-8.3: how many each licence takes, as bought and as configured. */
  readonly licenses: readonly LicenseUse[];
}

/** A line of 8.0-8.3's `License Information`. */
export interface LicenseUse {
  readonly license: string;
  readonly installed: number;
  readonly configured: number;
  readonly active: number;
  readonly load: number;
}

/** The device's own count of its sessions. */
export const sessionSummaries: readonly ShowCommand<SessionsTotalled>[] = [
  { command: 'show vpn-sessiondb', read },
  { command: 'show vpn-sessiondb summary', read },
];

/** What the lines of the sections have told so far. */
export interface Draft {
  readonly byListing: Partial<Record<Listing, { active: number; inactive: number }>>;
  readonly sessions: Usage[];
  readonly tunnels: Usage[];
  readonly ipv6: Usage[];
  readonly licenses: LicenseUse[];
  /** The figures outside of rows. */
  readonly figures: { total?: number; capacity?: number; cumulative?: number; peak?: number; load?: number };
  role: 'active' | 'standby';
}

/** The section that is being read, and which of its labels came. */
export interface Open {
  readonly section: Section;
  readonly seen: Set<string>;
  /** The last row that is not a part of another. */
  parent?: string;
}

const RULE = /^-{10,}$/;

function read(lines: readonly string[]): Reading<SessionsTotalled> {
  const draft: Draft = {
    byListing: {},
    sessions: [],
    tunnels: [],
    ipv6: [],
    licenses: [],
    figures: {},
    role: 'active',
  };
  const told = lines.flatMap((line, place) => (line.trim() === '' ? [] : [{ text: line.trim(), line: place + 1 }]));
  if (told.length === 1 && saysEmpty(told[0]?.text ?? '')) return totalled({ ...draft, figures: { total: 0 } });
  let open: Open | undefined;
  let counted = false;
  for (const { text, line } of told) {
    const section = sections.find((one) => one.title.test(text));
    if (section !== undefined) {
      if (!isWhole(open)) return { outcome: 'misfit', line, text };
      open = { section, seen: new Set() };
      counted ||= section.counts === true;
    } else if (!RULE.test(text) && (open === undefined || !open.section.take(draft, open, text))) {
      return { outcome: 'misfit', line, text };
    }
  }
  if (!counted || !isWhole(open))
    return { outcome: 'misfit', line: Math.max(1, lines.length), text: 'the output ends too early' };
  return totalled(draft);
}

/** A section that has begun has its last lines too: so an output that was cut is known. */
function isWhole(open: Open | undefined): boolean {
  return open === undefined || open.section.needs.every((label) => open.seen.has(label));
}

function totalled(draft: Draft): Reading<SessionsTotalled> {
  const { byListing, sessions, tunnels, ipv6, licenses, figures, role } = draft;
  const { total, capacity, ...others } = figures;
  const totals: SessionTotals = {
    byListing,
    ...(total !== undefined && { total }),
    ...(capacity !== undefined && { capacity }),
    role,
  };
  return {
    outcome: 'read',
    facts: { kind: 'sessions.totalled', totals, sessions, tunnels, ipv6, ...others, licenses },
  };
}
