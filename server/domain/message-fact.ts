import { exportTime, type CsvValue } from './csv.ts';
import type { MessageRow } from './feed.ts';
import { severityNames } from './message-filter.ts';

/** The columns of exported messages. The device's own time and the other fields of the header stand in the line, as they came. */
export const messageFactNames = [
  'id',
  'receivedAt',
  'device',
  'sender',
  'messageId',
  'severity',
  'severityName',
  'outcome',
  'line',
] as const;

/** A message as exports tell it, in the order of `messageFactNames`. */
export function exportedMessage(row: MessageRow): readonly CsvValue[] {
  return [
    row.id,
    exportTime(row.at),
    row.device ?? undefined,
    row.from,
    // The six digits, as text: a number would lose its leading zeros.
    row.messageId === null ? undefined : String(row.messageId).padStart(6, '0'),
    row.severity ?? undefined,
    row.severity === null ? undefined : severityNames[row.severity],
    row.outcome,
    row.text,
  ];
}
