import { isWorse, type Alert, type AlertEvent, type Severity } from './alert.ts';
import { attentionOf } from './attention.ts';
import { mutedBy, type Mutes, type Placed } from './mute.ts';
import type { NotificationKind } from './notification.ts';

/** What is told together, and what of it waits. */
export interface Group {
  readonly key: string;
  /** When its last message was made, of the alert clock. */
  readonly lastAt?: number;
  /** Alerts of which something is to be told. */
  readonly waiting: readonly number[];
  /** Whether one of them began or got worse: the message then says so, whatever else is in it. */
  readonly isRaised: boolean;
}

/** A message that is due, with the alerts it tells, the worst first. */
export interface Due {
  readonly kind: NotificationKind;
  readonly group: string;
  readonly alerts: readonly Alert[];
  /** How many alerts of the group that somebody was told of are open after it. */
  readonly open: number;
}

/** How often a group is told at most, in milliseconds: what is only for information once a day. */
export const INTERVAL: Readonly<Record<Severity, number>> = {
  critical: 5 * 60_000,
  warning: 5 * 60_000,
  information: 24 * 60 * 60_000,
};

/** What the telling of one moment starts from. */
export interface Scene {
  /** Open ones, those that were cleared just now, and those that wait in a group; in an order that a start does not change. */
  readonly alerts: readonly Alert[];
  readonly placed: (alert: Alert) => Placed;
  readonly mutes: Mutes;
  readonly groups: ReadonlyMap<string, Group>;
  /** Of the alert clock. */
  readonly at: number;
}

/** What it comes to: absolute rows of what has changed. */
export interface Telling {
  readonly alerts: readonly Alert[];
  readonly groups: readonly Group[];
  readonly due: readonly Due[];
  readonly history: readonly AlertEvent[];
}

/** Who is to be told what at a moment: each group at once, and then no more than once in an interval. What nobody acknowledges is told apart. */
export function tell({ alerts, placed, mutes, groups, at }: Scene): Telling {
  const now = new Map(alerts.map((alert) => [alert.id, alert]));
  const changed: Alert[] = [];
  const due: Omit<Due, 'open'>[] = [];
  const history: AlertEvent[] = [];
  const told = new Map<string, News>();
  for (const before of alerts) {
    const where = placed(before);
    const key = groupOf(where);
    const { alert, tell: news, escalate, history: events } = attentionOf(before, mutedBy(where, mutes, at), key, at);
    if (news !== undefined) addTo(told, key, alert.id, news === 'raised');
    if (escalate) due.push({ kind: 'escalated', group: key, alerts: [alert] });
    history.push(...events);
    if (alert === before) continue;
    changed.push(alert);
    now.set(alert.id, alert);
  }
  const next = new Map([
    ...groups,
    ...[...told].map(([key, news]) => [key, joined(groups.get(key), key, news)] as const),
  ]);
  for (const [key, group] of [...next].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const waiting = group.waiting.flatMap((id) => now.get(id) ?? []).sort(worstFirst);
    if (waiting.length === 0 || !isDue(group, waiting, at)) continue;
    due.push({ kind: group.isRaised ? 'raised' : 'cleared', group: key, alerts: waiting });
    next.set(key, { key, lastAt: at, waiting: [], isRaised: false });
  }
  return {
    alerts: changed,
    groups: [...next.values()].filter((group) => groups.get(group.key) !== group),
    due: withOpen(due, [...now.values()], placed),
    history,
  };
}

function withOpen(
  due: readonly Omit<Due, 'open'>[],
  alerts: readonly Alert[],
  placed: Scene['placed'],
): readonly Due[] {
  if (due.length === 0) return [];
  const open = new Map<string, number>();
  for (const alert of alerts) {
    if (alert.clearedAt !== undefined || alert.announcedAt === undefined) continue;
    const key = groupOf(placed(alert));
    open.set(key, (open.get(key) ?? 0) + 1);
  }
  return due.map((one) => ({ ...one, open: open.get(one.group) ?? 0 }));
}

/** What is new to a group. */
interface News {
  readonly ids: number[];
  isRaised: boolean;
}

function addTo(told: Map<string, News>, key: string, alert: number, isRaised: boolean): void {
  const news = told.get(key) ?? { ids: [], isRaised: false };
  told.set(key, news);
  news.ids.push(alert);
  news.isRaised ||= isRaised;
}

function joined(before: Group | undefined, key: string, news: News): Group {
  const group = before ?? { key, waiting: [], isRaised: false };
  const waiting = new Set([...group.waiting, ...news.ids]);
  const isRaised = group.isRaised || news.isRaised;
  const isSame = waiting.size === group.waiting.length && isRaised === group.isRaised;
  return isSame ? group : { ...group, waiting: [...waiting], isRaised };
}

/** What is told together: a rule, and where, as it was called when it was first told. */
function groupOf({ alert, device, site }: Placed): string {
  return alert.announcedIn ?? `${alert.rule} ${site ?? device ?? ''}`.trim();
}

function isDue({ lastAt }: Group, [worst]: readonly Alert[], at: number): boolean {
  return lastAt === undefined || at - lastAt >= INTERVAL[worst?.severity ?? 'information'];
}

function worstFirst(a: Alert, b: Alert): number {
  if (a.severity !== b.severity) return isWorse(a.severity, b.severity) ? -1 : 1;
  return b.count - a.count || a.id - b.id;
}
