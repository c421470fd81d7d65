import type { Configuration, Family } from '../configuration.ts';
import type { Release } from '../release.ts';
import type { Protocol } from '../session.ts';
import type { Evidence } from '../stated.ts';

/** `critical`: users are locked out or unprotected, or we are blind; `warning`: will hurt one day; `note`: worth knowing. */
export type Severity = 'critical' | 'warning' | 'note';

/** How it is mended. `migrate`: there is no safe fix, since clients depend on it; what to move them to. */
export type Mend =
  | { readonly how: 'commands'; readonly commands: readonly string[]; readonly note?: string }
  | { readonly how: 'migrate'; readonly to: string };

/** Live sessions that mending would touch. */
export interface Touched {
  /** Absent where it is not known. */
  readonly tunnelGroup?: string;
  readonly protocol: Protocol;
  readonly clientType?: string;
  readonly sessions: number;
}

/** What is wrong with a device's configuration, or hidden by it: what the page, the API and `tunnelwatch doctor` show. */
export interface Finding {
  /** Of the row, such as `logging-no-host`. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** The tunnel group, policy, pool or user it is about. */
  readonly subject?: string;
  readonly why: string;
  /** The lines that show it, without secrets; none where it is about a line that is absent. */
  readonly evidence: readonly Evidence[];
  /** What no line shows: what arrives, or what is absent. */
  readonly seen?: string;
  /** False: it rests on the default of the release, which nobody has looked up on the device. */
  readonly verified: boolean;
  /** What would break when it is mended. */
  readonly breaks: string;
  /** Absent where nobody told what is live, or where it is the sessions of one user. */
  readonly touches?: readonly Touched[];
  readonly mend: Mend;
}

/** What arrives from the device. Each is absent where it is not known. */
export interface Arrival {
  /** The IDs that came in the last 24 h. */
  readonly messageIds?: readonly number[];
  /** Seconds by which its clock is ahead of ours, negative when behind. */
  readonly skewSeconds?: number;
  /** Messages of the last 24 h whose user it hid. */
  readonly hiddenNames?: number;
  readonly transport?: 'udp' | 'tcp' | 'tls';
  /** How many sessions the device or its licence takes. */
  readonly capacity?: number;
}

/** What a check looks at. */
export interface Patient {
  readonly configuration: Configuration;
  readonly release?: Release;
  readonly arrival: Arrival;
  /** Whether an absent line of this family means the default. */
  readonly judges: (family: Family) => boolean;
}

/** What a check has found: one finding. What it leaves out is the row's. */
export interface Hit {
  readonly evidence: readonly Evidence[];
  readonly subject?: string;
  readonly seen?: string;
  readonly severity?: Severity;
  /** False: see `Finding`. */
  readonly verified?: boolean;
  readonly mend: Mend;
  /** The tunnel groups whose sessions it touches; absent: see the row. `unknown`: those of one user, whatever the group. */
  readonly tunnelGroups?: readonly string[] | 'unknown';
  /** In place of the row's, as is `protocols`. */
  readonly breaks?: string;
  readonly protocols?: readonly Protocol[];
}

/** A finding as a row: adding one touches its table and one golden folder. */
export interface Row {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly breaks: string;
  /** Without these in an excerpt nothing can be said. */
  readonly needs: readonly Family[];
  /** The protocols whose sessions mending touches; none: mending touches no session. With `tunnelGroups` of the hit, only theirs. */
  readonly touches: readonly Protocol[];
  readonly check: (patient: Patient) => readonly Hit[];
}

/** The protocols of every session that gets an address. */
export const tunnelled: readonly Protocol[] = ['ikev1', 'ikev2', 'anyconnect', 'unknown'];
export const overIkev1: readonly Protocol[] = ['ikev1', 'unknown'];

/** Commands to type in configuration mode. */
export function commands(...lines: readonly string[]): Extract<Mend, { how: 'commands' }> {
  return { how: 'commands', commands: lines };
}

/** The same, with what has to be known before. */
export function commandsWith(note: string, ...lines: readonly string[]): Extract<Mend, { how: 'commands' }> {
  return { how: 'commands', commands: lines, note };
}

export function migrate(to: string): Mend {
  return { how: 'migrate', to };
}
