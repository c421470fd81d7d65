import { useRef } from 'preact/hooks';
import type { AttemptRow } from '../../server/domain/feed.ts';
import { attemptPath } from '../place.ts';
import { useNow } from '../watch.ts';
import { attemptOutcomes, causeText, shownUser, sureMeans, sureNames } from '../words/attempts.ts';
import { stageWords } from '../words/ladder.ts';
import { fields } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { MiniLadder } from './ladder.tsx';
import { useRowWalk } from './row-walk.ts';
import { ShownUser } from './shown-user.tsx';
import { TimeAndUserHead } from './time-head.tsx';
import { When } from './when.tsx';

/** Tries to log in, one a row; `asked` is the user who was searched for. */
export function AttemptTable({
  attempts,
  asked,
}: {
  readonly attempts: readonly AttemptRow[];
  readonly asked: string;
}) {
  const now = useNow();
  const body = useRef<HTMLTableSectionElement>(null);
  const selected = useRowWalk(attempts, body, attemptPath);
  return (
    <table class="table table--wraps table--attempts" aria-label="Logins">
      <thead>
        <tr>
          <TimeAndUserHead hover={fields.user} />
          <th scope="col" class="from-tablet" title={fields.publicIp}>
            Public
          </th>
          <th scope="col" class="from-laptop" title={fields.tunnelGroup}>
            Connection profile
          </th>
          <th scope="col" class="from-tablet">
            Stage
          </th>
          <th scope="col">Cause</th>
          <th scope="col" class="from-desk">
            AAA server
          </th>
          <th scope="col" class="from-laptop">
            Sure
          </th>
          <th scope="col" class="from-laptop">
            Head-end
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {attempts.map((attempt) => (
          <tr
            key={attempt.id}
            data-attempt={attempt.id}
            data-user={shownUser(attempt.user, asked).text}
            aria-selected={selected === attempt.id}
          >
            <td class="table__time">
              <a href={attemptPath(attempt.id)}>
                <When at={attempt.start} now={now} />
              </a>
            </td>
            <td>
              <ShownUser user={attempt.user} asked={asked} />
              <div class="hint until-tablet">{attempt.publicIp}</div>
            </td>
            <td class="mono muted from-tablet">{attempt.publicIp}</td>
            <td class="from-laptop">
              <Told text={attempt.tunnelGroup} />
            </td>
            <td class="from-tablet">
              <MiniLadder attempt={attempt} />
            </td>
            <td title={attempt.cause}>
              <Cause attempt={attempt} />
              <div class="hint until-tablet">{stageWords(attempt.stage, 'any').name}</div>
            </td>
            <td class="from-desk">
              <Told text={attempt.aaaServer} />
            </td>
            <td class="from-laptop" title={attempt.sure && sureMeans[attempt.sure]}>
              {attempt.sure === undefined ? '' : sureNames[attempt.sure]}
            </td>
            <td class="from-laptop">{plain(attempt.device)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Why it failed; of a try that did not, how it ended. */
function Cause({ attempt }: { readonly attempt: AttemptRow }) {
  if (attempt.outcome === 'failed') return <>{causeText(attempt)}</>;
  return <span class="muted">{attemptOutcomes[attempt.outcome].name}</span>;
}

/** Text of the network, or that there is none. */
export function Told({ text }: { readonly text: string | undefined }) {
  return text === undefined ? <i class="hint">not told</i> : <>{plain(text)}</>;
}
