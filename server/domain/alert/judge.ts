import { keyOf, type Alert, type AlertEvent, type Observation } from './alert.ts';
import { live, together, type Episode } from './life.ts';
import type { Setting } from './rule.ts';
import { rules, type RuleId } from './rules.ts';

/** What a judgement is made from. */
export interface Docket {
  readonly episodes: ReadonlyMap<string, Episode>;
  /** As set for what the observation is about. */
  readonly setting: (rule: RuleId, observation: Observation) => Setting;
  readonly nextId: () => number;
}

/** What has become of episodes: absolute rows, by key; `undefined`: nothing is remembered any more. */
export interface Judgement {
  readonly episodes: ReadonlyMap<string, Episode | undefined>;
  /** Alerts that were raised, changed or cleared, as they are now. */
  readonly alerts: readonly Alert[];
  readonly history: readonly AlertEvent[];
}

/**
 * Judges what was seen at a moment of the alert clock. Of several looks at one subject in one turn the last one counts, and all their events.
 * An incident that happens again after it was over is another alert, also where nobody looked in between: then the same key has two in `alerts`.
 */
export function judge({ episodes, setting, nextId }: Docket, seen: readonly Observation[], at: number): Judgement {
  const looks = new Map<string, Observation>();
  for (const one of seen) looks.set(keyOf(one), together(looks.get(keyOf(one)), one));
  const next = new Map<string, Episode | undefined>();
  const alerts: Alert[] = [];
  const history: AlertEvent[] = [];
  // In an order that a start does not change: what is raised at once then has the same ids.
  for (const key of [...new Set([...episodes.keys(), ...looks.keys()])].sort()) {
    let before = episodes.get(key);
    const look = looks.get(key);
    const subject = look ?? before?.seen;
    if (subject === undefined) continue;
    const rule = rules[subject.rule];
    const take = (seen: Observation | undefined): void => {
      const after = live(before, { seen, rule, setting: setting(subject.rule, subject), at, nextId });
      if (after === before) return;
      const alert = after?.alert;
      if (alert !== undefined && alert !== before?.alert) {
        alerts.push(alert);
        history.push(...eventsOf(before?.alert, alert, at));
      }
      before = alert?.clearedAt === undefined ? after : undefined;
      next.set(key, before);
    };
    // What was over is over before it happens again.
    if (look !== undefined && rule.is === 'incident') take(undefined);
    take(look);
  }
  return { episodes: next, alerts, history };
}

function eventsOf(before: Alert | undefined, after: Alert, at: number): readonly AlertEvent[] {
  const event = (kind: AlertEvent['kind'], detail: string): AlertEvent => ({ alert: after.id, at, kind, detail });
  if (after.clearedAt !== undefined) return [event('cleared', after.text)];
  if (before === undefined) return [event('raised', `${after.severity}: ${after.text}`)];
  return before.severity === after.severity
    ? []
    : [event('changed', `${before.severity} -> ${after.severity}: ${after.text}`)];
}
