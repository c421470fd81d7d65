import { causes } from '../../server/domain/cause.ts';
import type { ChainRow, DeviceRow } from '../../server/domain/feed.ts';
import { count, many } from './bytes.ts';
import { freshness, freshest, messagesOf } from './freshness.ts';
import { plain } from './plain.ts';
import { percent } from './pools.ts';
import { worst, type State } from './verdict.ts';
import { causeNames } from './wall-causes.ts';
import { wallViews, type WallChoice, type WallView } from './wall-choice.ts';
import { alertsOnWall } from './wall-alerts.ts';
import type { Condition } from './wall-conditions.ts';
import { chainFreshness, chainSign, isMaintained, isOld, type WallFacts } from './wall-facts.ts';
import { named } from './wall-fit.ts';
import { layout, seen, turnOf, type Layout } from './wall-layout.ts';
import { aged, byHearing, stateOf, type WallLine, type WallTile } from './wall-tile.ts';
import { failed, headEndState, wallTiles } from './wall-tiles.ts';
import type { Screen } from './wall-type.ts';

/** So many tiles a view has at most: nobody waits for the end of a hundred. */
const MOST = 24;

/** The tiles of one view of the wall. */
export function viewTiles(
  view: WallView,
  facts: WallFacts,
  all: readonly Condition[],
  now: number,
): readonly WallTile[] {
  switch (view) {
    case 'state':
      return wallTiles(facts, all, now);
    case 'pools':
      return chainTiles(facts, now);
    case 'head-ends':
      return headEndTiles(facts, all, now);
    case 'logins':
      return [failed(facts, now), ...causeTiles(facts, now)];
    default:
      return view satisfies never;
  }
}

/** What a wall shows at a moment. */
export interface WallPage {
  readonly tiles: readonly WallTile[];
  readonly place: Layout;
  /** The view and the number of its page, where there are several; else nothing. In more and in fewer words. */
  readonly said: readonly string[];
}

/**
 * The page to be seen now: each view is as many pages as its tiles need, and they take turns. While something is critical the state of
 * everything stays, in which no critical tile is ever hidden.
 */
export function wallPage(
  { views, dwell }: WallChoice,
  facts: WallFacts,
  all: readonly Condition[],
  at: { readonly now: number; readonly room: Screen; readonly type: Parameters<typeof layout>[1] },
): WallPage {
  const isCritical = all.some(({ state }) => state === 'crit') || alertsOnWall(facts).some(({ severity }) => severity === 'critical'); // prettier-ignore
  const turning = isCritical ? (['state'] as const) : views;
  const shown = turning.map((view) => {
    const tiles = viewTiles(view, facts, all, at.now);
    const place = layout(at.room, at.type, tiles.length);
    return { view, tiles, place, pages: seen(tiles, place.columns * place.rows, 0).pages };
  });
  const { view, page } = turnOf(shown.map(({ pages }) => pages), at.now, dwell); // prettier-ignore
  const { view: name, tiles, place, pages } = shown[view] ?? { view: 'state', tiles: [], place: layout(at.room, at.type, 0), pages: 1 }; // prettier-ignore
  const number = pages > 1 ? `${page + 1}/${pages}` : '';
  const said = shown.length > 1 ? [`${wallViews[name]} ${number}`.trimEnd(), number] : [number];
  return { tiles: seen(tiles, place.columns * place.rows, page).tiles, place, said };
}

const ranks: Readonly<Record<State, number>> = { crit: 0, unknown: 1, warn: 2, ok: 3, maint: 4 };

/** The worst first, and of the others that there is no room for only how many they are. */
function worstFirst(tiles: readonly WallTile[], name: readonly string[]): readonly WallTile[] {
  const sorted = [...tiles].sort((one, other) => ranks[one.state] - ranks[other.state]);
  if (sorted.length <= MOST) return sorted;
  const rest = sorted.slice(MOST - 1);
  const state = worst(rest.map((one) => one.state));
  const hero = { value: count(rest.length), unit: 'more' };
  return [
    ...sorted.slice(0, MOST - 1),
    { id: 'others', name, state, hero, lines: [{ said: ['none is worse than this'] }] },
  ];
}

/** A tile for each tunnel group's chain of pools. */
function chainTiles(facts: WallFacts, now: number): readonly WallTile[] {
  const chains = (facts.chains ?? []).filter(
    ({ device }) => !facts.devices.some((one) => one.name === device && isMaintained(one)),
  );
  if (chains.length === 0) {
    const said = facts.chains === undefined ? ['no answer of the server yet', 'no answer yet'] : ['no pool is known yet', 'none known']; // prettier-ignore
    return [{ id: 'pools', name: ['Pools'], state: 'unknown', lines: [{ said }] }];
  }
  const byUse = [...chains].sort((one, other) => (other.utilization ?? -1) - (one.utilization ?? -1));
  return worstFirst(byUse.map((chain) => chainTile(chain, facts, now)), ['Other pools', 'Others']); // prettier-ignore
}

function chainTile(chain: ChainRow, facts: WallFacts, now: number): WallTile {
  const { device, tunnelGroup, pools, size, used, utilization } = chain;
  const name = named([plain(tunnelGroup)], (group = '') => [group]);
  const free = size === null ? ['size not known'] : [`${count(Math.max(0, size - used))} of ${count(size)} free`, `${count(Math.max(0, size - used))} free`]; // prettier-ignore
  const lines: readonly WallLine[] = [
    utilization === null ? { said: free } : { said: free, bar: utilization, ...stateOf(utilization) },
    { said: named([plain(device)], (on = '') => [`on ${on}`]) },
    { said: named([pools.map(plain).join(' → ')], (all = '') => [all]) },
  ];
  const hero = utilization === null ? { value: count(used), unit: 'used' } : { value: percent(utilization) };
  const state = utilization === null ? 'unknown' : (stateOf(utilization).state ?? 'ok');
  const tile: WallTile = { id: `chain ${device} ${tunnelGroup}`, name, state, hero, lines };
  return aged(tile, chainSign(chain, facts, now).at, chainFreshness(chain, facts, now), now);
}

/** A tile for each head-end that is adopted. */
function headEndTiles(facts: WallFacts, all: readonly Condition[], now: number): readonly WallTile[] {
  const adopted = facts.devices.filter(({ state }) => state === 'adopted');
  if (adopted.length === 0) return [{ id: 'head-ends', name: ['Head-ends'], state: 'unknown', lines: [{ said: ['none is watched'] }] }]; // prettier-ignore
  return worstFirst(adopted.map((device) => headEndTile(device, all, now)), ['Other head-ends', 'Others']); // prettier-ignore
}

function headEndTile(device: DeviceRow, all: readonly Condition[], now: number): WallTile {
  const { name, sessions, heartbeat, place } = device;
  const state = headEndState(device, all);
  const own = all.filter((one) => one.device === name && !one.key.startsWith('silent '));
  const site = place?.site;
  const lines: readonly WallLine[] = [
    ...own.map((one): WallLine => ({ state: one.state, said: one.said })),
    ...(site === undefined ? [] : [{ said: named([plain(site)], (at = '') => [at]) }]),
  ];
  const tile: WallTile = {
    ...{ id: `head-end ${name}`, name: named([plain(name)], (one = '') => [one]), state },
    ...{ hero: { value: count(sessions), unit: sessions === 1 ? 'session' : 'sessions' }, lines },
  };
  const fresh = freshness(heartbeat, now);
  // That one is silent is expected in maintenance: but its sessions are not known either.
  const old = aged(tile, freshest(heartbeat, now).at, fresh, now);
  return state === 'maint' ? { ...old, state } : { ...old, state: isOld(fresh) ? worst([state, 'unknown']) : state };
}

/** A tile for each cause of failed logins in the last 15 minutes, the most frequent first. */
function causeTiles(facts: WallFacts, now: number): readonly WallTile[] {
  const told = facts.told?.usual.causes ?? [];
  return told.slice(0, MOST).map(({ cause, failed: failures }): WallTile => {
    const lines: readonly WallLine[] = [{ said: [plain(causes[cause].words), many(failures, 'login')] }];
    const hero = { value: count(failures), unit: 'in 15 min' };
    const tile: WallTile = { id: `cause ${cause}`, name: [causeNames[cause]], state: 'ok', hero, lines };
    return byHearing(facts, tile, now, messagesOf);
  });
}
