import type { ComponentChildren } from 'preact';
import { count } from '../words/bytes.ts';
import { plain } from '../words/plain.ts';
import { percent, SIZE_UNKNOWN, type Filled } from '../words/pools.ts';
import type { State } from '../words/verdict.ts';
import { Shape } from './shape.tsx';

/** What is full or not, and on which head-end: with the shape of its state where that is not OK. */
export function UseName({ name, device, state, hover }: UseNameProps) {
  return (
    <span class={`cut pool-name pool-name--${state}`} title={hover}>
      {state !== 'ok' && <Shape name={state} />}
      {plain(name)} <span class="hint">{plain(device)}</span>
    </span>
  );
}

interface UseNameProps {
  readonly name: string;
  readonly device: string;
  readonly state: State;
  /** The CLI's word for it. */
  readonly hover: string;
}

/** How full it is in percent with what is said of it; only the number that is used where its size is not known. */
export function UseFigures({ use, children }: { readonly use: Filled; readonly children: ComponentChildren }) {
  const { utilization, size, used } = use;
  return utilization === null || size === null ? (
    <span class="rows__n rows__n--words">
      <b>{count(used)}</b> used <span class="hint">{SIZE_UNKNOWN}</span>
    </span>
  ) : (
    <>
      <b class="rows__n">{percent(utilization)}</b>
      <span class="rows__n hint">{children}</span>
    </>
  );
}

/** The classes of a row, whose figures are old where it is silent. */
export function rowClass(kind: 'pool' | 'chain' | 'limit' | 'census', silent: boolean): string {
  return `rows__row rows__row--${kind}${silent ? ' is-stale' : ''}`;
}
