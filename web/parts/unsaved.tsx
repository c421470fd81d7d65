import { useSummary } from '../watch.ts';
import { clock } from '../words/time.ts';
import { Shape } from './shape.tsx';

/** The band over every page while nothing can be saved: what is shown live is true, and gone if the server ends. */
export function Unsaved() {
  const since = useSummary()?.unsaved;
  if (since === undefined) return null;
  return (
    <div class="banner banner--crit" data-testid="unsaved">
      <Shape name="crit" />
      <strong role="alert">Not saved since {clock(since)}</strong>
      <span>The server cannot write to its database. What is live is from memory; lists and searches end there.</span>
    </div>
  );
}
