import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

/** A button that opens what belongs to it; Esc, or going elsewhere, closes it. */
export function Menu({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  const box = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (box.current !== null) box.current.open = false;
  };
  return (
    <details
      class="menu"
      ref={box}
      onKeyDown={({ key }) => {
        if (key !== 'Escape') return;
        close();
        box.current?.querySelector('summary')?.focus();
      }}
      onFocusOut={({ relatedTarget }) => {
        // A press on bare ground inside gives the focus to nothing.
        if (relatedTarget instanceof Node && box.current?.contains(relatedTarget) === false) close();
      }}
    >
      <summary class="button">{name}</summary>
      {children}
    </details>
  );
}
