import type { Summary } from '../../server/domain/feed.ts';
import { useLocation } from 'preact-iso/router';
import { useBelieved } from '../blind.ts';
import type { Estate } from '../estate.ts';
import { carried, withQuery } from '../place.ts';
import { useNow } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { silent, type Sign } from '../words/freshness.ts';
import { limitLines, useWords, type LimitLine } from '../words/limits.ts';
import { pollCommand } from '../words/load.ts';
import { CRITICAL_AT, WARNING_AT } from '../words/pools.ts';
import { worst } from '../words/verdict.ts';
import { Commands } from './copy.tsx';
import { Panel } from './panel.tsx';
import { Source } from './source.tsx';
import { rowClass } from './use-row.tsx';
import { WithBlind } from './with-blind.tsx';

interface LimitsProps {
  readonly summary: Summary;
  readonly estate: Pick<Estate, 'load' | 'earlier'>;
  readonly sign: Sign;
}

/** The sessions by protocol, each against what the head-ends take. */
export function Limits({ summary, estate, sign }: LimitsProps) {
  const now = useNow();
  const { query } = useLocation();
  const { load = [], earlier } = estate;
  const { blind } = useBelieved();
  const lines = limitLines(summary.sessions, load, earlier);
  const bad = lines.map(({ state }) => state).filter((state) => state === 'crit' || state === 'warn');
  const untold = load.find((row) => row.sessionLimit === undefined);
  const at = Math.min(...load.flatMap((row) => row.sessionLimit?.at ?? []));
  return (
    <Panel
      title="Sessions by protocol"
      hint="against licence and platform"
      state={silent(sign, now) ? 'unknown' : worst([blind === undefined ? 'ok' : 'unknown', ...bad])}
      tools={
        <span class="sources">
          <WithBlind blind={blind} />
          <Source at={sign.at} interval={sign.interval} />
          {Number.isFinite(at) && (
            <span title="when the limits were told">
              limits <Source from="poll" at={at} fixed />
            </span>
          )}
        </span>
      }
    >
      <div class="rows">
        {lines.map((line) => (
          <a
            key={line.name}
            class={rowClass('limit', blind !== undefined)}
            href={withQuery('/sessions', carried(query), { protocol: line.protocol ?? '' })}
            data-limit={line.protocol ?? 'all'}
          >
            <span class="cut">{line.name}</span>
            <UseBar line={line} />
            <b class="rows__n">{count(line.value)}</b>
            <span class="hint rows__limit">{line.limit}</span>
            <span class="hint rows__n">{line.change}</span>
          </a>
        ))}
      </div>
      {untold !== undefined && (
        <>
          <p class="needs after">What a head-end takes, its polls tell:</p>
          <Commands lines={[pollCommand(untold.device)]} />
        </>
      )}
    </Panel>
  );
}

function UseBar({ line }: { readonly line: LimitLine }) {
  const said = useWords(line);
  return (
    <span class={`bar bar--${line.state}`} role="img" aria-label={said} title={said}>
      {line.use !== undefined && (
        <>
          <span class="bar__fill" style={`width:${Math.min(100, line.use * 100)}%`} />
          <i class="bar__mark" style={`left:${WARNING_AT * 100}%`} />
          <i class="bar__mark" style={`left:${CRITICAL_AT * 100}%`} />
        </>
      )}
    </span>
  );
}
