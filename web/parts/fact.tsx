import type { ComponentChildren } from 'preact';

/** A name and what is known under it, within a `dl` of class `kv`. */
export function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="kv__row kv__row--text">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
