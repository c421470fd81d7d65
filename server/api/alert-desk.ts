import type { AlertAction } from '../domain/alert/action.ts';
import type { Maintenance, Silence } from '../domain/alert/mute.ts';
import type { Delivery } from '../domain/alert/notification.ts';
import type { RuleSetting } from '../domain/alert/scope.ts';

/** Who was told of an alert, by which channel and with which result. */
export type AlertDelivery = Pick<Delivery, 'id' | 'state' | 'tries' | 'since' | 'doneAt' | 'result'> & {
  readonly channelName: string;
};

/** What the API asks of alerting beside what is in the database, and what it has it do. */
export interface AlertDesk {
  readonly silences: () => readonly Silence[];
  readonly maintenance: () => readonly Maintenance[];
  readonly settings: () => readonly RuleSetting[];
  /** Resolves when it is committed. False: there is nothing of that id. Absent while nothing may be changed. */
  readonly act?: (action: AlertAction) => Promise<boolean>;
  /** The newest first; absent where nothing is delivered. */
  readonly deliveriesOf?: (alert: number) => Promise<readonly AlertDelivery[]>;
}
