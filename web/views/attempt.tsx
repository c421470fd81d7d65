import { useRoute } from 'preact-iso/router';
import type { AttemptRow, MessageRow } from '../../server/domain/feed.ts';
import { useAnswer } from '../answer.ts';
import { useLoginsBeat } from '../beat.ts';
import { AttemptFacts } from '../parts/attempt-facts.tsx';
import { Ladder } from '../parts/ladder.tsx';
import { Loading } from '../parts/loading.tsx';
import { MessageList } from '../parts/message-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { loginsPath, userPath } from '../place.ts';
import { useNow } from '../watch.ts';
import { many } from '../words/bytes.ts';
import { attemptOutcomes, attemptVerdict } from '../words/attempts.ts';
import { carrierOf } from '../words/ladder.ts';

interface Found {
  readonly attempt: AttemptRow;
  readonly evidence: readonly MessageRow[];
}

/** One try to log in: how far it came, why it failed, and the messages that prove it. */
export function Attempt() {
  const id = Number(useRoute().params.id);
  const valid = Number.isSafeInteger(id) && id > 0;
  const now = useNow();
  // It may go on, and more messages may be found to be about it.
  const answer = useAnswer<Found>(valid ? `/api/attempts/${id}` : undefined, useLoginsBeat());
  if (answer.value === undefined) {
    if (answer.state === 'asking' && valid) return <Loading what="the login" />;
    return <Missing why={answer.state === 'failed' && answer.status !== 404 ? answer.why : undefined} />;
  }
  const { attempt, evidence } = answer.value;
  const carrier = carrierOf(evidence.map(({ messageId }) => messageId));
  return (
    <main class="page">
      <Verdict said={attemptVerdict(attempt, evidence, now)}>
        {attempt.user !== undefined && attempt.user !== '' && (
          <>
            <a href={userPath(attempt.user)}>All of this user</a>
            {' · '}
            <a href={loginsPath(attempt.user)}>All logins of this user</a>
            {' · '}
          </>
        )}
        <a href="/attempts">All failed logins</a>
      </Verdict>
      <Panel title="How far it came" span="col-12" state={attemptOutcomes[attempt.outcome].state}>
        <Ladder attempt={attempt} carrier={carrier} />
      </Panel>
      <AttemptFacts attempt={attempt} />
      <Panel title="What the head-end said" span="col-12" tools={many(evidence.length, 'message')}>
        {evidence.length === 0 ? (
          <p class="needs">None of its messages is kept any more.</p>
        ) : (
          <MessageList messages={evidence.toReversed()} long />
        )}
      </Panel>
    </main>
  );
}

function Missing({ why }: { readonly why: string | undefined }) {
  const said =
    why === undefined
      ? { text: 'No such login is on record.', more: 'It may have been before the time that is kept.' }
      : { text: 'This login cannot be shown now.', more: `${why}.` };
  return (
    <main class="page">
      <Verdict said={{ state: 'unknown', ...said }}>
        <a href="/attempts">All failed logins</a>
      </Verdict>
    </main>
  );
}
