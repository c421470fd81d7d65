import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** Filters that are there at once on a desk; on a phone, where they would be the whole screen, behind a button. `used`: one of them is set. */
export function MoreFilters({ used, children }: { readonly used: boolean; readonly children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(used);
  return (
    <>
      <button type="button" class="button more-filters" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Fewer filters' : 'More filters'}
      </button>
      <div class={isOpen ? 'more' : 'more more--folded'}>{children}</div>
    </>
  );
}
