import type { DeviceRow } from '../../server/domain/feed.ts';
import { useNow } from '../watch.ts';
import { count } from '../words/bytes.ts';
import { freshest, freshness, lastHeard } from '../words/freshness.ts';

/** How many sessions a head-end has; of one that is silent, how many it had when it was last heard. */
export function DeviceSessions({ device: { sessions, heartbeat } }: { readonly device: DeviceRow }) {
  const now = useNow();
  if (freshest(heartbeat, now).at === null) return <span class="old">unknown</span>;
  const old = lastHeard(heartbeat, now);
  if (old === undefined) return <>{count(sessions)}</>;
  return (
    <span class="old" title={old}>
      {freshness(heartbeat, now) === 'unknown' ? `unknown, last ${count(sessions)}` : count(sessions)}
    </span>
  );
}
