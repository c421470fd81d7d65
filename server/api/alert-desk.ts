import type { AlertAction } from '../domain/alert/action.ts';
import type { Maintenance, Silence } from '../domain/alert/mute.ts';
import type { Channel, Delivery, Dismissal, Tried } from '../domain/alert/notification.ts';
import type { RuleSetting } from '../domain/alert/scope.ts';

/** Who was told of an alert, by which channel and with which result. */
export type AlertDelivery = Pick<Delivery, 'id' | 'state' | 'tries' | 'since' | 'doneAt' | 'result' | 'dismissed'> & {
  readonly channelName: string;
};

/** What sends messages, as it runs. */
export interface Sending {
  /** Sends a test over a channel, once, and keeps what it came to. */
  readonly test: (channel: Channel) => Promise<Tried>;
  /** Tries a dead delivery again. False: there is none of that id, or its channel was removed. */
  readonly resend: (delivery: number) => Promise<boolean>;
  /** Settles that a dead delivery need not be sent. False: there is none of that id. */
  readonly dismiss: (delivery: number, by: Omit<Dismissal, 'at'>) => Promise<boolean>;
}

/** What the API asks of alerting beside what is in the database, and what it has it do. */
export interface AlertDesk {
  readonly silences: () => readonly Silence[];
  readonly maintenance: () => readonly Maintenance[];
  readonly settings: () => readonly RuleSetting[];
  /** Resolves when it is committed. False: there is nothing of that id. Absent while nothing may be changed. */
  readonly act?: (action: AlertAction) => Promise<boolean>;
  /** The newest first; absent where nothing is delivered. */
  readonly deliveriesOf?: (alert: number) => Promise<readonly AlertDelivery[]>;
  /** Where messages go, by name. */
  readonly channels: () => Promise<readonly Channel[]>;
  /** `undefined` while nothing is sent. */
  readonly sending: () => Sending | undefined;
}
