import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';

/** Something that can be done about one thing, and what it asks first. */
export interface Doing {
  readonly name: string;
  /** The form; `close` leaves it. */
  readonly form: (close: () => void) => ComponentChildren;
}

interface DoingsProps {
  readonly doings: readonly Doing[];
  /** About what: for those who do not see where the buttons stand. */
  readonly about?: string;
}

/** Buttons of which each opens its form, one at a time; who leaves a form stands at its button again. */
export function Doings({ doings, about }: DoingsProps) {
  const [asking, ask] = useState<string>();
  const bar = useRef<HTMLSpanElement>(null);
  const close = () => {
    const { current } = bar;
    // What was done may have given the button another name.
    (current?.querySelector<HTMLElement>('[aria-expanded=true]') ?? current?.querySelector('button'))?.focus();
    ask(undefined);
  };
  const asked = doings.find(({ name }) => name === asking);
  return (
    <>
      <span class="alert__buttons" ref={bar}>
        {doings.map(({ name }, place) => (
          <button
            key={place}
            type="button"
            class="button"
            aria-expanded={asking === name}
            aria-label={about === undefined ? undefined : `${name}: ${about}`}
            onClick={() => ask(asking === name ? undefined : name)}
          >
            {name}
          </button>
        ))}
      </span>
      {asked?.form(close)}
    </>
  );
}
