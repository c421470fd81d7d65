import { useState } from 'preact/hooks';
import { post, useAnswer } from '../answer.ts';
import { useBeat } from '../beat.ts';
import '../look/access.css';
import '../look/alerts.css';
import { ActForm } from '../parts/act-form.tsx';
import { Doings } from '../parts/doings.tsx';
import { Panel } from '../parts/panel.tsx';
import { useTold } from '../parts/told.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { WallApproval } from '../parts/wall-approval.tsx';
import { When } from '../parts/when.tsx';
import { useNow } from '../watch.ts';
import { goodWalls, sitesWords, wallsVerdict, type WallRow } from '../words/access.ts';
import { plain } from '../words/plain.ts';

/** The wall displays that are let in, for administrators. */
export function Walls() {
  const now = useNow();
  const [version, setVersion] = useState(0);
  const answer = useAnswer<{ readonly walls: readonly WallRow[] }>('/api/walls', `${version} ${useBeat()}`);
  const [told, tell] = useTold();
  const changed = () => setVersion((before) => before + 1);
  if (answer.value === undefined)
    return <Unanswered what="the walls" answer={answer} links={<a href="/">Overview</a>} />;
  const walls = goodWalls(answer.value.walls, now);
  return (
    <main class="page">
      <Verdict said={wallsVerdict(walls, now)}>
        <a href="/accounts">Accounts</a>
        {' · '}
        <a href="/wall">This screen’s wall</a>
      </Verdict>
      <Panel
        title="Let a screen in"
        span="col-12"
        hint={`open ${location.host}/wall on it, where nobody is logged in: it shows a code`}
      >
        <WallApproval changed={changed} />
      </Panel>
      <Panel title="Walls" span="col-12" tools={String(walls.length)} hint={told}>
        {walls.length === 0 ? (
          <p class="needs">None yet.</p>
        ) : (
          <ol class="rules">
            {walls.map((wall) => (
              <Item
                key={wall.id}
                wall={wall}
                revoked={(name) => {
                  tell(`${name} is let in no more.`);
                  changed();
                }}
              />
            ))}
          </ol>
        )}
      </Panel>
    </main>
  );
}

function Item({ wall, revoked }: { readonly wall: WallRow; readonly revoked: (name: string) => void }) {
  const now = useNow();
  const { id, name, showsNames, sites, createdAt, by, endsAt } = wall;
  const called = plain(name);
  return (
    <li class="rule" data-wall={name}>
      <span class="rule__what">
        <strong>{called}</strong>
        <span class="rule__why">
          {sitesWords(sites)}; {showsNames ? 'names whom an alert is about' : 'no names'}; let in by {plain(by)},{' '}
          <When at={createdAt} now={now} />
        </span>
      </span>
      <span>
        until <When at={endsAt} now={now} />
      </span>
      <Doings
        about={called}
        doings={[
          {
            name: 'Revoke',
            form: (close) => (
              <ActForm
                label={`Revoke ${called}`}
                close={close}
                act={async () => {
                  const answer = await post(`/api/walls/${id}/revoke`, {});
                  if (answer.state === 'failed') return answer.why;
                  revoked(called);
                  return undefined;
                }}
              >
                <p class="hint">Its screen shows a code again at once.</p>
              </ActForm>
            ),
          },
        ]}
      />
    </li>
  );
}
