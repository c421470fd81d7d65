import { useEffect, useState } from 'preact/hooks';
import '../look/wall-setup.css';
import type { WallChoice } from '../words/wall-choice.ts';
import { DEFAULT_GEOMETRY, readMeasure, typeSizes, type Geometry, type Screen } from '../words/wall-type.ts';
import { WallChoices } from './wall-choices.tsx';

/** How long it is waited for an answer, in seconds: a wall that came up alone must not ask for ever. */
const PATIENCE = 60;

/** Asks where the wall hangs; without an answer it goes by what is usual, and says so. */
export function WallSetup({ geometry = DEFAULT_GEOMETRY, choice, screen, done }: SetupProps) {
  const [inches, setInches] = useState(String(geometry.inches));
  const [metres, setMetres] = useState(String(geometry.metres));
  const [chosen, choose] = useState(choice);
  const [left, setLeft] = useState(PATIENCE);
  const told = { inches: readMeasure(inches, 'inches'), metres: readMeasure(metres, 'metres') };
  const whole = told.inches === undefined || told.metres === undefined ? undefined : { inches: told.inches, metres: told.metres }; // prettier-ignore
  useEffect(() => {
    if (left === 0) {
      done(whole ?? geometry);
      return undefined;
    }
    const wait = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(wait);
  }, [left]);
  return (
    <main class="page wall-setup">
      <form
        class="col-12"
        onSubmit={(event) => {
          event.preventDefault();
          if (whole !== undefined) done(whole, chosen);
        }}
      >
        <h1 class="verdict verdict--ok">How large is this screen, and how far away is the farthest viewer?</h1>
        <p class="verdict__more">
          Type is made so large that it can be read from there; what then has no room is left out. The address and this
          browser keep the answer. Without one the wall begins by itself in {left} s.
        </p>
        <label>
          Diagonal in inches
          <input
            name="inches"
            inputMode="decimal"
            value={inches}
            onInput={({ currentTarget }) => {
              setInches(currentTarget.value);
              setLeft(PATIENCE);
            }}
          />
        </label>
        <label>
          Farthest viewer in metres
          <input
            name="metres"
            inputMode="decimal"
            value={metres}
            onInput={({ currentTarget }) => {
              setMetres(currentTarget.value);
              setLeft(PATIENCE);
            }}
          />
        </label>
        <p class="hint">
          {whole === undefined
            ? 'No wall is like that: inches from 5 to 500, metres from 0.3 to 100.'
            : sizesText(whole, screen)}
        </p>
        <WallChoices
          choice={chosen}
          choose={(next) => {
            choose(next);
            setLeft(PATIENCE);
          }}
        />
        <button type="submit" class="button" disabled={whole === undefined}>
          Show the wall
        </button>
        <p class="hint after">
          A wall shows no addresses of clients and no names; whom an alert is about only where the wall was let in with
          names. A head-end that is tagged maintenance counts as such. Keys on the wall: m sound, s this question, Esc
          the overview.
        </p>
      </form>
    </main>
  );
}

function sizesText(geometry: Geometry, screen: Screen): string {
  const { small, text, hero } = typeSizes(geometry, screen);
  const part = (pixels: number) => `${((pixels / screen.height) * 100).toFixed(1)} %`;
  return `Of the screen’s height: smallest type ${part(small)}, normal ${part(text)}, figures ${part(hero)}.`;
}

interface SetupProps {
  readonly geometry?: Geometry | undefined;
  readonly choice: WallChoice;
  readonly screen: Screen;
  /** Told the answer; without a choice nobody has given one. */
  readonly done: (geometry: Geometry, chosen?: WallChoice) => void;
}
