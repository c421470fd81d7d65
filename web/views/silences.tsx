import { useState } from 'preact/hooks';
import type { Maintenance, Silence } from '../../server/domain/alert/mute.ts';
import { act } from '../alerting.ts';
import { useAnswer } from '../answer.ts';
import { may, me } from '../me.ts';
import { useBeat } from '../beat.ts';
import '../look/alerts.css';
import { SilenceForm } from '../parts/alert-actions.tsx';
import { AlertLinks } from '../parts/alert-links.tsx';
import { ActForm } from '../parts/act-form.tsx';
import { Panel } from '../parts/panel.tsx';
import { Status } from '../parts/status.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { Verdict } from '../parts/verdict.tsx';
import { When } from '../parts/when.tsx';
import { WindowForm } from '../parts/window-form.tsx';
import { useCell, useNow } from '../watch.ts';
import { plain } from '../words/plain.ts';
import { endedRows, matchersWords, silencesVerdict, windowPlace, windowState, windowWords, type EndedRow } from '../words/silences.ts'; // prettier-ignore

/** What nobody is told of for now: silences, and the work that was announced. */
export function Silences() {
  const now = useNow();
  const mayAct = may('act', useCell(me));
  const [version, setVersion] = useState(0);
  const again = `${version} ${useBeat()}`;
  const silences = useAnswer<SilencesTold>('/api/alerts/silences?state=current', again);
  const windows = useAnswer<WindowsTold>('/api/alerts/windows?state=current', again);
  const pastSilences = useAnswer<SilencesTold>('/api/alerts/silences?state=ended', again);
  const pastWindows = useAnswer<WindowsTold>('/api/alerts/windows?state=ended', again);
  const [asking, ask] = useState<string>();
  const changed = () => {
    ask(undefined);
    setVersion(version + 1);
  };
  if (silences.value === undefined) return <Unanswered what="silences" answer={silences} />;
  if (windows.value === undefined) return <Unanswered what="maintenance windows" answer={windows} />;
  if (pastSilences.value === undefined) return <Unanswered what="silences that are over" answer={pastSilences} />;
  if (pastWindows.value === undefined) return <Unanswered what="windows that are over" answer={pastWindows} />;
  const shown = [...silences.value.silences].sort((one, other) => one.until - other.until);
  const all = windows.value.windows;
  const ended = endedRows(
    [...silences.value.silences, ...pastSilences.value.silences],
    [...all, ...pastWindows.value.windows],
    now,
  );
  const toggle = (what: string) => ask(asking === what ? undefined : what);
  const shared = { asking, toggle, changed, now, mayAct };
  return (
    <main class="page">
      <Verdict said={silencesVerdict(shown, all, now)}>
        <AlertLinks />
      </Verdict>
      <Panel
        title="Silences"
        span="col-12"
        tools={
          mayAct && (
            <button type="button" class="button" aria-expanded={asking === 'silence'} onClick={() => toggle('silence')}>
              New silence
            </button>
          )
        }
      >
        {asking === 'silence' && <SilenceForm matchers={{}} close={changed} />}
        {shown.length === 0 ? (
          <p class="needs">
            None holds. A silence keeps alerts that match it from disturbing anybody for a while; press “Silence” at an
            alert to have it filled in.
          </p>
        ) : (
          <ol class="rules">
            {shown.map((one) => (
              <SilenceItem key={one.id} silence={one} {...shared} />
            ))}
          </ol>
        )}
      </Panel>
      <Panel
        title="Maintenance windows"
        span="col-12"
        tools={
          mayAct && (
            <button type="button" class="button" aria-expanded={asking === 'window'} onClick={() => toggle('window')}>
              New window
            </button>
          )
        }
      >
        {asking === 'window' && <WindowForm close={changed} />}
        {all.length === 0 ? (
          <p class="needs">
            None is announced. In a window alerts of its head-ends and sites are kept, but not sent; what is still wrong
            at its end is told then.
          </p>
        ) : (
          <ol class="rules">
            {all.map((one) => (
              <WindowItem key={one.id} window={one} {...shared} />
            ))}
          </ol>
        )}
      </Panel>
      <Panel title="Ended" span="col-12" hint="silences and windows that are over, the last 50">
        {ended.length === 0 ? (
          <p class="needs">None yet. What is over stays here, with who ended it before its time.</p>
        ) : (
          <ol class="rules" aria-label="Silences and windows that are over">
            {ended.map((one) => (
              <EndedItem key={one.key} ended={one} now={now} />
            ))}
          </ol>
        )}
      </Panel>
    </main>
  );
}

interface SilencesTold {
  readonly silences: readonly Silence[];
}

interface WindowsTold {
  readonly windows: readonly Maintenance[];
}

function EndedItem({
  ended: { key, what, reason, by, at, how },
  now,
}: {
  readonly ended: EndedRow;
  readonly now: number;
}) {
  return (
    <li class="rule" data-ended={key}>
      <span class="rule__what">
        {what}
        <span class="rule__why">
          {plain(reason)} <span class="hint">{plain(by)}</span>
        </span>
      </span>
      <span>
        {how} <When at={at} now={now} />
      </span>
    </li>
  );
}

interface Shared {
  readonly asking: string | undefined;
  readonly toggle: (what: string) => void;
  readonly changed: () => void;
  readonly now: number;
  readonly mayAct: boolean;
}

function SilenceItem({ silence, asking, toggle, changed, now, mayAct }: Shared & { readonly silence: Silence }) {
  const { id, matchers, reason, by, until } = silence;
  const isOver = until <= now;
  const key = `silence ${id}`;
  return (
    <li class="rule" data-silence={id}>
      <span class="rule__what">
        <Status state={isOver ? 'ok' : 'maint'}>{isOver ? 'over' : 'silenced'}</Status> {matchersWords(matchers)}
        <span class="rule__why">
          {plain(reason)} <span class="hint">{plain(by)}</span>
        </span>
      </span>
      <span>
        {isOver ? 'since' : 'until'} <When at={until} now={now} />
      </span>
      {!isOver && mayAct && (
        <span class="alert__buttons">
          <button type="button" class="button" aria-expanded={asking === key} onClick={() => toggle(key)}>
            End now
          </button>
        </span>
      )}
      {asking === key && !isOver && (
        <ActForm label="End the silence" close={changed} act={() => act(`silences/${id}/expire`, {})} />
      )}
    </li>
  );
}

const windowStates = { on: 'maint', 'to come': 'ok', over: 'ok' } as const;

function WindowItem({ window, asking, toggle, changed, now, mayAct }: Shared & { readonly window: Maintenance }) {
  const { id, reason, by } = window;
  const state = windowState(window, now);
  const key = `window ${id}`;
  const deed = state === 'on' ? 'End now' : 'Cancel';
  return (
    <li class="rule" data-window={id}>
      <span class="rule__what">
        <Status state={windowStates[state]}>{state}</Status> {windowPlace(window)}
        <span class="rule__why">
          {plain(reason)} <span class="hint">{plain(by)}</span>
        </span>
      </span>
      <span>{windowWords(window, now)}</span>
      {mayAct && state !== 'over' && (
        <span class="alert__buttons">
          <button type="button" class="button" aria-expanded={asking === key} onClick={() => toggle(key)}>
            {deed}
          </button>
        </span>
      )}
      {asking === key && state !== 'over' && (
        <ActForm
          label={`${deed}: ${windowPlace(window)}`}
          close={changed}
          act={() => act(`windows/${id}/cancel`, {})}
        />
      )}
    </li>
  );
}
