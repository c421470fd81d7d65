import type { UserTold } from '../../server/domain/user-told.ts';
import { attemptPath } from '../place.ts';
import { useNow } from '../watch.ts';
import { attemptOutcomes, causeText, sureMeans, sureNames } from '../words/attempts.ts';
import { many } from '../words/bytes.ts';
import { mendOf } from '../words/mend.ts';
import { plain } from '../words/plain.ts';
import { carrierIn, periodText } from '../words/user.ts';
import { Commands } from './copy.tsx';
import { Ladder } from './ladder.tsx';
import { MessageList } from './message-list.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { When } from './when.tsx';

/** How far the try came that tells most, stage by stage, and what the head-end said of it. */
export function UserTry({ told }: { readonly told: UserTold }) {
  const now = useNow();
  const { evidence } = told;
  const attempt = told.attempts.find(({ id }) => id === evidence?.attempt);
  if (attempt === undefined || evidence === undefined) {
    if (told.sessions.length === 0) return null;
    return (
      <Panel title="Last login" state="unknown">
        <p class="needs">No message of a login is on record: a poll or the end has shown the session.</p>
      </Panel>
    );
  }
  const traffic = told.traffic.find(({ session }) => session === attempt.session);
  const session = told.sessions.find(({ id }) => id === attempt.session);
  const { name, state } = attemptOutcomes[attempt.outcome];
  return (
    <>
      <Panel
        title={`Last try, on ${plain(attempt.device)}`}
        hint={
          <>
            {name}, <When at={attempt.start} now={now} /> · <a href={attemptPath(attempt.id)}>all of it</a>
          </>
        }
        tools={<Source at={attempt.seenAt} fixed />}
        state={state}
      >
        <Ladder attempt={attempt} carrier={carrierIn(told)} traffic={traffic?.is} session={session} />
      </Panel>
      <Panel title="What the head-end said" tools={many(evidence.messages.length, 'message')}>
        {evidence.messages.length === 0 ? (
          <p class="needs">None of its messages is kept any more.</p>
        ) : (
          <MessageList messages={evidence.messages.toReversed()} long />
        )}
      </Panel>
    </>
  );
}

/** Why the last tries failed, how sure that is, and what mends it. Nothing where nothing fails. */
export function UserCause({ told, name }: { readonly told: UserTold; readonly name: string }) {
  const { failing } = told.standing;
  if (failing === undefined) return null;
  const attempt = told.attempts.find(({ id }) => id === failing.attempt);
  const { text, look } = mendOf(failing.cause, attempt, name);
  const sure = attempt?.sure;
  return (
    <>
      <Panel
        title="Likely cause"
        hint={sure === undefined ? 'not told' : `${sureNames[sure]}: ${sureMeans[sure]}`}
        state="crit"
      >
        <p class="lead">
          {attempt?.outcome === 'failed' ? capital(causeText(attempt)) : 'The try fell silent: no message tells why'}.
          {failing.every !== undefined && ` ${periodText(failing.every)}`}
        </p>
        {attempt?.detail !== undefined && <p class="hint">In its words: {plain(attempt.detail)}</p>}
      </Panel>
      <Panel title="What mends it" hint="these commands only look">
        <p>{text}</p>
        <Commands lines={look} />
      </Panel>
    </>
  );
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
