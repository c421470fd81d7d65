import { HOUR, stripWords, type StripHour } from '../words/alerts.ts';

interface AlertStripProps {
  readonly hours: readonly StripHour[];
  readonly now: number;
}

/** The last 24 hours, a block each: how bad it got, by height, colour and words; hatched while nothing was collected. */
export function AlertStrip({ hours, now }: AlertStripProps) {
  return (
    <ol class="alert-strip" aria-label="The last 24 hours, the oldest first">
      {hours.map((hour) => {
        const { from, severity = 'none', blind } = hour;
        const words = stripWords(hour, now);
        return (
          <li key={from} class="alert-strip__hour" title={words}>
            <span class={`alert-strip__worst alert-strip__worst--${severity}`} />
            {blind.map((gap) => (
              <i
                key={gap.from}
                class="alert-strip__blind"
                style={`left:${((gap.from - from) / HOUR) * 100}%;width:${((gap.to - gap.from) / HOUR) * 100}%`}
              />
            ))}
            <span class="unseen">{words}</span>
          </li>
        );
      })}
    </ol>
  );
}
