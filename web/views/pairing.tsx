import { useEffect, useState } from 'preact/hooks';
import { ask, post, type Answer } from '../answer.ts';
import '../look/access.css';
import { sayTitle } from '../title.ts';
import { sentence } from '../words/sentence.ts';

/** How often it is asked whether somebody has let this screen in, and after a refusal whether there is room, in milliseconds. */
const EVERY = 2_000;
const AFTER_REFUSAL = 10_000;

interface Mine {
  readonly state: 'waiting' | 'paired' | 'gone';
  readonly code: string | null;
}

/** What a screen shows that is not let in yet: a code, to be read across a room. Nobody touches it; it asks anew by itself. */
export function Pairing() {
  const [code, show] = useState<string>();
  const [trouble, tell] = useState<string>();
  useEffect(() => {
    sayTitle('To be paired');
    const leave = new AbortController();
    let waiting: ReturnType<typeof setTimeout>;
    const again = (after: number) => {
      if (!leave.signal.aborted) waiting = setTimeout(() => void look(), after);
    };
    const refused = (answer: Answer<unknown>) => {
      if (answer.state === 'failed') tell(answer.why);
      again(answer.state === 'failed' && answer.status !== null ? AFTER_REFUSAL : EVERY);
    };
    const look = async () => {
      const mine = await ask<Mine>('/api/pairings/mine', leave.signal);
      if (leave.signal.aborted) return;
      if (mine.state !== 'here') refused(mine);
      else if (mine.value.state === 'paired') location.reload();
      else if (mine.value.state === 'waiting' && mine.value.code !== null) shown(mine.value.code);
      else {
        // A screen that was loaded anew has a code already: it asks for one only where it has none.
        show(undefined);
        const asked = await post<{ readonly code: string }>('/api/pairings', {});
        if (asked.state === 'here') shown(asked.value.code);
        else refused(asked);
      }
    };
    const shown = (held: string) => {
      show(held);
      tell(undefined);
      again(EVERY);
    };
    void look();
    return () => {
      leave.abort();
      clearTimeout(waiting);
    };
  }, []);
  return (
    <main class="pairing">
      <h1 class="pairing__what">This screen waits to be let in.</h1>
      <p class="pairing__code" data-testid="code">
        {code ?? '····-····'}
      </p>
      <p class="pairing__what">
        An administrator types this at <strong>{location.host}/walls</strong>
      </p>
      <p class="pairing__more" role="status">
        {trouble === undefined ? '' : sentence(trouble)}
      </p>
      <p class="pairing__more">
        <a href="/">Log in instead</a>
      </p>
    </main>
  );
}
