import { useLayoutEffect } from 'preact/hooks';
import type { Pulse } from '../live.ts';
import { lostTitle } from '../title.ts';
import { useCell, useLive } from '../watch.ts';
import { age, clock } from '../words/time.ts';
import { Shape } from './shape.tsx';

/** The band over the whole width while the server is lost, counting; and the quiet one while the screens are paused. */
export function Lost() {
  const live = useLive();
  const pulse = useCell(live.pulse);
  const paused = useCell(live.paused);
  const away = pulse.phase === 'lost' || pulse.phase === 'catching-up';
  useLayoutEffect(() => {
    document.documentElement.classList.toggle('is-lost', away);
    lostTitle(away);
  }, [away]);
  if (away)
    return (
      <div class="banner banner--crit" data-testid="lost">
        <Shape name="crit" />
        {/* The seconds are not read out: only that it happened. */}
        <strong role="alert">{pulse.phase === 'lost' ? 'Lost the server' : 'The server is back'}</strong>
        <span>{words(pulse)}</span>
      </div>
    );
  if (paused !== null)
    return (
      <div class="banner banner--unknown">
        <Shape name="unknown" />
        <strong>Paused at {clock(paused)}.</strong>
        <span>What you see is that moment.</span>
        <button type="button" class="button" onClick={() => live.resume()}>
          Show what is true now
        </button>
      </div>
    );
  return null;
}

function words({ phase, silent, at }: Pulse): string {
  if (phase === 'catching-up') return 'Fetching what is true now …';
  if (at === null) return `No answer for ${age(silent * 1000)}. Trying again …`;
  return `${age(silent * 1000)} ago. What you see is from ${clock(at)} and may be wrong. Reconnecting …`;
}
