import type { DeviceRow } from '../../server/domain/feed.ts';
import { freshness, heardOf, silent, staleWords, type Freshness, type Sign } from './freshness.ts';
import { plain } from './plain.ts';
import { CRITICAL_AT, WARNING_AT } from './pools.ts';
import { age, clock, shortClock } from './time.ts';
import { worst, type State } from './verdict.ts';
import { isOld, watched, type WallFacts } from './wall-facts.ts';
import { named } from './wall-fit.ts';

/** A line of a tile: the same in more and in fewer words, a state where it is not normal, a bar where it is a part of something. */
export interface WallLine {
  readonly said: readonly string[];
  readonly state?: State;
  /** 0 to 1. */
  readonly bar?: number;
}

/** One tile of the wall; its lines are in the order of their weight: the last ones are dropped where there is no room. */
export interface WallTile {
  /** What tests know it by, unique in its view. */
  readonly id: string;
  /** In more and in fewer words. */
  readonly name: readonly string[];
  readonly state: State;
  /** A `measure` is nothing without its unit: where there is no room beside it, the unit has a line of its own. */
  readonly hero?: { readonly value: string; readonly unit?: string; readonly measure?: true };
  /** `STALE 2 m 10 s`: then it is hatched. */
  readonly stale?: string;
  readonly lines: readonly WallLine[];
}

/** A tile by the age of what it tells: after one interval with its age, after three hatched, after ten without its value. */
export function aged(tile: WallTile, at: number | null, fresh: Freshness, now: number): WallTile {
  if (fresh === 'fresh') return tile;
  const old = at === null ? 'never' : age(now - at);
  if (fresh === 'late') return { ...tile, lines: [...tile.lines, { said: [`${old} old`] }] };
  if (fresh === 'stale' && at !== null) return { ...tile, state: 'unknown', stale: staleWords(at, now) };
  const { value = '', unit = '' } = tile.hero ?? {};
  const last = at === null ? ['nothing was ever heard'] : [`${value} ${unit} at ${clock(at)}`, `${value} at ${shortClock(at)}`]; // prettier-ignore
  const lines: readonly WallLine[] = [{ said: last.map((one) => one.replace(/ +/g, ' ')) }, { said: [`for ${old}`] }];
  return { ...tile, state: 'unknown', hero: { value: 'UNKNOWN' }, lines: at === null ? lines.slice(0, 1) : lines };
}

/**
 * By what was last heard of any head-end that is watched: as long as one is heard, the others are named. `of`: what is a sign of that
 * which the tile shows.
 */
export function byHearing(facts: WallFacts, tile: WallTile, now: number, of = (sign: Sign): Sign => sign): WallTile {
  const sign = heardOf(watched(facts.devices), now, of);
  const blind = watched(facts.devices).filter(({ heartbeat }) => silent(of(heartbeat), now));
  const fresh = freshness(sign, now);
  if (isOld(fresh) || blind.length === 0) return aged(tile, sign.at, fresh, now);
  return { ...tile, state: worst([tile.state, 'unknown']), lines: [without(blind), ...tile.lines] };
}

function without(blind: readonly DeviceRow[]): WallLine {
  const names = blind.map(({ name }) => plain(name));
  const [first = ''] = names;
  const one = names.length === 1 ? named([first], (name = '') => [`without ${name}`]) : [`without ${names.join(', ')}`];
  return { state: 'unknown', said: [...one, `without ${blind.length} unseen`, `${blind.length} not seen`] };
}

/** What a part in use says of a tile, or of a line: nothing while it is below its threshold. */
export function stateOf(use: number): { readonly state?: State } {
  return use >= CRITICAL_AT ? { state: 'crit' } : use >= WARNING_AT ? { state: 'warn' } : {};
}
