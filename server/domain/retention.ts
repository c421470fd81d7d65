/** What is kept for a time of its own. */
export const keptKinds = ['messages', 'sessions', 'alerts', 'charts'] as const;
export type KeptKind = (typeof keptKinds)[number];

/** What is deleted in one way, in the order in which it is done, and how long it is kept. */
export const purges = {
  /** Raw messages, a day at a time, and the samples of what is not understood. */
  messages: 'messages',
  samples: 'messages',
  /** Counts of what is not stored. */
  unstored: 'messages',
  /** Each with its events. */
  sessions: 'sessions',
  attempts: 'sessions',
  verdicts: 'sessions',
  /** Events of addresses that are free again, and of what is in no table. */
  events: 'sessions',
  /** The same of what was imported. */
  imported: 'sessions',
  /** Those that are over, with their history. */
  alerts: 'alerts',
  /** Silences and maintenance windows that are over. */
  mutes: 'alerts',
  /** Messages to people, with their deliveries. */
  notifications: 'alerts',
  minutes: 'charts',
  poolMinutes: 'charts',
  /** Series, tier by tier. */
  series10s: 'charts',
  series1m: 'charts',
  series10m: 'charts',
  series1h: 'charts',
  series1d: 'charts',
} as const satisfies Readonly<Record<string, KeptKind>>;

export type Purge = keyof typeof purges;

/** For how many days something is kept at most, however long charts reach back: what came before is told by a coarser tier. */
export const mostDays: Readonly<Partial<Record<Purge, number>>> = { series10s: 2, series1m: 30, series10m: 30 };

/** One step of deleting: how many went, whether there may be more, and for how long nothing else could be written, in milliseconds. */
export interface Purged {
  readonly gone: number;
  readonly more: boolean;
  readonly held: number;
}
