import { useLocation } from 'preact-iso/router';
import { useEffect, useErrorBoundary, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AaaRow } from '../../server/domain/aaa.ts';
import type { ChainRow, HealthRow } from '../../server/domain/feed.ts';
import { useAnswer, type Answer } from '../answer.ts';
import { EVERYWHERE, useSummaryOf } from '../asked.ts';
import { useBeat } from '../beat.ts';
import { keep, kept } from '../kept.ts';
import '../look/wall.css';
import { me } from '../me.ts';
import { useAttended, useSizes, useWakeLock } from '../parts/wall-hands.ts';
import { WallBand, WallHead } from '../parts/wall-head.tsx';
import { WallSetup } from '../parts/wall-setup.tsx';
import { useSound } from '../parts/wall-sound.ts';
import { WallTile } from '../parts/wall-tile.tsx';
import { WallTools } from '../parts/wall-tools.tsx';
import { withQuery } from '../place.ts';
import { theme } from '../theme.ts';
import { sayTitle } from '../title.ts';
import { reloadIfServed, useWatchdog } from '../watchdog.ts';
import { useCell, useLive, useNow, useRows } from '../watch.ts';
import { isDim, readChoice, writeChoice, type WallChoice } from '../words/wall-choice.ts';
import { conditions, dated, firstSeen, wallVerdict, type FirstSeen } from '../words/wall-conditions.ts';
import type { WallFacts, WallTold } from '../words/wall-facts.ts';
import { fit } from '../words/wall-fit.ts';
import { layout, orbit, turned } from '../words/wall-layout.ts';
import { geometryText, readGeometry, typeSizes, type Geometry } from '../words/wall-type.ts';
import { wallPage } from '../words/wall-views.ts';

const KEY = 'tunnelwatch.wall';
const CHOICE = 'tunnelwatch.wall-choice';
/** How often a wall that has failed tries to be loaded anew, in milliseconds. */
const FAILED_FOR = 30_000;
/** All that this wall may show. */
/** What is broken between words is less than two lines can hold. */
const TWO_LINES = 1.8;
/** Under the clock there is room for so many characters, and what shows that the page is alive. */
const VIEW_CHARACTERS = 10;

/** The display that nobody touches: asks once where it hangs, and then shows what is true now, the worst first. */
export function Wall() {
  const { path, query, route } = useLocation();
  const { screen } = useSizes();
  const [assumed, assume] = useState<Geometry>();
  const told = readGeometry(query, kept(KEY));
  const [failed] = useErrorBoundary((error: unknown) => {
    console.error(error);
    setInterval(() => void reloadIfServed(), FAILED_FOR);
  }) as readonly [unknown, () => void];
  const geometry = told ?? assumed;
  const choice = readChoice(query, kept(CHOICE));
  if (failed !== undefined) return <h1 class="verdict verdict--crit">This wall has failed, and shows nothing. It loads itself anew.</h1>; // prettier-ignore
  if (geometry === undefined || query['ask'] !== undefined)
    return (
      <WallSetup
        geometry={geometry}
        choice={choice}
        screen={screen}
        done={({ inches, metres }, chosen) => {
          if (chosen === undefined) {
            assume({ inches, metres });
            route(withQuery(path, query, { ask: '' }), true);
            return;
          }
          const shown = writeChoice(chosen);
          keep(KEY, geometryText({ inches, metres }));
          keep(CHOICE, new URLSearchParams(shown).toString());
          route(withQuery(path, query, { inches: String(inches), metres: String(metres), ...shown, ask: '' }), true);
        }}
      />
    );
  return <Hung geometry={geometry} choice={choice} isTold={told !== undefined} />;
}

/** A wall is looked at in the dark, unless somebody has chosen a theme. */
function useDark(): void {
  const chosen = useCell(theme);
  useLayoutEffect(() => {
    if (chosen !== 'auto') return undefined;
    const { dataset } = document.documentElement;
    dataset['theme'] = 'dark';
    return () => {
      delete dataset['theme'];
    };
  }, [chosen]);
}

/** What the wall is made from; `undefined` until the feed has come. */
function useFacts(): WallFacts | undefined {
  const away = useCell(useLive().pulse).phase !== 'live';
  const summary = useSummaryOf(EVERYWHERE, away);
  const devices = useRows('devices');
  const health = useRows('health');
  const alerts = useRows('alerts');
  const role = useCell(me)?.role;
  const beat = useBeat();
  const wall = useAnswer<WallTold>('/api/wall', beat);
  const pools = useAnswer<{ readonly chains: readonly ChainRow[] }>('/api/pools', beat);
  const aaa = useAnswer<{ readonly servers: readonly AaaRow[] }>('/api/aaa', beat);
  if (summary === undefined || devices === undefined || health === undefined) return undefined;
  const warnings = health.flatMap((row: HealthRow) => row.warnings);
  return {
    ...{ summary, devices, warnings, told: answered(wall, away) },
    alerts,
    // A wall is told whom an alert is about only where that was allowed; anybody else is told it always.
    mayName: role === 'wall',
    ...{ chains: answered(pools, away)?.chains, aaa: answered(aaa, away)?.servers },
  };
}

/**
 * What an answer tells; nothing, if the server gives none now: what it said before must not pass for what is true. While the server is
 * `away` all that is shown is marked as old, and stays.
 */
function answered<T>(answer: Answer<T>, away: boolean): T | undefined {
  return answer.state === 'failed' && !away ? undefined : answer.value;
}

interface HungProps {
  readonly geometry: Geometry;
  readonly choice: WallChoice;
  readonly isTold: boolean;
}

function Hung({ geometry, choice, isTold }: HungProps) {
  const live = useLive();
  const { query } = useLocation();
  const { phase } = useCell(live.pulse);
  const facts = useFacts();
  const now = useNow();
  const { inner, screen } = useSizes();
  const attended = useAttended();
  const awake = useWakeLock();
  const first = useRef<FirstSeen>(undefined);
  const opened = useRef(now);
  useWatchdog();
  useEffect(() => live.resume(), [live]);
  useDark();

  const found = facts === undefined ? [] : conditions(facts, now);
  if (facts !== undefined) first.current = firstSeen(first.current, found, now);
  const all = dated(found, first.current ?? new Map());
  const critical = all.filter(({ state }) => state === 'crit').map(({ key }) => key);
  const sound = useSound(facts === undefined ? undefined : critical, query['sound']);

  const type = typeSizes(geometry, screen);
  const shown = facts === undefined ? undefined : wallPage(choice, facts, all, { now, room: inner, type });
  const { tiles, place } = shown ?? { tiles: [], place: layout(inner, type, 0) };
  const said = facts === undefined ? undefined : wallVerdict(facts, all, TWO_LINES * place.verdict, now);
  useEffect(() => {
    if (said !== undefined) sayTitle(`${said.word}: ${said.text}`);
  }, [said?.text]);
  const { x, y } = orbit(now);
  const away = phase === 'lost' || phase === 'catching-up';
  const isDark = isDim(choice.dim, now) && critical.length === 0 && !away;
  const modes = [away && 'wall--lost', turned(now - opened.current) && 'wall--turned', attended && 'wall--attended', isDark && 'wall--dim']; // prettier-ignore
  const spare = 1 + Math.max(0, Math.min(place.columns - 1, place.columns * place.rows - tiles.length));
  return (
    <main
      class={['wall', ...modes.filter((mode) => mode !== false)].join(' ')}
      style={`--small:${type.small}px;--text:${type.text}px;--hero:${type.hero}px;--columns:${place.columns};--rows:${place.rows};--x:${x}px;--y:${y}px`}
    >
      <WallBand />
      {said === undefined ? (
        <h1 class="wall__verdict">{away ? 'Nothing is known.' : 'Asking for the present state …'}</h1>
      ) : (
        <WallHead said={said} view={fit(shown?.said ?? [''], VIEW_CHARACTERS)} />
      )}
      <div class="wall__tiles">
        {tiles.map((tile, index) => (
          <WallTile key={tile.id} tile={tile} place={place} wide={index === tiles.length - 1 ? spare : 1} />
        ))}
      </div>
      {attended && <WallTools sound={sound} awake={awake} geometry={geometry} isTold={isTold} />}
    </main>
  );
}
