import type { Severity } from '../../server/domain/alert/alert.ts';
import { byUrgency, bySeverity, type AlertRow } from '../../server/domain/alert/row.ts';
import { asksForSomebody, besides, countAlerts, severityStates } from './alerts.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { ruleTitle } from './rule.ts';
import type { Verdict } from './verdict.ts';

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

/** The first line of the page of alerts. `isCut`: the live view has no room for all. */
export function alertsVerdict(rows: readonly AlertRow[], isCut: boolean): Verdict {
  const counts = countAlerts(rows);
  const [first] = rows.filter(asksForSomebody).sort(byUrgency);
  const rest = besides(counts);
  const more = [rest === '' ? '' : `${rest[0]?.toUpperCase()}${rest.slice(1)}.`, isCut ? 'More are open than can be shown: the worst are.' : ''].filter((one) => one !== '').join(' '); // prettier-ignore
  if (first === undefined)
    return { state: 'ok', text: rest === '' ? 'No alert is open.' : 'No alert asks for anybody.', more };
  const { critical, warning } = counts;
  const said = [critical > 0 && `${critical} critical`, warning > 0 && many(warning, 'warning')].filter((one) => one !== false); // prettier-ignore
  // What it says of people stands below, beside what can be done about it: a line that is read across the room is short.
  const where = first.device === undefined ? '' : ` (${plain(first.device)})`;
  const text = `${said.join(' and ')}: ${ruleTitle(first.rule)}${where}.`;
  return { state: severityStates[first.severity].state, text, more };
}
