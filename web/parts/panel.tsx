import type { ComponentChildren } from 'preact';
import type { State } from '../words/verdict.ts';

/** A rule, a name and its contents; the rule carries the state. */
export function Panel({ title, hint, tools, state = 'ok', span = '', children }: PanelProps) {
  return (
    <section class={`panel panel--${state} ${span}`}>
      <div class="panel__head">
        <h2>{title}</h2>
        {hint !== undefined && <span class="hint">{hint}</span>}
        {tools !== undefined && <span class="panel__tools">{tools}</span>}
      </div>
      {children}
    </section>
  );
}

interface PanelProps {
  readonly title: string;
  readonly hint?: ComponentChildren;
  readonly tools?: ComponentChildren;
  readonly state?: State;
  /** The columns it takes: `col-6`. */
  readonly span?: string;
  readonly children: ComponentChildren;
}
