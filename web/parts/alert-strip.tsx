import { severityStates, type StripHour } from '../words/alerts.ts';
import { many } from '../words/bytes.ts';
import { shortClock } from '../words/time.ts';

/** The last 24 hours, a block each: how bad it got, by height, colour and words. */
export function AlertStrip({ hours }: { readonly hours: readonly StripHour[] }) {
  return (
    <ol class="alert-strip" aria-label="The last 24 hours, the oldest first">
      {hours.map(({ from, count, severity }) => {
        const how = severity === undefined ? 'none' : `${many(count, 'alert')}, the worst: ${severityStates[severity].name.toLowerCase()}`; // prettier-ignore
        const words = `${shortClock(from)}: ${how}`;
        return (
          <li key={from} class={`alert-strip__hour alert-strip__hour--${severity ?? 'none'}`} title={words}>
            <span class="unseen">{words}</span>
          </li>
        );
      })}
    </ol>
  );
}
