import { useLocation } from 'preact-iso/router';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useRange } from '../asked.ts';
import { anyTime, quickRanges, readRange, shifted, spanOf, widened, type Range } from '../range.ts';
import { useNow } from '../watch.ts';
import { exactRange, rangeWords, zoneAt } from '../words/range.ts';
import { iso } from '../words/time.ts';

/** The id of the button that opens the ranges, for the `t` key. */
export const TIME_BUTTON = 'time';

/** Screens that show a past range; the others show now, whatever was chosen. */
const OBEY = ['/', '/sessions', '/attempts', '/messages'];
/** Of these only the charts do. */
const CHARTS = /^\/(?:pools|sessions\/-?\d+)$/;

/** The range of time: chosen, typed, moved or widened; it stands in the address. */
export function TimeRange() {
  const { path } = useLocation();
  const { range, choose } = useRange();
  const now = useNow();
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [back, on, wider] = [shifted(range, now, -1), shifted(range, now, 1), widened(range, now)];
  const take = (next: Range) => {
    box.current?.hidePopover();
    choose(next);
  };
  return (
    <span class="time" role="group" aria-label="Time">
      <button
        id={TIME_BUTTON}
        type="button"
        class="button time__range"
        aria-label={`Time: ${rangeWords(range, now)} ${zoneAt(now).name}`}
        title={exactRange(range, now)}
        popovertarget="time-ranges"
        data-range={rangeWords(range, now)}
      >
        {rangeWords(range, now)} <span class="hint">{zoneAt(now).name}</span>
      </button>
      <Step name="Earlier" sign="◀" to={back} take={take} />
      <Step name="Zoom out" sign="−" to={wider} take={take} />
      <Step name="Later" sign="▶" to={on} take={take} />
      {!OBEY.includes(path) && (range.from !== '' || range.to !== '') && (
        <span class="hint time__now">this page shows now{CHARTS.test(path) && ', its charts this time'}</span>
      )}
      <div
        id="time-ranges"
        class="time__box"
        popover="auto"
        ref={box}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && <Typed range={range} take={take} />}
        <div class="time__quick">
          <button
            type="button"
            class="button"
            aria-pressed={range.from === '' && range.to === ''}
            onClick={() => take(anyTime)}
          >
            any time
          </button>
          {quickRanges.map(({ name, from, to }) => (
            <button
              key={name}
              type="button"
              class="button"
              aria-pressed={range.from === from && range.to === to}
              onClick={() => take({ from, to })}
            >
              {name}
            </button>
          ))}
        </div>
        <p class="hint">
          Times are of {zoneAt(now).place} ({zoneAt(now).name}), unless typed with another offset.
        </p>
      </div>
    </span>
  );
}

function Step({ name, sign, to, take }: StepProps) {
  return (
    <button
      type="button"
      class="button button--bare"
      aria-label={name}
      title={to === undefined ? name : `${name}: ${to.from}${to.to === '' ? '' : ` to ${to.to}`}`}
      disabled={to === undefined}
      onClick={() => to !== undefined && take(to)}
    >
      {sign}
    </button>
  );
}

interface StepProps {
  readonly name: string;
  readonly sign: string;
  readonly to: Range | undefined;
  readonly take: (range: Range) => void;
}

/** A range typed, or its two ends picked. */
function Typed({ range, take }: { readonly range: Range; readonly take: (range: Range) => void }) {
  // As of the opening: an end that moves on would be taken out of the hands of who types.
  const [now] = useState(useNow());
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [text, setText] = useState([range.from, range.to].filter((end) => end !== '').join(' to '));
  const [wrong, setWrong] = useState(false);
  const span = spanOf(range, now);
  return (
    <form
      class="time__typed"
      onSubmit={(event) => {
        event.preventDefault();
        const read = text.trim() === '' ? anyTime : readRange(text, now);
        setWrong(read === undefined);
        if (read !== undefined) take(read);
      }}
    >
      <label>
        <span>Range</span>
        <input
          ref={first}
          class="field"
          autoComplete="off"
          spellcheck={false}
          placeholder="now-6h, or 2026-03-03 14:05"
          aria-invalid={wrong}
          aria-describedby="time-wrong"
          value={text}
          onInput={({ currentTarget }) => {
            setWrong(false);
            setText(currentTarget.value);
          }}
        />
      </label>
      <Edge
        name="From"
        at={span.from ?? now - 3_600_000}
        set={(from) => setText(`${from} to ${iso(span.to ?? now)}`)}
      />
      <Edge name="To" at={span.to ?? now} set={(to) => setText(`${iso(span.from ?? now - 3_600_000)} to ${to}`)} />
      <button type="submit" class="button">
        Show
      </button>
      <p id="time-wrong" class={wrong ? 'trouble' : 'hint'} role={wrong ? 'alert' : undefined}>
        {wrong ? 'That is no range of time before now. ' : ''}
        Such as 6h, now-6h, today, 2026-03-03, 2026-03-03 14:05, or two of these with “to” between them.
      </p>
    </form>
  );
}

function Edge({ name, at, set }: { readonly name: string; readonly at: number; readonly set: (time: string) => void }) {
  return (
    <label>
      <span>{name}</span>
      <input
        class="field"
        type="datetime-local"
        step={1}
        value={iso(at).slice(0, 19)}
        onChange={({ currentTarget: { value } }) => {
          const typed = Date.parse(value);
          if (!Number.isNaN(typed)) set(iso(typed));
        }}
      />
    </label>
  );
}
