import { isOn, overAt, type Maintenance, type Matchers, type Silence } from '../../server/domain/alert/mute.ts';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { iso, when, zoneOffset } from './time.ts';
import type { Verdict } from './verdict.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** When people are back on Monday, by the clock of whoever asks. */
const MORNING = 8;

/** What a silence may match, and what each is called. */
export const matcherNames: Readonly<Record<keyof Matchers, string>> = {
  rule: 'Rule',
  device: 'Head-end',
  site: 'Site',
  user: 'User',
  source: 'Source address',
  pool: 'Pool',
  tunnelGroup: 'Connection profile',
};

/** The matchers that fit an alert: its rule, where it is, and what it is about. */
export function matchersOf({ rule, device, about }: AlertRow): Matchers {
  const { user, source, pool, tunnelGroup } = about;
  return {
    rule,
    ...(device !== undefined && { device }),
    ...(user !== undefined && { user }),
    ...(source !== undefined && { source }),
    ...(tunnelGroup !== undefined ? { tunnelGroup } : pool !== undefined && { pool }),
  };
}

/** The matchers in a line: `rule pool.chain, head-end HV-ASA`. */
export function matchersWords(matchers: Matchers): string {
  const said = (Object.keys(matcherNames) as (keyof Matchers)[]).flatMap((name) => {
    const value = matchers[name];
    return value === undefined ? [] : [`${matcherNames[name].toLowerCase()} ${plain(value)}`];
  });
  return said.join(', ');
}

/** How long a silence may be asked for by one press. */
export const spans = {
  '1h': { name: '1 hour', until: (now: number) => now + HOUR },
  '4h': { name: '4 hours', until: (now: number) => now + 4 * HOUR },
  monday: { name: 'until Monday', until: (now: number) => untilMonday(now) },
} as const;
export type SpanName = keyof typeof spans;

/** The morning of the next Monday, by the clock that is `offset` minutes ahead of UTC then. */
export function untilMonday(now: number, offset: (at: number) => number = zoneOffset): number {
  const local = now + offset(now) * 60_000;
  const midnight = Math.floor(local / DAY) * DAY;
  // 1 January 1970 was a Thursday: 0 is Monday.
  const weekday = (Math.floor(local / DAY) + 3) % 7;
  const monday = midnight + (7 - weekday) * DAY + MORNING * HOUR;
  return monday - offset(monday - offset(now) * 60_000) * 60_000;
}

/** When a window is, in words. */
export function windowWords({ from, until, every, endsAt }: Maintenance, now: number): string {
  const span = `${when(from, now)} – ${when(until, now)}`;
  if (every === undefined) return span;
  const end = endsAt === undefined ? '' : `, the last time before ${when(endsAt, now)}`;
  return `each ${every} at that hour of UTC, first ${span}${end}`;
}

/** What a window is for: head-ends and sites by name, else all. */
export function windowPlace({ devices, sites }: Pick<Maintenance, 'devices' | 'sites'>): string {
  const named = [...devices.map(plain), ...sites.map((site) => `site ${plain(site)}`)];
  return named.length === 0 ? 'all head-ends' : named.join(', ');
}

/** Whether it is on, still to come, or over. */
export function windowState(window: Maintenance, now: number): 'on' | 'to come' | 'over' {
  if (isOn(window, now)) return 'on';
  return overAt(window) <= now ? 'over' : 'to come';
}

/** A silence or a window that is over, as it is listed. */
export interface EndedRow {
  readonly key: string;
  /** `silence: rule pool.chain`. */
  readonly what: string;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  /** `over`, or who ended it before its time. */
  readonly how: string;
}

const MOST_ENDED = 50;

/** The last 50 silences and windows that are over, the one that ended last first. */
export function endedRows(
  silences: readonly Silence[],
  windows: readonly Maintenance[],
  now: number,
): readonly EndedRow[] {
  const row = (kind: string, place: string, one: Silence | Maintenance): EndedRow => ({
    ...{ key: `${kind} ${one.id}`, what: `${kind}: ${place}`, reason: one.reason, by: one.by, at: overAt(one) },
    how: one.ended === undefined ? 'over' : `ended by ${plain(one.ended.by)}`,
  });
  const rows = [
    ...silences.map((one) => row('silence', matchersWords(one.matchers), one)),
    ...windows.map((one) => row('window', windowPlace(one), one)),
  ];
  // What ends between two answers is in both: the one that came last tells who ended it.
  return [...new Map(rows.map((one) => [one.key, one])).values()]
    .filter(({ at }) => at <= now)
    .sort((one, other) => other.at - one.at)
    .slice(0, MOST_ENDED);
}

/** The first line of the page of silences. */
export function silencesVerdict(silences: readonly Silence[], windows: readonly Maintenance[], now: number): Verdict {
  const holding = silences.filter((one) => overAt(one) > now).length;
  const on = windows.filter((one) => windowState(one, now) === 'on').length;
  const coming = windows.filter((one) => windowState(one, now) === 'to come').length;
  const said = [
    ...(holding > 0 ? [many(holding, 'silence')] : []),
    ...(on > 0 ? [many(on, 'maintenance window')] : []),
  ];
  const more = coming === 0 ? '' : `${many(coming, 'window')} to come.`;
  if (said.length === 0) return { state: 'ok', text: 'Nothing is silenced.', more };
  return { state: 'maint', text: `${said.join(' and ')} ${holding + on === 1 ? 'holds' : 'hold'} now.`, more };
}

/** The moment that a box for date and time says, by this browser's clock; `undefined` for none. */
export function readMoment(text: string): number | undefined {
  const at = text === '' ? NaN : new Date(text).getTime();
  return Number.isFinite(at) ? at : undefined;
}

/** A moment as such a box shows it. */
export function typedMoment(at: number): string {
  return iso(at).slice(0, 16);
}
