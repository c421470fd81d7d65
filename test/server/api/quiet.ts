import type { AlertDesk } from '../../../server/api/alert-desk.ts';
import type { Reads } from '../../../server/store/reads.ts';

/** A store in which nothing was ever alerted of. */
export const noAlerts: Pick<Reads, 'alerts' | 'alert' | 'unwatched' | 'seqBefore' | 'eventsAfter' | 'messagesWith'> = {
  alerts: () => Promise.resolve({ alerts: [], next: null }),
  alert: () => Promise.resolve(undefined),
  unwatched: () => Promise.resolve([]),
  seqBefore: () => Promise.resolve(0),
  eventsAfter: () => Promise.resolve([]),
  messagesWith: () => Promise.resolve([]),
};

/** Alerting of which nobody has set anything, and which nothing can be told to do. */
export const quietDesk: AlertDesk = {
  ...{ silences: () => [], maintenance: () => [], settings: () => [] },
  channels: () => Promise.resolve([]),
  sending: () => undefined,
};
