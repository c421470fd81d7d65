import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { soon } from '../soon.ts';

/** Draws what is in it in a task of its own, just after what stands around it: a page is never drawn in one long task. */
export function Next({ children }: { readonly children: ComponentChildren }) {
  const [isDue, go] = useState(false);
  useLayoutEffect(() => soon(() => go(true)), []);
  return isDue ? <>{children}</> : null;
}
