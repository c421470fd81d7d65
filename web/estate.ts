import type { AaaRow } from '../server/domain/aaa.ts';
import type { Census } from '../server/domain/census.ts';
import type { Earlier } from '../server/domain/earlier.ts';
import type { LoadRow } from '../server/domain/load.ts';
import { useAnswer } from './answer.ts';
import type { AskedPlace } from './asked.ts';
import { useBeat } from './beat.ts';
import { useLately, type Lately } from './lately.ts';
import { searchOf } from './pages.ts';
import type { WallTold } from './words/wall-facts.ts';

/** What the overview shows beside the live feed, of the head-ends that are asked for; absent until it has come. */
export interface Estate {
  readonly load: readonly LoadRow[] | undefined;
  readonly earlier: Earlier | undefined;
  readonly census: { readonly sessions: number; readonly census: Census } | undefined;
  readonly aaa: readonly AaaRow[] | undefined;
  readonly lately: Lately;
  /** Of all head-ends. */
  readonly wall: WallTold | undefined;
}

/** The same, asked for anew every 10 s. */
export function useEstate({ site, tag, names }: AskedPlace): Estate {
  const beat = useBeat();
  const search = searchOf({ site, tag });
  const of = (path: string): string => (search === '' ? path : `${path}?${search}`);
  const load = useAnswer<{ readonly devices: readonly LoadRow[] }>(of('/api/load'), beat);
  const trend = useAnswer<{ readonly earlier?: Earlier }>(of('/api/trend'), beat);
  const census = useAnswer<{ readonly sessions: number; readonly census: Census }>(of('/api/census'), beat);
  const aaa = useAnswer<{ readonly servers: readonly AaaRow[] }>('/api/aaa', beat);
  const wall = useAnswer<WallTold>('/api/wall', beat);
  const lately = useLately({ site, tag });
  return {
    lately,
    load: load.value?.devices,
    earlier: trend.value?.earlier,
    census: census.value,
    aaa: aaa.value?.servers.filter(({ device }) => names?.has(device) !== false),
    wall: wall.value,
  };
}
