import { useEffect, useRef } from 'preact/hooks';
import type { MessageTold } from '../../server/domain/line-read.ts';
import { useAnswer } from '../answer.ts';
import { devicePath, sessionPath, userPath, withQuery } from '../place.ts';
import { useNow, useRows } from '../watch.ts';
import { saying } from '../words/evidence.ts';
import { clockText, deviceTimeText, factText, priorityText, severityText } from '../words/message-detail.ts';
import { outcomes } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { iso, when } from '../words/time.ts';
import { sixDigits } from '../words/unknown.ts';
import { Commands } from './copy.tsx';
import { Fact } from './fact.tsx';
import { Meaning } from './message-meaning.tsx';

/** One message whole: its raw line, the fields of its header, its claim, its device's clock, and what it belongs to. */
export function MessageDetail({ id, close }: { readonly id: number; readonly close: () => void }) {
  const answer = useAnswer<MessageTold>(`/api/messages/${id}`);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus({ preventScroll: true }), []);
  const told = answer.value;
  return (
    <aside class="hit" aria-label="The message">
      <div class="hit__head">
        <h2 tabIndex={-1} ref={head}>
          {told === undefined ? 'The message' : saying(told.message.messageId)}
        </h2>
        <button type="button" class="button" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </div>
      {answer.state === 'failed' && <p class="trouble">The message cannot be fetched: {answer.why}.</p>}
      {told === undefined && answer.state === 'asking' && <p class="needs">Asking for the message …</p>}
      {told !== undefined && <Told told={told} />}
    </aside>
  );
}

function Told({ told: { message, read, meaning, sessions } }: { readonly told: MessageTold }) {
  const now = useNow();
  const device = useRows('devices')?.find(({ name }) => name === message.device);
  const { messageId } = message;
  return (
    <>
      <Commands lines={[plain(message.text)]} />
      <h3>Header</h3>
      <dl class="kv">
        <Fact name="Received">
          <time dateTime={iso(message.at)}>{when(message.at, now)}</time> <span class="hint">{iso(message.at)}</span>
        </Fact>
        <Fact name="Device’s own time">{deviceTimeText(read, message.at)}</Fact>
        <Fact name="Its clock now">{clockText(device)}</Fact>
        <Fact name="Head-end">
          {message.device === null ? 'none of ours' : <a href={devicePath(message.device)}>{plain(message.device)}</a>}{' '}
          <span class="hint">from {message.from}</span>
        </Fact>
        <Fact name="Name in the line">{read.device === undefined ? 'none' : plain(read.device)}</Fact>
        <Fact name="Message ID">
          {messageId === null ? (
            'none'
          ) : (
            <a href={withQuery('/messages', {}, { messageId: sixDigits(messageId) })}>{sixDigits(messageId)}</a>
          )}
        </Fact>
        <Fact name="Severity">{severityText(message.severity)}</Fact>
        <Fact name="Priority (PRI)">
          {read.priority === undefined ? 'not in the line' : priorityText(read.priority)}
        </Fact>
        <Fact name="Came as">{read.source === 'trap' ? 'syslog in an SNMP trap' : 'a line'}</Fact>
        <Fact name="What became of it">
          {outcomes[message.outcome].name}: {outcomes[message.outcome].means}
        </Fact>
      </dl>
      <h3>What it tells</h3>
      {read.claim === undefined ? (
        <p class="hint">No fact is read from it.</p>
      ) : (
        <dl class="kv">
          <Fact name="Claim">{read.claim.kind}</Fact>
          {read.claim.facts.map(factText).map(({ name, value }) => (
            <Fact key={name} name={name}>
              {name === 'User' && read.user !== undefined ? <a href={userPath(read.user)}>{value}</a> : value}
            </Fact>
          ))}
        </dl>
      )}
      {sessions.map(({ id, user, start, isEvidence }) => (
        <p key={id}>
          <a href={sessionPath(id)}>
            Session of {plain(user)}, since {when(start, now)}
          </a>
          :{' '}
          {isEvidence
            ? 'this message is evidence of it.'
            : 'it was there at that time; this message is no evidence of it.'}
        </p>
      ))}
      {meaning !== undefined && <Meaning meaning={meaning} />}
    </>
  );
}
