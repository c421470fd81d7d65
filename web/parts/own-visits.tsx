import { post } from '../answer.ts';
import { useNow } from '../watch.ts';
import { plain } from '../words/plain.ts';
import { sentence } from '../words/sentence.ts';
import { Panel } from './panel.tsx';
import { Status } from './status.tsx';
import { useTold } from './told.tsx';
import { When } from './when.tsx';

/** Where an account is logged in. */
export interface VisitRow {
  readonly id: string;
  /** The one that looks. */
  readonly isThis: boolean;
  readonly beganAt: number;
  readonly seenAt: number;
  readonly from: string;
  readonly agent: string;
}

interface OwnVisitsProps {
  readonly visits: readonly VisitRow[];
  readonly changed: () => void;
}

/** Where the account is logged in, each to be ended; the one that looks is ended by logging out. */
export function OwnVisits({ visits, changed }: OwnVisitsProps) {
  const now = useNow();
  const [told, tell] = useTold();
  const end = async ({ id, from }: VisitRow) => {
    const answer = await post(`/api/me/visits/${id}/end`, {});
    tell(answer.state === 'failed' ? `Not done: ${sentence(answer.why)}` : `The one from ${from} has ended.`);
    changed();
  };
  return (
    <Panel title="Where you are logged in" span="col-12" hint={told}>
      <ol class="rules">
        {[...visits]
          .sort((a, b) => Number(b.isThis) - Number(a.isThis) || b.seenAt - a.seenAt)
          .map((visit) => (
            <li key={visit.id} class="rule" data-visit={visit.id}>
              <span class="rule__what">
                {visit.isThis && <Status state="ok">this one</Status>} <strong class="mono">{visit.from}</strong>
                <span class="rule__why">{plain(visit.agent)}</span>
              </span>
              <span>
                since <When at={visit.beganAt} now={now} />, last seen <When at={visit.seenAt} now={now} />
              </span>
              {!visit.isThis && (
                <span class="alert__buttons">
                  <button
                    type="button"
                    class="button"
                    aria-label={`End the one from ${visit.from}`}
                    onClick={() => void end(visit)}
                  >
                    End
                  </button>
                </span>
              )}
            </li>
          ))}
      </ol>
    </Panel>
  );
}
