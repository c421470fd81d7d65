import type { ComponentChildren } from 'preact';
import { useBelieved } from '../blind.ts';
import { freshness, staleWords, type Sign } from '../words/freshness.ts';
import { clock } from '../words/time.ts';
import { useNow } from '../watch.ts';
import { Source } from './source.tsx';
import { WithBlind } from './with-blind.tsx';

/** One number of a tile. */
export interface Figure {
  readonly name: string;
  /** What tests and other programs know it by. */
  readonly id: string;
  readonly value: string;
  readonly unit?: string;
  readonly exact?: string;
  readonly means?: string;
  /** Where it goes, in words. */
  readonly trend?: string;
}

/**
 * One or two figures with their source and age. When nothing is heard any more they are hatched and say so;
 * after a while the last value steps back behind the word UNKNOWN. So they are while a part of what they count is not heard.
 */
export function Tile({ figures, sign: told, of, from, why, state, href, children }: TileProps) {
  const now = useNow();
  const { heard, blind } = useBelieved(of);
  const sign = of === undefined ? told : heard;
  const { at, interval } = sign;
  const fresh = freshness(sign, now);
  const isOld = fresh === 'stale' || fresh === 'unknown';
  // A total in which a silent head-end's part is old is old itself, whatever else there is to be said of it.
  const shown = isOld ? fresh : blind === undefined ? (state ?? 'ok') : `stale tile--${state ?? 'ok'}`;
  const wide = figures.length > 1 ? 'tile--wide' : '';
  return (
    <a class={`tile tile--${shown} ${wide}`} href={href}>
      <span class="tile__figures">
        {figures.map((figure) => (
          <span key={figure.id} title={figure.exact}>
            <span class="tile__name">{figure.name}</span>
            <span class="num num--fig">
              <span class="num__value" data-figure={figure.id}>
                {fresh === 'unknown' ? 'UNKNOWN' : figure.value}
              </span>
              {figure.unit !== undefined && fresh !== 'unknown' && <span class="num__unit">{figure.unit}</span>}
            </span>
            {figure.means !== undefined && <span class="tile__means">{figure.means}</span>}
            {figure.trend !== undefined && fresh !== 'unknown' && <span class="tile__trend">{figure.trend}</span>}
          </span>
        ))}
      </span>
      {fresh === 'stale' && at !== null && <strong class="tile__stale">{staleWords(at, now)}</strong>}
      {!isOld && <WithBlind blind={blind} />}
      <span class="tile__foot">
        {fresh === 'unknown' ? <span>{at === null && why !== undefined ? why : last(figures, at)}</span> : children}
        {(at !== null || why === undefined) && <Source at={at} interval={interval} {...(from && { from })} />}
      </span>
    </a>
  );
}

function last(figures: readonly Figure[], at: number | null): string {
  if (at === null) return 'nothing to go by yet';
  return `last ${figures.map(({ value, unit = '' }) => `${value} ${unit}`.trim()).join(', ')} at ${clock(at)}`;
}

interface TileProps {
  readonly figures: readonly Figure[];
  /** Of those that could have changed it. */
  readonly sign: Sign;
  /** Who has told it; syslog, if left out. */
  readonly from?: 'syslog' | 'poll';
  /** Said where nobody has ever told it. */
  readonly why?: string;
  /** What is a sign of that which is counted, if not all signs are. */
  readonly of?: (sign: Sign) => Sign;
  readonly state?: 'warn' | 'crit';
  readonly href: string;
  readonly children?: ComponentChildren;
}
