import { isWorse, type About, type Alert, type Severity } from './alert.ts';

/** An alert as a screen shows it: the head-end by name, with its site. */
export interface AlertRow extends Omit<Alert, 'about'> {
  readonly about: Omit<About, 'device'>;
  readonly device?: string;
  readonly site?: string;
}

/** What a head-end is called, and where it stands. */
export type NamedPlace = (device: number) => { readonly name: string; readonly site?: string } | undefined;

/** The alert as a screen shows it. */
export function alertRow({ about, ...alert }: Alert, placeOf: NamedPlace): AlertRow {
  const { device, ...rest } = about;
  if (device === undefined) return { ...alert, about: rest };
  const { name = String(device), site } = placeOf(device) ?? {};
  return { ...alert, about: rest, device: name, ...(site !== undefined && { site }) };
}

type Ranked = Pick<Alert, 'id' | 'severity' | 'clearedAt' | 'acknowledged' | 'muted'>;

/** The order of alerts on a screen: open ones that ask for somebody first, the worse first, then the newer. */
export function byUrgency(one: Ranked, other: Ranked): number {
  return rank(one) - rank(other) || bySeverity(one.severity, other.severity) || other.id - one.id;
}

/** The worse first. */
export function bySeverity(one: Severity, other: Severity): number {
  if (one === other) return 0;
  return isWorse(one, other) ? -1 : 1;
}

function rank({ clearedAt, acknowledged, muted }: Ranked): number {
  if (clearedAt !== undefined) return 2;
  return acknowledged === undefined && muted === undefined ? 0 : 1;
}
