import { useState } from 'preact/hooks';
import { readDim, wallViews, type WallChoice, type WallView } from '../words/wall-choice.ts';

const views = Object.keys(wallViews) as readonly WallView[];

/** What a wall shows in turn, how long each page stays, and when it is darker. */
export function WallChoices({ choice, choose }: WallChoicesProps) {
  const { dim } = choice;
  const [from, setFrom] = useState(dim?.from ?? '');
  const [to, setTo] = useState(dim?.to ?? '');
  const dark = (begin: string, end: string) => {
    setFrom(begin);
    setTo(end);
    const { views, dwell } = choice;
    const span = readDim(`${begin}-${end}`);
    choose({ views, dwell, ...(span !== undefined && { dim: span }) });
  };
  return (
    <>
      <fieldset>
        <legend>Shown in turn; while something is critical the state alone stays</legend>
        {views.map((view) => (
          <label key={view}>
            <input
              type="checkbox"
              name={view}
              checked={choice.views.includes(view)}
              disabled={view === 'state'}
              onChange={({ currentTarget: { checked } }) =>
                choose({
                  ...choice,
                  views: views.filter((one) => (one === view ? checked : choice.views.includes(one))),
                })
              }
            />
            {wallViews[view]}
          </label>
        ))}
        <label>
          Seconds a page
          <input
            name="dwell"
            type="number"
            min={3}
            max={600}
            value={choice.dwell / 1000}
            onChange={({ currentTarget: { valueAsNumber: seconds } }) => {
              if (seconds >= 3 && seconds <= 600) choose({ ...choice, dwell: seconds * 1000 });
            }}
          />
        </label>
      </fieldset>
      <fieldset>
        <legend>Darker, by this screen’s clock; never while something is critical or the server is lost</legend>
        <label>
          From
          <input
            name="dim-from"
            type="time"
            value={from}
            onInput={({ currentTarget }) => dark(currentTarget.value, to)}
          />
        </label>
        <label>
          to
          <input
            name="dim-to"
            type="time"
            value={to}
            onInput={({ currentTarget }) => dark(from, currentTarget.value)}
          />
        </label>
      </fieldset>
    </>
  );
}

interface WallChoicesProps {
  readonly choice: WallChoice;
  readonly choose: (choice: WallChoice) => void;
}
