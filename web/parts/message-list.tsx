import type { MessageRow } from '../../server/domain/feed.ts';
import { body, isTrap } from '../words/messages.ts';
import { outcomes, severities } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { iso, when } from '../words/time.ts';
import { useNow } from '../watch.ts';

/** Messages, the latest first, one line each; what they say stays text. */
export function MessageList({
  messages,
  long = false,
}: {
  readonly messages: readonly MessageRow[];
  readonly long?: boolean;
}) {
  const now = useNow();
  return (
    <ol class={long ? 'lines lines--long' : 'lines'}>
      {messages.map((message) => (
        <li key={message.id} class="lines__line">
          <time class="lines__at" dateTime={iso(message.at)} title={iso(message.at)}>
            {when(message.at, now)}
          </time>
          <span class="lines__device" title={message.from}>
            {plain(message.device ?? message.from)}
          </span>
          <Identity message={message} />
          {long && (
            <span class="lines__outcome" title={outcomes[message.outcome].means}>
              {outcomes[message.outcome].name}
            </span>
          )}
          <span class="lines__text" title={long ? undefined : plain(message.text)}>
            {plain(long ? message.text : body(message.text))}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The message ID with its severity, which leads to all of that ID. */
export function Identity({ message }: { readonly message: MessageRow }) {
  const { messageId, severity } = message;
  if (isTrap(message))
    return (
      <a class="lines__id" href="/messages?trap=any" title="SNMP trap">
        trap
      </a>
    );
  if (messageId === null) return <span class="lines__id">no ID</span>;
  const name = severity === null ? '' : `severity ${severity}: ${severities[severity] ?? 'none of the eight'}`;
  return (
    <a class="lines__id" href={`/messages?messageId=${messageId}`} title={name}>
      {severity === null ? '' : `${severity}-`}
      {messageId}
    </a>
  );
}
