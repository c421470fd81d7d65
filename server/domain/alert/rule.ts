import type { Severity } from './alert.ts';

/** From which value on, and below which it is over: between the two nothing changes. */
export interface Level {
  readonly raise: number;
  readonly clear: number;
}

/** What a threshold may be set for besides everything; the narrowest counts, in this order. */
export const scopeKinds = ['pool', 'tunnelGroup', 'device', 'site'] as const;
export type ScopeKind = (typeof scopeKinds)[number];

/** What a person may change of a rule. */
export interface Setting {
  readonly enabled: boolean;
  /** The severities that it has; of an incident each at 1. */
  readonly levels: Readonly<Partial<Record<Severity, Level>>>;
  /** For how long the value must be that bad, and then that good, in seconds. */
  readonly raiseAfter: number;
  readonly clearAfter: number;
}

/** A rule as it is shipped. */
export interface Rule extends Setting {
  /** What it says on a page. */
  readonly title: string;
  /**
   * A `level` is looked at all the time. An `incident` is something that happened: it holds at once, and is over when it has not happened
   * again for `clearAfter`.
   */
  readonly is: 'level' | 'incident';
  /** Of its value: `share` is 0 to 1. */
  readonly unit: 'share' | 'count' | 'seconds' | 'times';
  readonly scopes: readonly ScopeKind[];
  /** Why the thresholds are as they are, in a sentence for the page. */
  readonly why: string;
  /** What to do: a path of our own pages, or of the README. */
  readonly runbook: string;
}

/** A rule of an incident: it is one, or it is none. */
export function incident(
  severity: Severity,
  quietSeconds: number,
): Pick<Rule, 'is' | 'unit' | 'levels' | 'raiseAfter' | 'clearAfter' | 'enabled'> {
  return {
    is: 'incident',
    unit: 'count',
    levels: { [severity]: { raise: 1, clear: 1 } },
    raiseAfter: 0,
    clearAfter: quietSeconds,
    enabled: true,
  };
}
