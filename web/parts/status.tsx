import type { ComponentChildren } from 'preact';
import { stateWords, type State } from '../words/verdict.ts';
import { Shape } from './shape.tsx';

/** A state: shape, word and colour. The word is the state's own unless another one says it better. */
export function Status({ state, children }: { readonly state: State; readonly children?: ComponentChildren }) {
  return (
    <span class={`status status--${state}`}>
      <Shape name={state} />
      {children ?? stateWords[state]}
    </span>
  );
}
