import type { DeviceRow, MessageRow } from '../../server/domain/feed.ts';
import { useNow } from '../watch.ts';
import { many } from '../words/bytes.ts';
import { clockTrouble } from '../words/clock.ts';
import { saying } from '../words/evidence.ts';
import { plain } from '../words/plain.ts';
import { iso, when } from '../words/time.ts';
import { Panel } from './panel.tsx';

/** The messages that are a session's evidence, the latest first, each with its raw line. */
export function Timeline({
  evidence,
  failed,
  device,
}: {
  readonly evidence: readonly MessageRow[] | undefined;
  readonly failed: string | undefined;
  /** The device that sent them, if it is still there. */
  readonly device: DeviceRow | undefined;
}) {
  const now = useNow();
  const trouble = clockTrouble(device?.clock);
  const latest = evidence?.toReversed() ?? [];
  return (
    <Panel title="Timeline" span="col-12" tools={evidence === undefined ? undefined : many(evidence.length, 'message')}>
      {failed !== undefined && <p class="trouble">The messages cannot be fetched: {failed}.</p>}
      {evidence === undefined && failed === undefined && <p class="needs">Asking for the messages …</p>}
      {evidence?.length === 0 && <p class="needs">None of its messages is kept any more.</p>}
      {device !== undefined && trouble !== undefined && (
        <p class="trouble">
          {plain(device.name)}: {trouble}. The times beside the messages are those of arrival here; its own stand within
          its lines.
        </p>
      )}
      <ol class="timeline">
        {latest.map((message) => (
          <li key={message.id} class="event">
            <time class="event__at" dateTime={iso(message.at)} title={iso(message.at)}>
              {when(message.at, now)}
            </time>
            <span class="src">
              <b>syslog</b>
            </span>
            <span class="event__what">
              <b>{saying(message.messageId)}</b> <span class="hint">{message.messageId}</span>
            </span>
            <code class="event__raw">{plain(message.text)}</code>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
