import type { Configuration, Family } from '../configuration.ts';
import { readRelease } from '../release.ts';
import type { Arrival, Finding, Hit, Row, Severity, Touched } from './finding.ts';
import { cryptoRows } from './crypto.ts';
import { deviceRows } from './device.ts';
import { groupRows } from './groups.ts';
import { loggingRows } from './logging.ts';
import { natRows } from './nat.ts';
import { poolRows } from './pools.ts';

/** All that the doctor looks for. */
export const rows: readonly Row[] = [
  ...loggingRows,
  ...groupRows,
  ...poolRows,
  ...natRows,
  ...cryptoRows,
  ...deviceRows,
];

/** What the doctor says of a configuration. */
export interface Diagnosis {
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** The ids of the rows that could not be judged, since the file does not tell of what they need. */
  readonly notChecked: readonly string[];
}

const order: readonly Severity[] = ['critical', 'warning', 'note'];

/** Looks at a configuration and, where they are known, at what arrives and who is connected (one row a group, protocol and client). Pure. */
export function diagnose(configuration: Configuration, arrival: Arrival = {}, live?: readonly Touched[]): Diagnosis {
  const release = configuration.version && readRelease(configuration.version.value);
  const judges = (family: Family): boolean => configuration.families.includes(family);
  const patient = { configuration, ...(release && { release }), arrival, judges };
  const judged = rows.filter(({ needs }) => needs.every(judges));
  const findings = judged.flatMap((row) => row.check(patient).map((hit) => finding(row, hit, live)));
  return {
    findings: findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity)),
    notChecked: rows.filter((row) => !judged.includes(row)).map(({ id }) => id),
  };
}

function finding(row: Row, hit: Hit, live: readonly Touched[] | undefined): Finding {
  const { id, title, why } = row;
  const {
    evidence,
    subject,
    seen,
    severity = row.severity,
    verified = true,
    breaks = row.breaks,
    mend,
    tunnelGroups,
    protocols = row.touches,
  } = hit;
  // A session whose group nobody knows may be one of them.
  const touched = tunnelGroups === 'unknown' ? undefined : live?.filter((one) => protocols.includes(one.protocol) && (tunnelGroups === undefined || one.tunnelGroup === undefined || tunnelGroups.includes(one.tunnelGroup))); // prettier-ignore
  return {
    id,
    severity,
    title,
    ...(subject !== undefined && { subject }),
    why,
    evidence,
    ...(seen !== undefined && { seen }),
    verified,
    breaks,
    ...(touched && { touches: touched }),
    mend,
  };
}
