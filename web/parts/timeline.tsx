import { useState } from 'preact/hooks';
import type { DeviceRow, MessageRow } from '../../server/domain/feed.ts';
import type { SessionCount } from '../../server/domain/session-count.ts';
import type { SessionTextRow } from '../../server/domain/session-text.ts';
import type { SessionTold } from '../../server/domain/session-told.ts';
import { useNow } from '../watch.ts';
import { count, many } from '../words/bytes.ts';
import { clockTrouble } from '../words/clock.ts';
import { saying, trapName } from '../words/evidence.ts';
import { isTrap } from '../words/messages.ts';
import { plain } from '../words/plain.ts';
import { pollFields, pollSaid, textHint, textSaid } from '../words/session-told.ts';
import { iso, when } from '../words/time.ts';
import { Panel } from './panel.tsx';

/** Every message, trap and poll that is a session's evidence, the latest first, each with its raw text; of polls between the first and the latest what they told. */
export function Timeline({ evidence, told = [], counts = [], texts = [], failed, device }: TimelineProps) {
  const now = useNow();
  const [all, showAll] = useState(false);
  const trouble = clockTrouble(device?.clock);
  const entries = [
    ...(evidence ?? []).map(messageEntry),
    ...texts.map(textEntry),
    ...told.filter(({ source }) => source === 'poll').map((one, order) => pollEntry(one, order, now, texts)),
    ...(all ? counts.map(countEntry) : []),
  ].sort((a, b) => b.at - a.at || b.order - a.order);
  const of = (source: Entry['source']): number => entries.filter((entry) => entry.source === source).length;
  const tally = [
    many(of('syslog'), 'message'),
    many(of('trap'), 'trap'),
    `${many(of('poll'), 'entry', 'entries')} of polls`,
  ];
  return (
    <Panel
      title="Timeline"
      span="col-12"
      tools={
        <span class="chart-tools">
          {evidence === undefined ? undefined : tally.join(', ')}
          {counts.length > 0 && (
            <button type="button" class="button" aria-pressed={all} onClick={() => showAll(!all)}>
              {all ? 'Hide the counts' : `Show ${many(counts.length, 'count')} of polls`}
            </button>
          )}
        </span>
      }
    >
      {failed !== undefined && <p class="trouble">The messages cannot be fetched: {failed}.</p>}
      {evidence === undefined && failed === undefined && <p class="needs">Asking for the messages …</p>}
      {evidence?.length === 0 && (
        <p class="needs">
          {told.length > 0
            ? 'No message has told of it, or none is kept any more: polls have.'
            : 'None of its messages is kept any more.'}
        </p>
      )}
      {(of('poll') > 0 || counts.length > 0) && (
        <p class="hint">
          Of the first poll that listed it and of the latest the text is kept, as printed, until a day after its end. Of
          the others the fields are kept that told something new, and a count each half minute to five minutes: their
          text was not.
        </p>
      )}
      {device !== undefined && trouble !== undefined && (
        <p class="trouble">
          {plain(device.name)}: {trouble}. The times beside the messages are those of arrival here; its own stand within
          its lines.
        </p>
      )}
      <ol class="timeline">
        {entries.map((entry) => (
          <li key={entry.key} class="event" data-source={entry.source}>
            <time class="event__at" dateTime={iso(entry.at)} title={iso(entry.at)}>
              {when(entry.at, now)}
            </time>
            <span class="src">
              <b>{entry.source}</b>
            </span>
            <span class="event__what">
              <b>{entry.what}</b> <span class="hint">{entry.hint}</span>
            </span>
            {entry.raw !== '' && !entry.isLong && <code class="event__raw">{entry.raw}</code>}
            {entry.isLong && (
              <code class="event__raw event__raw--long" tabIndex={0} role="region" aria-label={entry.what}>
                {entry.raw}
              </code>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface TimelineProps {
  readonly evidence: readonly MessageRow[] | undefined;
  /** What polls told that was new. */
  readonly told: readonly SessionTold[] | undefined;
  /** What the first and the latest poll printed. */
  readonly texts: readonly SessionTextRow[] | undefined;
  /** What polls counted. */
  readonly counts: readonly SessionCount[] | undefined;
  readonly failed: string | undefined;
  /** The device that sent them, if it is still there. */
  readonly device: DeviceRow | undefined;
}

interface Entry {
  readonly key: string;
  readonly at: number;
  /** Among those of one moment. */
  readonly order: number;
  readonly source: 'syslog' | 'trap' | 'poll';
  readonly what: string;
  readonly hint: string;
  readonly raw: string;
  /** Of many lines: it scrolls by itself. */
  readonly isLong?: true;
}

function messageEntry(message: MessageRow, order: number): Entry {
  const { id, at, messageId, text } = message;
  const shared = { key: `message ${id}`, at, order, raw: plain(text) };
  if (isTrap(message)) return { ...shared, source: 'trap', what: `Trap ${trapName(text)}`, hint: '' };
  return { ...shared, source: 'syslog', what: saying(messageId), hint: String(messageId ?? '') };
}

function textEntry({ which, at, text }: SessionTextRow): Entry {
  const raw = text.split('\n').map(plain).join('\n');
  // Before what it told: that follows from it.
  return { key: `text ${which}`, at, order: -1, source: 'poll', what: textSaid[which], hint: '', raw, isLong: true };
}

function pollEntry(told: SessionTold, order: number, now: number, texts: readonly SessionTextRow[]): Entry {
  const { at } = told;
  return {
    key: `poll ${at} ${order}`,
    at,
    order,
    source: 'poll',
    what: pollSaid(told),
    hint: textHint(at, texts),
    raw: pollFields(told, now),
  };
}

function countEntry({ at, bytesTx, bytesRx, anew }: SessionCount, order: number): Entry {
  const raw = `Bytes Tx: ${count(bytesTx)}, Bytes Rx: ${count(bytesRx)}`;
  return {
    key: `count ${at}`,
    at,
    order,
    source: 'poll',
    what: 'Counters',
    hint: anew === 1 ? 'counted anew' : '',
    raw,
  };
}
