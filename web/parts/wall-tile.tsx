import { fit, fitsBeside, fitting } from '../words/wall-fit.ts';
import type { Layout } from '../words/wall-layout.ts';
import type { WallLine, WallTile as Tile } from '../words/wall-tile.ts';
import { stateWords, type State } from '../words/verdict.ts';
import { Shape } from './shape.tsx';

/** One tile: name and state, one large figure, and as many lines as there is room for. */
export function WallTile({
  tile,
  place,
  wide,
}: {
  readonly tile: Tile;
  readonly place: Layout;
  readonly wide: number;
}) {
  const { id, name, state, hero, stale, lines } = tile;
  const characters = place.characters * wide + (wide - 1) * 2;
  // What is stale takes a line, and a figure that is not there gives room for more of them.
  const beside = hero?.unit === undefined || fitsBeside(hero.value, hero.unit, characters);
  const unit: readonly WallLine[] =
    hero?.unit === undefined || beside || hero.measure === undefined ? [] : [{ said: [hero.unit] }];
  const room = place.lines + (hero === undefined ? 2 : 0) - (stale === undefined ? 0 : 1);
  return (
    <section
      class={`wall__tile wall__tile--${stale === undefined ? state : 'stale'} wall__tile--span${wide}`}
      data-tile={id}
      data-state={state}
    >
      <h2 class="wall__head">
        <span class="wall__name">{fit(name, characters - stateWords[state].length - 3)}</span>
        <span class={`wall__state wall__state--${state}`}>
          <Shape name={state} />
          {stateWords[state]}
        </span>
      </h2>
      {stale !== undefined && <strong class="wall__stale">{stale}</strong>}
      {hero !== undefined && (
        <b class={hero.value === 'UNKNOWN' ? 'wall__hero wall__hero--word' : 'wall__hero'} data-hero={id}>
          {hero.value} {hero.unit !== undefined && beside && <small>{hero.unit}</small>}
        </b>
      )}
      {/* By its place: a line whose age is told each second is another one each second. */}
      {fitting([...unit, ...lines], room).map((line, place) => (
        <Line key={place} line={line} characters={characters} />
      ))}
    </section>
  );
}

/** What is critical or a warning is bold, and so wider; a state has its shape, of two characters, before it. */
const BOLD = 0.92;

function roomFor(state: State | undefined, characters: number): number {
  if (state === undefined) return characters;
  return (state === 'crit' || state === 'warn' ? Math.floor(characters * BOLD) : characters) - 2;
}

function Line({ line: { said, state, bar }, characters }: { readonly line: WallLine; readonly characters: number }) {
  return (
    <span
      class={`wall__line ${state === undefined ? '' : `wall__line--${state}`} ${bar === undefined ? '' : 'wall__line--bar'}`}
    >
      {state !== undefined && <Shape name={state} />}
      {fit(said, roomFor(state, characters))}
      {bar !== undefined && <i class="wall__bar" style={`--part:${Math.min(100, bar * 100)}%`} />}
    </span>
  );
}
