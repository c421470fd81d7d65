import type { About, Alert, Muted } from './alert.ts';

/** What a silence holds for: all that are given must be so. A text may end with `*`. */
export interface Matchers {
  readonly rule?: string;
  readonly device?: string;
  readonly site?: string;
  readonly user?: string;
  readonly source?: string;
  readonly pool?: string;
  readonly tunnelGroup?: string;
}

/** Alerts that nobody wants to be told of for a while. They are raised and kept all the same. */
export interface Silence {
  readonly id: number;
  readonly matchers: Matchers;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly until: number;
}

/** A span in which work is done on head-ends: once, or again each day or week at the same hour of UTC. */
export interface Maintenance {
  readonly id: number;
  /** By name; and sites. Both empty: everything. */
  readonly devices: readonly string[];
  readonly sites: readonly string[];
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly from: number;
  readonly until: number;
  readonly every?: 'day' | 'week';
  /** It does not come again after then. */
  readonly endsAt?: number;
}

/** An alert as it is matched: with the head-end by its name. */
export interface Placed {
  readonly alert: Alert;
  readonly device?: string;
  readonly site?: string;
}

/** What mutes alerts at a moment. */
export interface Mutes {
  readonly silences: readonly Silence[];
  readonly maintenance: readonly Maintenance[];
  /** Head-ends (ids) that cannot be reached, or are not heard at all. */
  readonly unreachable: ReadonlySet<number>;
}

/** Why nobody is told of the alert at that moment; `undefined`: somebody is. */
export function mutedBy(placed: Placed, { silences, maintenance, unreachable }: Mutes, at: number): Muted | undefined {
  if (maintenance.some((one) => isUnder(one, placed, at))) return 'maintenance';
  if (silences.some((one) => at >= one.at && at < one.until && matches(one.matchers, placed))) return 'silenced';
  const { rule, about } = placed.alert;
  const isInhibited = rule !== 'device.unreachable' && about.device !== undefined && unreachable.has(about.device);
  return isInhibited ? 'inhibited' : undefined;
}

/**
 * Head-ends on which an open alert says that they do not answer: what else is wrong there follows from it. That one only falls silent
 * mutes nothing: its polls go on telling.
 */
export function unreachableIn(open: Iterable<Alert>): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { rule, about } of open)
    if (rule === 'device.unreachable' && about.device !== undefined) found.add(about.device);
  return found;
}

/** Whether a silence holds for the alert. */
export function matches(matchers: Matchers, { alert, device, site }: Placed): boolean {
  const { user, source, pool, tunnelGroup } = alert.about satisfies About;
  const values: Readonly<Record<keyof Matchers, string | undefined>> = {
    ...{ rule: alert.rule, device, site, user, source, pool, tunnelGroup },
  };
  // Its own keys.
  const names = Object.keys(matchers) as (keyof Matchers)[];
  return names.every((name) => fits(matchers[name] ?? '', values[name]));
}

function fits(wanted: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const [one, other] = [wanted.toLowerCase(), value.toLowerCase()];
  return one.endsWith('*') ? other.startsWith(one.slice(0, -1)) : one === other;
}

const spans = { day: 24 * 60 * 60_000, week: 7 * 24 * 60 * 60_000 } as const;

/** Whether the moment lies in the window or in one of its repetitions. */
export function isOn({ from, until, every, endsAt }: Omit<Maintenance, 'devices' | 'sites'>, at: number): boolean {
  if (at < from || (endsAt !== undefined && at >= endsAt)) return false;
  if (every === undefined) return at < until;
  return (at - from) % spans[every] < until - from;
}

function isUnder(window: Maintenance, { device, site }: Placed, at: number): boolean {
  const { devices, sites } = window;
  const isEverything = devices.length === 0 && sites.length === 0;
  const isHere = (device !== undefined && devices.includes(device)) || (site !== undefined && sites.includes(site));
  return (isEverything || isHere) && isOn(window, at);
}
