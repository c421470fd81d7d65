import type { SessionRow } from '../../server/domain/feed.ts';
import type { RateGap } from '../rates.ts';
import { duration, when } from './time.ts';

/** How long after its end the counts of a session are kept, in milliseconds. */
const KEPT = 24 * 60 * 60_000;

/** Why there is no rate to draw; `undefined` where there is. `everySeconds`: how often the device is polled, `null` where it is not. */
export function noRates(
  { state, end, device }: SessionRow,
  counts: number,
  everySeconds: number | null,
  now: number,
): string | undefined {
  if (counts > 1) return undefined;
  if (state === 'ended' && end !== undefined && now - end > KEPT)
    return 'Its counts are not kept any more: they go a day after the end of a session. The bytes of its whole life stand in the window.';
  if (state === 'ended') return 'Fewer than two polls have counted it before it ended: a rate needs two.';
  if (everySeconds === null)
    return `Syslog tells bytes only at the end. Have ${device} polled (tunnelwatch device poll), and the rate is drawn from then on.`;
  const first = counts === 0 ? 'No poll has counted it yet' : 'One poll has counted it so far';
  return `${first}, and a rate needs two: sessions are listed about each ${duration(Math.max(60, everySeconds) * 1000)}.`;
}

const gapReasons: Readonly<Record<RateGap['why'], string>> = {
  'not counted': 'no poll counted it',
  'counted anew': 'the ASA began to count anew',
  'not collected': 'nothing was collected',
};

/** Why there is no data, span by span; of many the first ones. */
export function gapWords(gaps: readonly RateGap[], now: number): string {
  const told = gaps.slice(0, 3).map(({ from, to, why }) => {
    return `${gapReasons[why]} from ${when(from, now)} to ${when(to, now)}`;
  });
  return [...told, ...(gaps.length > 3 ? [`and ${gaps.length - 3} more`] : [])].join('; ');
}
