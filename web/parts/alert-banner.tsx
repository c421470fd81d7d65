import { useLocation } from 'preact-iso/router';
import { useEffect } from 'preact/hooks';
import { useAlerts } from '../alerting.ts';
import { alertsTitle } from '../title.ts';
import { asksForSomebody, besides, countAlerts } from '../words/alerts.ts';
import { many } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import { useAlarm } from './alarm.tsx';
import { Shape } from './shape.tsx';

/** The band over every page while an alert asks for somebody: how many by severity, and the worst in words. */
export function AlertBanner() {
  const { path } = useLocation();
  const known = useAlerts();
  const rows = known ?? [];
  const counts = countAlerts(rows);
  const { critical, warning } = counts;
  const [worst] = rows.filter(asksForSomebody);
  useAlarm(known);
  useEffect(() => alertsTitle(critical + warning), [critical, warning]);
  const rest = besides(counts);
  return (
    <>
      {/* Always there, so that what comes into it is read out: how many, not each of them. */}
      <span class="unseen" aria-live="polite" data-alerts={critical + warning}>
        {critical + warning > 0 && `${critical} critical and ${many(warning, 'warning')} open`}
      </span>
      {worst !== undefined && (
        <div class={`alert-band alert-band--${critical > 0 ? 'crit' : 'warn'}`} data-testid="alerts">
          <Shape name={critical > 0 ? 'crit' : 'warn'} />
          <strong>
            {[critical > 0 && `${critical} critical`, warning > 0 && many(warning, 'warning')]
              .filter((one) => one !== false)
              .join(', ')}
          </strong>
          <a class="alert-band__worst" href={`/alerts/${worst.id}`}>
            {plain(worst.text)}
          </a>
          {rest !== '' && <span class="alert-band__rest">{rest}</span>}
          {path !== '/alerts' && <a href="/alerts">All alerts</a>}
        </div>
      )}
    </>
  );
}
