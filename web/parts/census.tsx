import { useLocation } from 'preact-iso/router';
import { useBelieved } from '../blind.ts';
import type { Estate } from '../estate.ts';
import { carried } from '../place.ts';
import { useNow } from '../watch.ts';
import { censusLines, censusPath, STRONG } from '../words/census.ts';
import { lastPoll, pollCommand } from '../words/load.ts';
import { many } from '../words/bytes.ts';
import { Commands } from './copy.tsx';
import { Panel } from './panel.tsx';
import { Shape } from './shape.tsx';
import { Source } from './source.tsx';
import { rowClass } from './use-row.tsx';
import { WithBlind } from './with-blind.tsx';

/** Who is still on weak cryptography, by what listings and messages have told of the sessions that go on. */
export function CryptoCensus({ estate }: { readonly estate: Pick<Estate, 'census' | 'load' | 'earlier'> }) {
  const now = useNow();
  const { query } = useLocation();
  const { census: told, load = [], earlier } = estate;
  const polls = load.flatMap((row) => lastPoll(row, now) ?? []).sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
  const [last] = polls;
  const silent = load.find((row) => !row.polls.some(({ by, everySeconds }) => by === 'show' && everySeconds !== null));
  const { blind } = useBelieved();
  const untold = told !== undefined && told.sessions > 0 && told.census['encryption unknown'] === told.sessions;
  return (
    <Panel
      title="Crypto census"
      state={told === undefined || untold || blind !== undefined ? 'unknown' : 'ok'}
      hint={told === undefined ? 'asking' : `of ${many(told.sessions, 'running session')}`}
      tools={
        <span class="sources">
          <WithBlind blind={blind} />
          {last === undefined ? 'not polled' : <Source from="poll" at={last.at} interval={last.interval} />}
        </span>
      }
    >
      {told !== undefined && told.sessions === 0 && <p class="needs">Nobody is connected.</p>}
      {told !== undefined && told.sessions > 0 && (
        <div class="rows">
          {censusLines(told.census, told.sessions, earlier?.census).map(({ mark, name, value, of, change, kind }) => (
            <a
              key={mark}
              class={`${rowClass('census', blind !== undefined)} census--${kind}`}
              href={censusPath(mark, carried(query))}
              data-census={mark}
            >
              <span class="cut" title={kind === 'strong' ? STRONG : undefined}>
                {kind === 'unknown' && <Shape name="unknown" />} {name}
              </span>
              <b class="rows__n">{value}</b>
              <span class="rows__n hint">{of}</span>
              <span class="rows__n hint">{change}</span>
            </a>
          ))}
        </div>
      )}
      {silent !== undefined && (
        <>
          <p class="needs after">Syslog does not tell what was negotiated. Have the head-end asked:</p>
          <Commands lines={[pollCommand(silent.device)]} />
        </>
      )}
    </Panel>
  );
}
