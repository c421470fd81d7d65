import type { ComponentChildren } from 'preact';
import type { Filter } from '../rows.ts';
import { protocols } from '../words/names.ts';
import { plain } from '../words/plain.ts';
import { Choice } from './choice.tsx';

const states = { active: 'Active', ended: 'Ended', any: 'Any' } as const;

/** What narrows the sessions down. */
export function SessionFilters({ filter, devices, change, children }: SessionFiltersProps) {
  return (
    <section class="col-12 toolbar" aria-label="Filters">
      <span class="switch" role="group" aria-label="State">
        {(Object.keys(states) as (keyof typeof states)[]).map((state) => (
          <button key={state} type="button" aria-pressed={filter.wanted === state} onClick={() => change({ state })}>
            {states[state]}
          </button>
        ))}
      </span>
      <Choice
        label="Head-end"
        value={filter.device}
        options={[...new Set([...devices, filter.device])]
          .filter((name) => name !== '')
          .map((name) => ({ value: name, name: plain(name) }))}
        choose={(device) => change({ device })}
      />
      <Choice
        label="Protocol"
        value={filter.protocol}
        options={Object.entries(protocols).map(([value, { name }]) => ({ value, name }))}
        choose={(protocol) => change({ protocol })}
      />
      {filter.q !== '' && (
        <button type="button" class="button" onClick={() => change({ q: '' })}>
          “{plain(filter.q)}” ✕
        </button>
      )}
      {children}
    </section>
  );
}

interface SessionFiltersProps {
  readonly filter: Filter;
  readonly devices: readonly string[];
  readonly change: (changes: Readonly<Record<string, string>>) => void;
  /** What else stands in the row. */
  readonly children?: ComponentChildren;
}
