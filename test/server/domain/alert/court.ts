import {
  keyOf,
  type Alert,
  type AlertEvent,
  type Observation,
  type Severity,
} from '../../../../server/domain/alert/alert.ts';
import { judge } from '../../../../server/domain/alert/judge.ts';
import type { Episode } from '../../../../server/domain/alert/life.ts';
import type { Setting } from '../../../../server/domain/alert/rule.ts';
import { rules, type RuleId } from '../../../../server/domain/alert/rules.ts';

/** Milliseconds of a second. */
export const S = 1000;

/** A court that sits with the rules as shipped, or as changed; its clock is told in seconds. */
export function court(changed: Partial<Record<RuleId, Partial<Setting>>> = {}) {
  const episodes = new Map<string, Episode>();
  const history: AlertEvent[] = [];
  const alerts = new Map<number, Alert>();
  let id = 0;
  const hear = (seconds: number, ...seen: readonly Observation[]): readonly Alert[] => {
    const setting = (rule: RuleId): Setting => ({ ...rules[rule], ...changed[rule] });
    const judgement = judge({ episodes, setting, nextId: () => (id += 1) }, seen, seconds * S);
    for (const [key, episode] of judgement.episodes) {
      if (episode === undefined) episodes.delete(key);
      else episodes.set(key, episode);
    }
    for (const alert of judgement.alerts) alerts.set(alert.id, alert);
    history.push(...judgement.history);
    return judgement.alerts;
  };
  const kinds = (): readonly string[] => history.map(({ alert, kind }) => `${alert} ${kind}`);
  const stateAt = (seconds: number, seen: Observation): Severity | undefined => {
    hear(seconds, seen);
    return episodes.get(keyOf(seen))?.alert?.severity;
  };
  return { hear, kinds, stateAt, alerts, episodes, changed };
}

/** A look at subject 1 of a rule. */
export function seen(rule: RuleId, value: number, more: Partial<Observation> = {}): Observation {
  return { rule, subject: '1', about: { device: 1 }, value, text: `${value}`, events: 0, evidence: [], ...more };
}
