import type { Alert, AlertEvent } from './alert.ts';
import type { Episode } from './life.ts';
import type { Maintenance, Silence } from './mute.ts';
import type { Channel, NewDelivery, Notification } from './notification.ts';
import type { PastLogin } from './observe/login/tries.ts';
import type { Json } from './observer.ts';
import type { RuleSetting } from './scope.ts';
import type { Group } from './tell.ts';

/** Something that an observer remembers, or no longer does. */
export interface MemoryRow {
  readonly observer: string;
  readonly key: string;
  /** Absent: forgotten. */
  readonly body?: Json;
}

/** How far the alert clock is ahead of the system's, in milliseconds, and when it last stood. */
export interface AlertClock {
  readonly ahead: number;
  readonly at: number;
}

/** What a turn of the recorder, or a person, changes of alerts, in absolute rows: written whole or not at all. */
export interface AlertChanges {
  readonly alerts: readonly Alert[];
  /** Without one: nothing is remembered any more. */
  readonly episodes: readonly { readonly key: string; readonly episode?: Episode }[];
  readonly memory: readonly MemoryRow[];
  readonly groups: readonly Group[];
  readonly history: readonly AlertEvent[];
  /** What people are to be told. */
  readonly notifications: readonly Notification[];
}

/** The same with what only a turn has: over which channels it is told, and where the alert clock stood. */
export interface AlertTurn extends AlertChanges {
  readonly deliveries: readonly NewDelivery[];
  readonly clock: AlertClock;
}

/** What people have set. */
export interface AlertsSet {
  readonly silences: readonly Silence[];
  readonly maintenance: readonly Maintenance[];
  readonly settings: readonly RuleSetting[];
}

/** What alerting starts from: what the database holds. */
export interface AlertOrigin extends AlertsSet {
  readonly episodes: readonly (readonly [key: string, episode: Episode])[];
  /** Alerts that are over, but wait to be told. */
  readonly waiting: readonly Alert[];
  /** In the order in which they were set. */
  readonly memory: readonly Required<MemoryRow>[];
  /** Logins on record, in order, where nothing of logins is in the memory yet. */
  readonly pastLogins?: readonly PastLogin[];
  readonly groups: readonly Group[];
  /** The greatest ids that were given. */
  readonly lastAlert: number;
  readonly lastNotification: number;
  readonly channels: readonly Channel[];
  /** Messages of each device in words that are not known, by its id. */
  readonly misfits: ReadonlyMap<number, number>;
  readonly clock?: AlertClock;
}
