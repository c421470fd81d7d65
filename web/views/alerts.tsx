import { useLocation } from 'preact-iso/router';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { AlertRow } from '../../server/domain/alert/row.ts';
import { rules } from '../../server/domain/alert/rules.ts';
import { severities } from '../../server/domain/alert/alert.ts';
import type { GapRow } from '../../server/domain/feed.ts';
import { MOST_LIVE, useAlerts } from '../alerting.ts';
import { useAnswer } from '../answer.ts';
import { timeSearch, usePlace, useRange } from '../asked.ts';
import { useBeat } from '../beat.ts';
import '../look/alerts.css';
import { searchOf, usePages } from '../pages.ts';
import { takeAcknowledgeKey } from '../parts/alert-key.ts';
import { AlertGroups, AlertTable, type Asked } from '../parts/alert-list.tsx';
import { AlertStrip } from '../parts/alert-strip.tsx';
import { AlertLinks } from '../parts/alert-links.tsx';
import { Choice } from '../parts/choice.tsx';
import { Earlier } from '../parts/earlier.tsx';
import { Loading } from '../parts/loading.tsx';
import { Panel } from '../parts/panel.tsx';
import { takeRowKeys } from '../parts/row-keys.ts';
import { Verdict } from '../parts/verdict.tsx';
import { withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { alertsVerdict, grouped } from '../words/alert-groups.ts';
import { HOUR, severityStates, strip } from '../words/alerts.ts';
import { ruleTitle } from '../words/rule.ts';

const DAY = 24 * HOUR;

/** What the address narrows the alerts down to. */
interface Filter {
  readonly severity: string;
  readonly rule: string;
  readonly text: string;
}

/** All alerts: what asks for somebody first, then what somebody has or what is muted, then what is over. */
export function Alerts() {
  const { query } = useLocation();
  const place = usePlace();
  const rows = useAlerts(place.names);
  const filter: Filter = { severity: query['severity'] ?? '', rule: query['rule'] ?? '', text: query['text'] ?? '' };
  const [asked, ask] = useState<Asked>();
  const all = rows ?? [];
  const open = all.filter((row) => row.clearedAt === undefined && fits(row, filter));
  const asking = open.filter(({ acknowledged, muted }) => acknowledged === undefined && muted === undefined);
  const taken = open.filter(({ acknowledged, muted }) => acknowledged !== undefined && muted === undefined);
  const muted = open.filter((row) => row.muted !== undefined);
  const parts = [grouped(asking), grouped(taken), grouped(muted)] as const;
  const order = parts.flatMap((groups) => groups.flatMap((group) => group.rows));
  const selected = useAlertKeys(order, (id) => ask({ id, what: 'acknowledge' }));
  if (rows === undefined) return <Loading what="the alerts" />;
  const [first, second, third] = parts;
  const shared = { selected, asked, ask };
  return (
    <main class="page">
      <Verdict said={alertsVerdict(all, rows.length >= MOST_LIVE)}>
        <AlertLinks />
      </Verdict>
      <LastDay />
      <Filters filter={filter} />
      {open.length === 0 && <NoAlerts isNarrowed={filter.severity + filter.rule + filter.text !== ''} />}
      <AlertGroups groups={first} {...shared} />
      {second.length > 0 && <h2 class="col-12 alerts__part">Somebody has these</h2>}
      <AlertGroups groups={second} {...shared} />
      {third.length > 0 && <h2 class="col-12 alerts__part">Nobody is told of these</h2>}
      <AlertGroups groups={third} {...shared} />
      {open.length > 0 && (
        <p class="hint col-12">
          <span class="keys">
            <kbd>j</kbd> <kbd>k</kbd> move, <kbd>Enter</kbd> opens, <kbd>a</kbd> acknowledges.
          </span>
        </p>
      )}
      <Ended filter={filter} place={place} />
    </main>
  );
}

function fits({ severity, rule, text, subject }: AlertRow, filter: Filter): boolean {
  if (filter.severity !== '' && severity !== filter.severity) return false;
  if (filter.rule !== '' && rule !== filter.rule) return false;
  return `${text} ${subject}`.toLowerCase().includes(filter.text.toLowerCase());
}

/** Walks through the alerts with `j` and `k`, opens with Enter; `a` acknowledges the one reached, or the first. */
function useAlertKeys(order: readonly AlertRow[], acknowledge: (id: number) => void): number | undefined {
  const { route } = useLocation();
  const reached = useRef<number>(undefined);
  const [selected, select] = useState<number>();
  const ids = order.map(({ id }) => id);
  const now = useRef({ ids, acknowledge });
  now.current = { ids, acknowledge };
  useEffect(() => {
    const reach = (id: number | undefined) => {
      reached.current = id;
      select(id);
      document.querySelector(`[data-alert="${id}"]`)?.scrollIntoView({ block: 'nearest' });
    };
    const leaveRows = takeRowKeys((key) => {
      const all = now.current.ids;
      const at = all.indexOf(reached.current ?? -1);
      if (key === 'close') reach(undefined);
      else if (key === 'open' && at >= 0) route(`/alerts/${all[at]}`);
      else if (key === 'down') reach(all[Math.min(all.length - 1, at + 1)]);
      else if (key === 'up') reach(all[Math.max(0, at - 1)]);
    });
    const leaveKey = takeAcknowledgeKey(() => {
      const all = now.current.ids;
      const id = all.includes(reached.current ?? -1) ? reached.current : all[0];
      if (id === undefined) return;
      reach(id);
      now.current.acknowledge(id);
    });
    return () => {
      leaveRows();
      leaveKey();
    };
  }, [route]);
  return selected;
}

interface DayTold {
  readonly alerts: readonly AlertRow[];
  /** When nothing was collected. */
  readonly gaps: readonly GapRow[];
}

function LastDay() {
  const now = useNow();
  const { site, tag } = usePlace();
  const since = Math.floor(now / HOUR) * HOUR - DAY;
  const search = searchOf({ thereFrom: String(since), site, tag, limit: String(MOST_LIVE) });
  const answer = useAnswer<DayTold>(`/api/alerts?${search}`, useBeat());
  const hours = useMemo(
    () => strip(answer.value?.alerts ?? [], answer.value?.gaps ?? [], now),
    [answer.value, Math.floor(now / HOUR)],
  );
  const isBlind = hours.some(({ blind }) => blind.length > 0);
  return (
    <Panel
      title="The last 24 hours"
      span="col-12"
      hint={
        answer.state === 'failed'
          ? `cannot be fetched now: ${answer.why}`
          : isBlind
            ? 'hatched: nothing was collected, so nothing is known'
            : undefined
      }
    >
      {answer.value !== undefined && <AlertStrip hours={hours} now={now} />}
    </Panel>
  );
}

function Filters({ filter }: { readonly filter: Filter }) {
  const { path, query, route } = useLocation();
  const change = (changes: Readonly<Record<string, string>>, isTyped = false) =>
    route(withQuery(path, query, changes), isTyped);
  return (
    <section class="col-12 toolbar" aria-label="Filters">
      <Choice
        label="Severity"
        value={filter.severity}
        options={[...severities].reverse().map((value) => ({ value, name: severityStates[value].name }))}
        choose={(severity) => change({ severity })}
      />
      <Choice
        label="Rule"
        value={filter.rule}
        options={(Object.keys(rules) as (keyof typeof rules)[]).map((value) => ({ value, name: ruleTitle(value) }))}
        choose={(rule) => change({ rule })}
      />
      <label class="choice">
        <span>Text</span>
        <input
          class="field"
          maxLength={256}
          placeholder="part of what it says"
          autoComplete="off"
          value={filter.text}
          onInput={({ currentTarget: { value } }) => change({ text: value }, true)}
        />
      </label>
    </section>
  );
}

function NoAlerts({ isNarrowed }: { readonly isNarrowed: boolean }) {
  return (
    <section class="empty col-8">
      <h2>{isNarrowed ? 'No open alert is like this' : 'No alert is open'}</h2>
      <p>
        Here stands what is wrong now and asks for somebody: users who cannot log in, pools that fill up, head-ends that
        are silent. What is watched, from which value on and why, the <a href="/alerts/rules">rules</a> tell.
      </p>
    </section>
  );
}

interface EndedProps {
  readonly filter: Filter;
  readonly place: { readonly site: string; readonly tag: string };
}

function Ended({ filter, place: { site, tag } }: EndedProps) {
  const { asked } = useRange();
  const search = searchOf({ ...filter, site, tag, ...timeSearch(asked), state: 'ended', limit: '50' });
  const { rows, busy, why, more } = usePages('alerts', search, useBeat());
  return (
    <Panel title="Over" span="col-12" hint="raised within the range of time, the last first">
      {rows.length > 0 && <AlertTable rows={rows} label="Alerts that are over" />}
      {rows.length === 0 && (
        <p class="needs">
          {why !== undefined ? `They cannot be fetched now: ${why}.` : busy ? 'Asking …' : 'None is on record.'}
        </p>
      )}
      <Earlier busy={busy} more={more} />
    </Panel>
  );
}
