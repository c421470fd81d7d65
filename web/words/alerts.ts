import type { Muted, Severity } from '../../server/domain/alert/alert.ts';
import { bySeverity, type AlertRow } from '../../server/domain/alert/row.ts';
import type { GapRow } from '../../server/domain/feed.ts';
import { merge } from '../series.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { age, duration, shortClock } from './time.ts';
import type { State } from './verdict.ts';

/** How each severity looks and is called. */
export const severityStates: Readonly<Record<Severity, { readonly state: State; readonly name: string }>> = {
  critical: { state: 'crit', name: 'Critical' },
  warning: { state: 'warn', name: 'Warning' },
  information: { state: 'ok', name: 'Information' },
};

/** Why nobody is told of an alert. */
export const mutedWords: Readonly<Record<Muted, string>> = {
  silenced: 'silenced',
  maintenance: 'in maintenance',
  inhibited: 'its head-end cannot be reached',
};

/** What an alert is about, in a few words: the head-end, and what of it. */
export function aboutWords({ about, device }: Pick<AlertRow, 'about' | 'device'>): string {
  const { user, source, pool, tunnelGroup, aaaServer, session, collector } = about;
  const what = [user, source, tunnelGroup ?? pool, aaaServer, collector, session === undefined ? undefined : `session ${session}`]; // prettier-ignore
  const said = what.flatMap((one) => (one === undefined ? [] : plain(one))).join(' from ');
  if (device === undefined) return said;
  return said === '' ? plain(device) : `${said} on ${plain(device)}`;
}

/** What stands beside an open alert: since when, who has it, why nobody is told. */
export function standing({ raisedAt, acknowledged, muted, escalatedAt }: AlertRow, now: number): string {
  const parts = [`for ${age(now - raisedAt)}`];
  if (acknowledged !== undefined) parts.push(`${plain(acknowledged.by)} has it for ${age(now - acknowledged.at)}`);
  else if (escalatedAt !== undefined) parts.push('handed on: nobody had acknowledged it');
  if (muted !== undefined) parts.push(mutedWords[muted]);
  return parts.join(' · ');
}

/** Whether somebody is to look at it: open, taken by nobody, not muted, and more than information. */
export function asksForSomebody({ clearedAt, acknowledged, muted, severity }: AlertRow): boolean {
  return clearedAt === undefined && acknowledged === undefined && muted === undefined && severity !== 'information';
}

/** How many alerts there are of each kind that counts. */
export interface AlertCounts {
  readonly critical: number;
  readonly warning: number;
  readonly information: number;
  readonly acknowledged: number;
  readonly muted: number;
}

/** The open ones, counted: by severity those that ask for somebody. */
export function countAlerts(rows: readonly AlertRow[]): AlertCounts {
  const open = rows.filter(({ clearedAt }) => clearedAt === undefined);
  const asking = open.filter(asksForSomebody);
  const of = (severity: Severity) => asking.filter((row) => row.severity === severity).length;
  return {
    critical: of('critical'),
    warning: of('warning'),
    information: open.filter(({ severity, muted }) => severity === 'information' && muted === undefined).length,
    acknowledged: open.filter(({ acknowledged }) => acknowledged !== undefined).length,
    muted: open.filter(({ muted }) => muted !== undefined).length,
  };
}

/** `2 acknowledged, 1 muted`. */
export function besides({ acknowledged, muted, information }: AlertCounts): string {
  const parts = [[acknowledged, 'acknowledged'], [muted, 'muted'], [information, 'for information']] as const; // prettier-ignore
  return parts.flatMap(([n, what]) => (n === 0 ? [] : [`${n} ${what}`])).join(', ');
}

/** An hour of the strip: how bad it got, and how many alerts there were. */
export interface StripHour {
  readonly from: number;
  readonly count: number;
  readonly severity?: Severity;
  /** When nothing was collected, within the hour. */
  readonly blind: readonly GapRow[];
}

export const HOUR = 3_600_000;

/** The last 24 hours, the oldest first: of each the worst of the alerts that were open in it, and when nothing was collected. */
export function strip(rows: readonly AlertRow[], gaps: readonly GapRow[], now: number): readonly StripHour[] {
  const begin = Math.floor(now / HOUR) * HOUR - 23 * HOUR;
  return Array.from({ length: 24 }, (_one, index) => {
    const from = begin + index * HOUR;
    const to = from + HOUR;
    const there = rows.filter(({ raisedAt, clearedAt = Infinity }) => raisedAt < to && clearedAt >= from);
    const [worst] = there.map(({ severity }) => severity).sort(bySeverity);
    const within = gaps.filter((gap) => gap.to > from && gap.from < to);
    const blind = merge(within.map((gap) => ({ from: Math.max(from, gap.from), to: Math.min(to, gap.to) })));
    return { from, count: there.length, ...(worst !== undefined && { severity: worst }), blind };
  });
}

/** An hour of the strip in words: that nothing was collected is no quiet hour. */
export function stripWords({ from, count, severity, blind }: StripHour, now: number): string {
  const missing = blind.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const isAll = missing >= Math.min(HOUR, now - from);
  const part = missing === 0 ? '' : `, nothing was collected for ${duration(missing)} of it`;
  const worst = severity === undefined ? undefined : `${many(count, 'alert')}, the worst: ${severityStates[severity].name.toLowerCase()}`; // prettier-ignore
  const how = isAll ? (worst === undefined ? NOTHING : `${worst}; ${NOTHING}`) : `${worst ?? 'none'}${part}`;
  return `${shortClock(from)}: ${how}`;
}

const NOTHING = 'nothing was collected';
