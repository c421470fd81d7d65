import type { AlertRow } from '../../server/domain/alert/row.ts';
import { MOST_LIVE } from '../alerting.ts';
import { useAnswer } from '../answer.ts';
import { usePlace } from '../asked.ts';
import { useBeat } from '../beat.ts';
import '../look/alerts.css';
import { searchOf } from '../pages.ts';
import { AlertLinks } from '../parts/alert-links.tsx';
import { AlertTable } from '../parts/alert-list.tsx';
import { Panel } from '../parts/panel.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { useNow } from '../watch.ts';
import { handover, handoverVerdict, SHIFT } from '../words/handover.ts';
import { iso } from '../words/time.ts';

const MINUTE = 60_000;

/** What the next shift must know: what is open and whose it is, and what came and went in the last 12 hours. Made to be printed. */
export function Handover() {
  const now = useNow();
  const { site, tag } = usePlace();
  const since = Math.floor((now - SHIFT) / MINUTE) * MINUTE;
  const search = searchOf({ thereFrom: String(since), site, tag, limit: String(MOST_LIVE) });
  const answer = useAnswer<{ readonly alerts: readonly AlertRow[]; readonly next: string | null }>(
    `/api/alerts?${search}`,
    useBeat(),
  );
  if (answer.value === undefined) return <Unanswered what="the alerts of the shift" answer={answer} />;
  const parts = handover(answer.value.alerts, now);
  return (
    <main class="page handover">
      <Verdict said={handoverVerdict(parts, answer.value.next !== null)}>
        <span class="handover__links">
          <AlertLinks />{' '}
        </span>
        <button type="button" class="button" onClick={() => window.print()}>
          Print
        </button>
      </Verdict>
      <p class="hint col-12">As of {iso(now)}.</p>
      <Part title="Open, and nobody has it" rows={parts.unowned} none="Nothing that is open lacks an owner." />
      <Part title="Open, and somebody has it" rows={parts.owned} none="Nobody has taken anything on." />
      <Part title="Open, but muted" rows={parts.muted} none="Nothing is muted." />
      <Part title="Came and went in the last 12 hours" rows={parts.over} none="Nothing came and went." />
    </main>
  );
}

interface PartProps {
  readonly title: string;
  readonly rows: readonly AlertRow[];
  readonly none: string;
}

function Part({ title, rows, none }: PartProps) {
  return (
    <Panel title={title} span="col-12" tools={String(rows.length)}>
      {rows.length === 0 ? <p class="needs">{none}</p> : <AlertTable rows={rows} label={title} />}
    </Panel>
  );
}
