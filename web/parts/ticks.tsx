import { useEffect, useRef, useState } from 'preact/hooks';
import { newlyDone, type Tick } from '../words/ticks.ts';
import type { State } from '../words/verdict.ts';
import { Commands } from './copy.tsx';
import { Panel } from './panel.tsx';
import { Pieces } from './pieces.tsx';
import { Status } from './status.tsx';

const shown: Readonly<Record<Tick['state'], readonly [State, string]>> = {
  done: ['ok', 'Arrived'],
  waiting: ['unknown', 'Waiting'],
  failed: ['warn', 'Failed'],
  off: ['maint', 'Left out'],
};

/** What has come and what not. Only what is new is told to a screen reader. */
export function Ticks({ ticks, trouble }: { readonly ticks: readonly Tick[]; readonly trouble?: string | undefined }) {
  const before = useRef<readonly Tick[] | undefined>(undefined);
  const [said, setSaid] = useState('');
  useEffect(() => {
    const news = before.current === undefined ? '' : newlyDone(before.current, ticks);
    before.current = ticks;
    if (news !== '') setSaid(news);
  }, [ticks]);
  const wanted = ticks.filter(({ state }) => state !== 'off');
  const done = wanted.filter(({ state }) => state === 'done').length;
  const all = done === wanted.length;
  return (
    <Panel
      title="What has come"
      span="col-12"
      state={all ? 'ok' : 'unknown'}
      hint={`${done} of ${wanted.length}; within the last hour`}
    >
      {trouble !== undefined && <p class="trouble">{trouble}</p>}
      <ol class="ticks">
        {ticks.map(({ id, title, state, text, raw, todo, commands = [] }) => (
          <li key={id} class={`tick tick--${state}`} data-tick={id} data-state={state}>
            <div class="tick__head">
              <Status state={shown[state][0]}>{shown[state][1]}</Status>
              <h3>{title}</h3>
            </div>
            <p>{text}</p>
            {raw !== undefined && <code class="tick__raw">{raw}</code>}
            {todo !== undefined && (
              <p>
                <Pieces text={todo} />
              </p>
            )}
            {commands.length > 0 && <Commands lines={commands} label={title} />}
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {said}
      </p>
    </Panel>
  );
}
