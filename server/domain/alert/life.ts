import {
  isWorse,
  MOST_EVIDENCE,
  severities,
  type About,
  type Alert,
  type Observation,
  type Severity,
} from './alert.ts';
import type { Rule, Setting } from './rule.ts';

/** What is known of one subject of a rule: a condition that has not held long enough yet, or the open alert. */
export interface Episode {
  /** The last look at it that was another one than before, with the events of all looks that led to its alert, and when that was, of the alert clock. */
  readonly seen: Observation;
  readonly seenAt: number;
  /** Since when it has been bad without an alert. */
  readonly risingSince?: number;
  readonly alert?: Alert;
  /** Since when it has been good under an open alert. */
  readonly fallingSince?: number;
}

/** What a look at a subject makes of its episode. */
export interface Look {
  /** `undefined`: nothing was seen of it. Of a level that tells nothing; of an incident that it has not happened again. */
  readonly seen: Observation | undefined;
  readonly rule: Pick<Rule, 'is' | 'unit'>;
  readonly setting: Setting;
  /** Of the alert clock. */
  readonly at: number;
  readonly nextId: () => number;
}

/** The episode after the look; `undefined` where there is nothing to remember. One whose alert has `clearedAt` is over. */
export function live(before: Episode | undefined, look: Look): Episode | undefined {
  const { seen, at, rule } = look;
  // A level is looked at with each turn: what looks as before is the same.
  const isNews = seen !== undefined && (rule.is === 'incident' || !isSame(before?.seen, seen));
  const pending = before?.alert === undefined ? before?.seen : undefined;
  const now = isNews ? { seen: together(pending, seen), seenAt: at } : before && { seen: before.seen, seenAt: before.seenAt }; // prettier-ignore
  if (now === undefined) return undefined;
  const after = before?.alert === undefined ? rise(before, now, look) : goOn(before, before.alert, now, look);
  return before !== undefined && after !== undefined && isUnchanged(before, after) ? before : after;
}

/** The later of two looks at a subject, with the events of both. */
export function together(before: Observation | undefined, seen: Observation): Observation {
  if (before === undefined) return seen;
  return { ...seen, events: before.events + seen.events, evidence: gathered(before.evidence, seen.evidence) };
}

function gathered(before: readonly number[], more: readonly number[]): readonly number[] {
  if (before.length >= MOST_EVIDENCE || more.length === 0) return before;
  return [...new Set([...before, ...more])].slice(0, MOST_EVIDENCE);
}

function isSame(before: Observation | undefined, { value, text, events }: Observation): boolean {
  return before?.value === value && before.text === text && events === 0;
}

function isUnchanged(before: Episode, after: Episode): boolean {
  const keys = ['seen', 'seenAt', 'risingSince', 'alert', 'fallingSince'] as const;
  return keys.every((key) => before[key] === after[key]);
}

function rise(
  before: Episode | undefined,
  now: Episode,
  { seen, rule: { is, unit }, setting, at, nextId }: Look,
): Episode | undefined {
  const severity =
    seen === undefined && before?.risingSince === undefined ? undefined : worstOf(now.seen.value, setting);
  if (severity === undefined) return undefined;
  const risingSince = before?.risingSince ?? at;
  if (is === 'level' && at - risingSince < setting.raiseAfter * 1000) return { ...now, risingSince };
  const { rule, subject, about, value, text, events, evidence, inAll } = now.seen;
  const threshold = setting.levels[severity]?.raise ?? 0;
  // Looks that were good are not kept, though their events are among what made this one bad: a value that counts tells how many.
  const count = Math.max(events, inAll ?? (unit === 'count' ? value : 0));
  const measured = { value, threshold, peak: value, text, count, evidence: evidence.slice(0, MOST_EVIDENCE) };
  return { ...now, alert: { id: nextId(), rule, subject, about, severity, raisedAt: at, changedAt: at, ...measured } };
}

function goOn(before: Episode, open: Alert, now: Episode, look: Look): Episode {
  const { rule, setting, at, seen } = look;
  const happened = rule.is === 'incident' && seen === undefined ? 0 : now.seen.value;
  const severity = heldAt(happened, open.severity, setting);
  const alert = seen === undefined ? open : told(open, seen, look);
  if (severity !== undefined)
    return { ...now, alert: severity === open.severity ? alert : moved(alert, severity, look) };
  // An incident is over when it was last seen so long ago; told to be over, at once.
  const since = before.fallingSince ?? (rule.is === 'incident' ? now.seenAt : at);
  const isOver = at - since >= setting.clearAfter * 1000 || (rule.is === 'incident' && seen?.value === 0);
  if (!isOver && setting.enabled) return { ...now, alert, fallingSince: since };
  return { ...now, alert: { ...alert, changedAt: at, clearedAt: at } };
}

/** The alert with what was seen now. */
function told(open: Alert, { about, value, text, events, evidence }: Observation, { rule, at }: Look): Alert {
  if (value === open.value && text === open.text && events === 0) return open;
  return {
    ...open,
    ...{ value, peak: Math.max(open.peak, value), count: open.count + events },
    ...(value !== open.value && { changedAt: at }),
    // What ends it does not say what it was; else text and links are of the latest. But an incident stays what it was raised for: somebody
    // who comes from elsewhere later must not take the place of whoever got in first.
    ...(value !== 0 && !(rule.is === 'incident' && isElse(about, open.about)) && { about, text }),
    evidence: gathered(open.evidence, evidence),
  };
}

/** Whether it is somebody else, or from elsewhere. */
function isElse(one: About, other: About): boolean {
  return one.user !== other.user || one.source !== other.source;
}

function moved(alert: Alert, severity: Severity, { setting, at }: Look): Alert {
  return { ...alert, severity, changedAt: at, threshold: setting.levels[severity]?.raise ?? alert.threshold };
}

/** How bad a value is by what raises. */
function worstOf(value: number, { enabled, levels }: Setting): Severity | undefined {
  return enabled ? worst.find((severity) => value >= (levels[severity]?.raise ?? Infinity)) : undefined;
}

/** The same under an open alert: what it is already, or was on its way down, holds until the value is below what clears it. */
function heldAt(value: number, open: Severity, { enabled, levels }: Setting): Severity | undefined {
  if (!enabled) return undefined;
  return worst.find((severity) => {
    const { raise = Infinity, clear = Infinity } = levels[severity] ?? {};
    return value >= (isWorse(severity, open) ? raise : Math.min(raise, clear));
  });
}

const worst = [...severities].reverse();
