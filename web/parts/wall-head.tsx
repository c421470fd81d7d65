import { useLayoutEffect } from 'preact/hooks';
import { lostTitle } from '../title.ts';
import { useCell, useLive, useNow } from '../watch.ts';
import { age, clock } from '../words/time.ts';
import type { wallVerdict } from '../words/wall-conditions.ts';
import { Shape } from './shape.tsx';

/** The first line of the wall: the worst in words, and a clock that shows that the page is alive. */
export function WallHead({ said, view }: { readonly said: ReturnType<typeof wallVerdict>; readonly view: string }) {
  const now = useNow();
  return (
    <header class="wall__first">
      <h1 class={`wall__verdict wall__verdict--${said.state}`} data-state={said.state}>
        <Shape name={said.state} />
        {said.word}: {said.text}
      </h1>
      <span class="wall__clock">
        <time>{clock(now)}</time>
        <span class="wall__pulse">
          {view !== '' && <span class="wall__view">{view}</span>}
          {/* It moves with the clock, not by itself: on a page that hangs it stands still. */}
          <i class={`wall__beat wall__beat--${Math.floor(now / 1000) % 4}`} />
        </span>
      </span>
    </header>
  );
}

/** The band over the whole width while the server is lost. */
export function WallBand() {
  const { phase, silent, at } = useCell(useLive().pulse);
  const away = phase === 'lost' || phase === 'catching-up';
  useLayoutEffect(() => {
    lostTitle(away);
    return () => lostTitle(false);
  }, [away]);
  if (!away) return null;
  const since = at === null ? 'No answer yet' : `All this is from ${clock(at)}`;
  return (
    <div class="wall__band" data-testid="lost" role="alert">
      <Shape name="crit" />
      {phase === 'lost' ? `Server lost ${age(silent * 1000)} ago. ${since}` : 'The server is back: fetching'}
    </div>
  );
}
