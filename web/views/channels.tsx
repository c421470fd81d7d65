import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { ChannelRow, ToldDelivery } from '../../server/domain/alert/channel-row.ts';
import type { Tried } from '../../server/domain/alert/notification.ts';
import { act } from '../alerting.ts';
import { may, me } from '../me.ts';
import { post, useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import '../look/alerts.css';
import { AlertLinks } from '../parts/alert-links.tsx';
import { ActForm } from '../parts/act-form.tsx';
import { Commands } from '../parts/copy.tsx';
import { Panel } from '../parts/panel.tsx';
import { Status } from '../parts/status.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { When } from '../parts/when.tsx';
import { useCell, useNow } from '../watch.ts';
import { many } from '../words/bytes.ts';
import { addLines, channelsVerdict, heldWords, lastWords, takesWords, triedWords, triesWords, whereWords } from '../words/channels.ts'; // prettier-ignore
import { plain } from '../words/plain.ts';

/** A test may take 10 s by itself, in milliseconds. */
const TEST_WITHIN = 15_000;

interface Deliveries {
  readonly deliveries: readonly ToldDelivery[];
}

/** Where messages of alerts go, whether they arrive, and those that could not be sent. */
export function Channels() {
  const now = useNow();
  const [version, setVersion] = useState(0);
  const again = `${version} ${useBeat()}`;
  const answer = useAnswer<{ readonly channels: readonly ChannelRow[] }>('/api/alerts/channels', again);
  const dead = useAnswer<Deliveries>('/api/alerts/deliveries?state=dead', again);
  const due = useAnswer<Deliveries>('/api/alerts/deliveries?state=due', again);
  const changed = () => setVersion((before) => before + 1);
  if (answer.value === undefined) return <Unanswered what="channels" answer={answer} />;
  if (dead.value === undefined) return <Unanswered what="messages that were given up" answer={dead} />;
  if (due.value === undefined) return <Unanswered what="messages on their way" answer={due} />;
  const { channels } = answer.value;
  return (
    <main class="page">
      <Verdict said={channelsVerdict(channels, now)}>
        <AlertLinks />
      </Verdict>
      <Panel title="Channels" span="col-12" tools={String(channels.length)}>
        {channels.length === 0 ? <Add /> : <ChannelTable channels={channels} changed={changed} />}
      </Panel>
      <Dead all={dead.value.deliveries} channels={channels} changed={changed} />
      <Panel title="On the way" span="col-12" tools={many(due.value.deliveries.length, 'message')}>
        {due.value.deliveries.length === 0 ? (
          <p class="needs">Nothing waits to be sent.</p>
        ) : (
          <ol class="rules">
            {due.value.deliveries.map((one) => (
              <Letter key={one.id} letter={one} word="due since" at={one.since} />
            ))}
          </ol>
        )}
      </Panel>
    </main>
  );
}

function Add() {
  return (
    <>
      <p class="needs">
        Alerts stand on these pages, and go nowhere else. A channel is added where Tunnelwatch runs, by e-mail, webhook,
        syslog or SNMP trap; passwords and URLs are asked for there, and sealed.
      </p>
      <Commands lines={addLines} label="commands that add a channel" />
    </>
  );
}

interface Changing {
  readonly channels: readonly ChannelRow[];
  /** Something was done that the answers do not tell yet. */
  readonly changed: () => void;
}

function ChannelTable({ channels, changed }: Changing) {
  const now = useNow();
  const mayTest = may('govern', useCell(me));
  return (
    <table class="table table--wraps table--alerts" aria-label="Channels">
      <thead>
        <tr>
          <th scope="col">Channel</th>
          <th scope="col">Takes</th>
          <th scope="col">Last message</th>
          <th scope="col">Not sent</th>
          {mayTest && <th scope="col">Test</th>}
        </tr>
      </thead>
      <tbody>
        {channels.map((channel) => {
          const last = lastWords(channel, now);
          return (
            <tr key={channel.id} data-channel={channel.name}>
              <td>
                <strong>{plain(channel.name)}</strong> <span class="rule__why">{whereWords(channel)}</span>
              </td>
              <td data-head="Takes">{takesWords(channel)}</td>
              <td data-head="Last message">
                <Status state={last.state}>{last.text}</Status> {last.more}
              </td>
              <td data-head="Not sent">{heldWords(channel, now)}</td>
              {mayTest && (
                <td>
                  <TestButton name={channel.name} changed={changed} />
                </td>
              )}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function TestButton({ name, changed }: { readonly name: string; readonly changed: () => void }) {
  const [said, say] = useState('');
  const [busy, setBusy] = useState(false);
  const test = async () => {
    if (busy) return;
    setBusy(true);
    say('sending …');
    const answer = await post<Tried>(`/api/alerts/channels/${encodeURIComponent(name)}/test`, {}, TEST_WITHIN);
    setBusy(false);
    if (answer.state === 'here') say(triedWords(answer.value));
    else say(`NOT sent: ${answer.state === 'failed' ? answer.why : 'no answer'}`);
    changed();
  };
  return (
    <>
      {/* Not `disabled` meanwhile: whoever pressed it by key would stand nowhere. */}
      <button
        type="button"
        class="button"
        aria-disabled={busy}
        aria-label={`Test ${plain(name)}`}
        onClick={() => void test()}
      >
        Test
      </button>{' '}
      <span role="status" aria-live="polite" class="hint">
        {said}
      </span>
    </>
  );
}

function Dead({ all, channels, changed }: Changing & { readonly all: readonly ToldDelivery[] }) {
  const [said, say] = useState('');
  const mayAct = may('act', useCell(me));
  const status = useRef<HTMLSpanElement>(null);
  const [asking, ask] = useState<number>();
  const dismiss = async ({ id, title }: ToldDelivery, note: string) => {
    const why = await act(`deliveries/${id}/dismiss`, { note });
    if (why !== undefined) return why;
    say(`Dismissed: ${plain(title)}. Its alert keeps that.`);
    status.current?.focus();
    changed();
    return undefined;
  };
  const resend = async ({ id, channelName }: ToldDelivery) => {
    const why = await act(`deliveries/${id}/resend`, {});
    say(why === undefined ? `It is on its way to ${plain(channelName)} again.` : `Not done: ${why}`);
    // The button goes away with its row.
    status.current?.focus();
    changed();
  };
  return (
    <Panel
      title="Could not be sent"
      span="col-12"
      tools={many(all.length, 'message')}
      hint={
        <span role="status" aria-live="polite" tabIndex={-1} ref={status}>
          {said}
        </span>
      }
    >
      {all.length === 0 ? (
        <p class="needs">Nothing. What cannot be sent for 72 hours is given up, and stands here.</p>
      ) : (
        <ol class="rules">
          {all.map((one) => (
            <Letter
              key={one.id}
              letter={one}
              word="given up"
              at={one.doneAt ?? one.since}
              form={
                asking === one.id && (
                  <ActForm
                    label="Dismiss it"
                    note="Why it need not be sent"
                    close={() => ask(undefined)}
                    act={(note) => dismiss(one, note)}
                  />
                )
              }
            >
              {mayAct && channels.some(({ id }) => id === one.channel) && (
                <button
                  type="button"
                  class="button"
                  aria-label={`Send again: ${plain(one.title)}, to ${plain(one.channelName)}`}
                  onClick={() => void resend(one)}
                >
                  Send again
                </button>
              )}
              {mayAct && (
                <button
                  type="button"
                  class="button"
                  aria-expanded={asking === one.id}
                  aria-label={`Dismiss: ${plain(one.title)}, to ${plain(one.channelName)}`}
                  onClick={() => ask(asking === one.id ? undefined : one.id)}
                >
                  Dismiss
                </button>
              )}
            </Letter>
          ))}
        </ol>
      )}
    </Panel>
  );
}

interface LetterProps {
  readonly letter: ToldDelivery;
  /** What happened to it then. */
  readonly word: string;
  readonly at: number;
  /** What stands below it once it is asked for. */
  readonly form?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A message that is not sent, and why. */
function Letter({ letter, word, at, form, children }: LetterProps) {
  return (
    <li class="rule" data-delivery={letter.id}>
      <span class="rule__what">
        <strong>{plain(letter.title)}</strong>
        <span class="rule__why">
          to {plain(letter.channelName)}, {triesWords(letter)}
        </span>
      </span>
      <span>
        {word} <When at={at} now={useNow()} />
      </span>
      {children !== undefined && <span class="alert__buttons">{children}</span>}
      {form}
    </li>
  );
}
