import type { Severity } from '../../server/domain/alert/alert.ts';
import { byUrgency, bySeverity, type AlertRow } from '../../server/domain/alert/row.ts';
import { plain } from './plain.ts';
import { ruleTitle } from './rule.ts';

/** Alerts of one rule in one place. */
export interface AlertGroup {
  readonly key: string;
  readonly title: string;
  readonly place: string;
  readonly severity: Severity;
  readonly rows: readonly AlertRow[];
}

/** Alerts by rule and place, the group with the worst first. */
export function grouped(rows: readonly AlertRow[]): readonly AlertGroup[] {
  const groups = new Map<string, AlertRow[]>();
  for (const row of [...rows].sort(byUrgency)) {
    const key = `${row.rule} ${row.site ?? row.device ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups]
    .flatMap(([key, all]): readonly AlertGroup[] => {
      const worst = [...all].sort((one, other) => bySeverity(one.severity, other.severity))[0];
      if (worst === undefined) return [];
      return [{ key, title: ruleTitle(worst.rule), place: plain(worst.site ?? worst.device ?? ''), severity: worst.severity, rows: all }]; // prettier-ignore
    })
    .sort((one, other) => bySeverity(one.severity, other.severity));
}
