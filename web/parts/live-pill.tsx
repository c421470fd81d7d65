import { useCell, useLastMessageAt, useLive, useNow, useRows } from '../watch.ts';
import { heardOf, messagesOf, silent } from '../words/freshness.ts';
import { age, iso } from '../words/time.ts';

/** Whether the screens follow the server, the age of the last message received, and the button that holds them. */
export function LivePill() {
  const live = useLive();
  const { phase, silent: seconds } = useCell(live.pulse);
  const paused = useCell(live.paused);
  const now = useNow();
  const sign = heardOf(useRows('devices') ?? [], now, messagesOf);
  const at = useLastMessageAt();
  if (phase === 'lost' || phase === 'catching-up')
    return (
      <span class="live live--lost">
        <i class="live__dot" />
        Lost <span class="live__age">{age(seconds * 1000)}</span>
      </span>
    );
  const said = at === null ? 'no message yet' : age(now - at);
  return (
    <span class={`live ${paused !== null ? 'live--paused' : silent(sign, now) ? 'live--silent' : ''}`}>
      <i class="live__dot" />
      {paused === null ? (phase === 'joining' ? 'Joining' : 'Live') : 'Paused'}
      <span class="live__age" title={at === null ? undefined : `last message ${iso(at)}`}>
        {said}
      </span>
      <button
        type="button"
        class="button button--bare"
        aria-label={paused === null ? 'Pause' : 'Resume'}
        aria-pressed={paused !== null}
        onClick={() => (paused === null ? live.pause() : live.resume())}
      >
        {paused === null ? '❚❚' : '▶'}
      </button>
    </span>
  );
}
