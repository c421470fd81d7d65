import type { Finding, Touched } from '../../server/domain/doctor/finding.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { age } from './time.ts';
import type { State } from './verdict.ts';

/** What the API tells of a device's configuration. */
export interface Findings {
  readonly configuration: {
    readonly at: number;
    readonly source: 'poll' | 'file';
    readonly complete: boolean;
    readonly version: string | null;
  } | null;
  readonly findings: readonly Finding[];
  readonly notChecked: readonly string[];
}

/** The state of a configuration, and how old it is. */
export function findingsVerdict(
  { configuration, findings }: Findings,
  now: number,
): { readonly state: State; readonly hint: string } {
  if (configuration === null) return { state: 'unknown', hint: 'no configuration yet' };
  const of = (severity: Finding['severity']): number => findings.filter((one) => one.severity === severity).length;
  const [critical, warnings, notes] = [of('critical'), of('warning'), of('note')];
  const counted = `${critical} critical, ${many(warnings, 'warning')}, ${many(notes, 'note')}`;
  const from = configuration.source === 'poll' ? 'polled' : 'from a file given';
  const state = critical > 0 ? 'crit' : warnings > 0 ? 'warn' : 'ok';
  return { state, hint: `${counted}; ${from} ${age(now - configuration.at)} ago` };
}

/** Live sessions that mending would touch. */
export function touchedText({ tunnelGroup, protocol, clientType, sessions }: Touched): string {
  const group = tunnelGroup === undefined ? 'of a group that is not known' : `in ${plain(tunnelGroup)}`;
  const by = [protocol, clientType].filter((one) => one !== undefined).map(plain);
  return `${many(sessions, 'session')} ${group} (${by.join(', ')})`;
}
