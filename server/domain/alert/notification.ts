import type { Severity } from './alert.ts';

/** What a message is about: alerts that began, were worse or over, that nobody took on, or a person's test. */
export type NotificationKind = 'raised' | 'cleared' | 'escalated' | 'test' | 'digest';

/** One alert as it stands in a message: whole, so that a message is what it was also when it is sent days later. */
export interface Told {
  readonly alert: number;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly state: 'open' | 'cleared';
  /** It was handed on because nobody had acknowledged it: whoever was told so is told its end. */
  readonly escalated: boolean;
  readonly text: string;
  /** The head-end by name, its site, and whom to call there. */
  readonly device?: string;
  readonly site?: string;
  readonly contact?: string;
  readonly raisedAt: number;
  readonly clearedAt?: number;
  readonly value: number;
  readonly threshold: number;
  readonly unit: string;
  readonly count: number;
  /** Users connected on the head-end when it was told; on all of them, where it is about none. */
  readonly connected: number;
  /** Other head-ends on which the same rule is open. */
  readonly alsoOn: readonly string[];
  /** Ids of the messages that are its evidence. */
  readonly messages: readonly number[];
  /** Paths of pages: of the alert, of what it is about, of what to do. */
  readonly paths: { readonly alert: string; readonly about?: string; readonly runbook: string };
}

/** What is looked up of a message when it is sent: it is not worth holding a commit up for. */
export interface Circumstances {
  /** Lines of the evidence by the id of the message, without secrets; those that are no longer kept are absent. */
  readonly lines: Readonly<Record<string, string>>;
  /** By the name of the head-end: users whose logins failed in the last 15 minutes, and the last change of its configuration in one line. */
  readonly headEnds: Readonly<Record<string, { readonly failing: number; readonly lastChange?: string }>>;
}

/** One message to people: of a group of alerts, no more than one in an interval. */
export interface Notification {
  /** Counted from 1; with the channel it is the key by which a receiver knows a second copy. */
  readonly id: number;
  readonly at: number;
  readonly kind: NotificationKind;
  /** What is told together. */
  readonly group: string;
  /** The worst of its alerts; of those that are over as it was announced, so that the end goes where the beginning went. */
  readonly severity: Severity;
  readonly title: string;
  /** The ten worst. */
  readonly alerts: readonly Told[];
  /** How many alerts it is about in all, and how many events they stand for. */
  readonly alertsInAll: number;
  readonly events: number;
  /** How many alerts of the group are open after it: at 0 a receiver that keeps one incident a group may close it. */
  readonly open: number;
}

/** The kinds of channels; each is one file of `server/alert`. */
export const channelKinds = ['email', 'webhook', 'syslog', 'trap'] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** Where messages go. Secrets are not in it. */
export interface Channel {
  readonly id: number;
  readonly name: string;
  readonly kind: ChannelKind;
  /** By kind, as `server/alert` reads it. */
  readonly settings: Readonly<Record<string, string>>;
  /** What is less bad is not sent there. */
  readonly from: Severity;
  /** Only what nobody acknowledged in time is sent there. */
  readonly onlyEscalated: boolean;
  /** Rules by the beginning of their id (`pool.`), and sites; empty: all. */
  readonly rules: readonly string[];
  readonly sites: readonly string[];
  readonly enabled: boolean;
}

/** What becomes of a message: `dead` was given up, until somebody sends it again or dismisses it. */
export const deliveryStates = ['due', 'sent', 'dead', 'dismissed'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** Whoever has settled that a message which was given up need not be sent. */
export interface Dismissal {
  readonly by: string;
  readonly note: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A message on its way to one channel. */
export interface Delivery {
  readonly id: number;
  readonly notification: number;
  readonly channel: number;
  /** The same in every try. */
  readonly key: string;
  readonly state: DeliveryState;
  readonly tries: number;
  /** When it was put into the outbox, and when it is tried next, epoch milliseconds. */
  readonly since: number;
  readonly dueAt: number;
  /** When it was sent, or given up. */
  readonly doneAt?: number;
  /** What the last try came to, in one line without secrets. */
  readonly result?: string;
  /** Of one that is dismissed. */
  readonly dismissed?: Dismissal;
}

/** A message for one channel as it is put into the outbox: due at once. */
export type NewDelivery = Pick<Delivery, 'notification' | 'channel' | 'key' | 'since'>;

/** A message for one channel that is in no outbox, because nothing can be saved: its receiver knows the saved one by the same key. */
export interface UnsavedLetter {
  readonly notification: Notification;
  readonly channel: Channel;
  readonly key: Delivery['key'];
}

/** What of a channel is secret, by name (a password, a URL with a token in it, keys), in clear: held for as long as a try takes. */
export type ChannelSecrets = Readonly<Record<string, string>>;

/** What a try came to: a line without secrets, for people. */
export interface Tried {
  readonly sent: boolean;
  readonly result: string;
}
