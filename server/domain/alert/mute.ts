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

/** Whoever ended a silence or a window before its time, and when. */
export interface Ended {
  readonly by: string;
  readonly at: number;
}

/** Alerts that nobody wants to be told of for a while. They are raised and kept all the same. */
export interface Silence {
  readonly id: number;
  readonly matchers: Matchers;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly until: number;
  readonly ended?: Ended;
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
  readonly ended?: Ended;
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
  /** The open ones from which others follow. */
  readonly causes: readonly Alert[];
}

/** Why nobody is told of the alert at that moment; `undefined`: somebody is. */
export function mutedBy(placed: Placed, { silences, maintenance, causes }: Mutes, at: number): Muted | undefined {
  if (maintenance.some((one) => isUnder(one, placed, at))) return 'maintenance';
  if (silences.some((one) => holds(one, at) && matches(one.matchers, placed))) return 'silenced';
  return causes.some((cause) => follows(placed.alert, cause)) ? 'inhibited' : undefined;
}

/** Of open alerts those that others may follow from. */
export function causesIn(open: readonly Alert[]): readonly Alert[] {
  return open.filter(({ rule }) => rule === 'device.unreachable' || rule === 'aaa.group');
}

/**
 * Whether an alert says no more than what another one says already. Of a head-end that does not answer polls all that is told is old; one
 * that only falls silent mutes nothing: its polls go on telling. A server is one of its group, where no server of that answers.
 */
function follows({ rule, about }: Alert, cause: Alert): boolean {
  const isThere = about.device !== undefined && about.device === cause.about.device;
  if (cause.rule === 'device.unreachable') return isThere && rule !== 'device.unreachable';
  const isOfServer = about.aaaServer !== undefined && about.aaaServer === cause.about.aaaServer;
  return rule === 'aaa.server' && (isThere || isOfServer);
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

/** Whether a value is the one that is wanted, whatever its case; `*` at the end stands for any rest. */
export function fits(wanted: string, value: string | undefined): boolean {
  if (value === undefined) return false;
  const [one, other] = [wanted.toLowerCase(), value.toLowerCase()];
  return one.endsWith('*') ? other.startsWith(one.slice(0, -1)) : one === other;
}

const spans = { day: 24 * 60 * 60_000, week: 7 * 24 * 60 * 60_000 } as const;

/** Whether the moment lies in the window or in one of its repetitions. */
export function isOn(
  { from, until, every, endsAt, ended }: Omit<Maintenance, 'devices' | 'sites'>,
  at: number,
): boolean {
  if (ended !== undefined || at < from || (endsAt !== undefined && at >= endsAt)) return false;
  if (every === undefined) return at < until;
  return (at - from) % spans[every] < until - from;
}

// What somebody ended is over at once, also where the alert clock is behind.
function holds({ at: since, until, ended }: Silence, at: number): boolean {
  return ended === undefined && at >= since && at < until;
}

/** Since when a silence or a window is over, or from when on it will be; never: `Infinity`. */
export function overAt(one: Silence | Maintenance): number {
  if (one.ended !== undefined) return one.ended.at;
  return 'every' in one ? (one.endsAt ?? Infinity) : one.until;
}

function isUnder(window: Maintenance, { device, site }: Placed, at: number): boolean {
  const { devices, sites } = window;
  const isEverything = devices.length === 0 && sites.length === 0;
  const isHere = (device !== undefined && devices.includes(device)) || (site !== undefined && sites.includes(site));
  return (isEverything || isHere) && isOn(window, at);
}
