import type { AlertEvent } from '../../server/domain/alert/alert.ts';
import type { Delivery } from '../../server/domain/alert/notification.ts';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { severityStates, standing } from './alerts.ts';
import { many } from './bytes.ts';
import { plain } from './plain.ts';
import { duration } from './time.ts';
import type { Verdict } from './verdict.ts';

/** The first line of an alert's page. */
export function alertVerdict(alert: AlertRow, now: number): Verdict {
  const { severity, text, raisedAt, clearedAt } = alert;
  const { state, name } = severityStates[severity];
  const said = `${plain(text).replace(/\.$/, '')}.`;
  if (clearedAt !== undefined)
    return { state: 'ok', text: `Over: ${said}`, more: `${name}, for ${duration(clearedAt - raisedAt)}.` };
  return { state, text: said, more: `${name}, open ${standing(alert, now)}.` };
}

/** Something that happened to an alert, in words. */
export function eventWords({ kind, detail, by }: AlertEvent): string {
  const of = by === undefined ? '' : ` by ${plain(by)}`;
  const said = detail === '' ? '' : `: ${plain(detail)}`;
  switch (kind) {
    case 'raised':
    case 'changed':
    case 'escalated':
    case 'muted':
    case 'unmuted':
      return `${eventNames[kind]}${said}`;
    case 'acknowledged':
    case 'released':
      return `${eventNames[kind]}${of}${said}`;
    case 'cleared':
      return `over${said}`;
    default:
      return kind satisfies never;
  }
}

const eventNames = {
  raised: 'raised',
  changed: 'changed',
  escalated: 'handed on',
  muted: 'nobody is told',
  unmuted: 'told again',
  acknowledged: 'acknowledged',
  released: 'let go of',
} as const;

/** What became of a message to people. */
export function deliveryWords({
  state,
  tries,
  result,
  dismissed,
}: Pick<Delivery, 'state' | 'tries' | 'result' | 'dismissed'>): string {
  const how = { sent: 'sent', due: 'on its way', dead: 'given up', dismissed: 'given up' }[state];
  const said = result === undefined ? '' : `: ${plain(result)}`;
  const note = dismissed === undefined || dismissed.note === '' ? '' : `: ${plain(dismissed.note)}`;
  const by = dismissed === undefined ? '' : `, dismissed by ${plain(dismissed.by)}${note};`;
  return `${how}${by} after ${many(tries, 'try', 'tries')}${said}`;
}
