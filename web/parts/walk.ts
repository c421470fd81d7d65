import type { TargetedKeyboardEvent } from 'preact';

/** Goes with the arrows, Home and End from link to link of a grid that is one stop of the Tab key. */
export function walk(event: TargetedKeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')];
  const at = links.findIndex((link) => link === document.activeElement);
  const next = at < 0 ? undefined : target(event.key, links, at);
  if (next === undefined) return;
  event.preventDefault();
  // The page's own keys walk through rows with the arrows.
  event.stopPropagation();
  next.focus();
}

function target(key: string, links: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowLeft':
      return links[at - 1];
    case 'ArrowRight':
      return links[at + 1];
    case 'Home':
      return links[0];
    case 'End':
      return links.at(-1);
    case 'ArrowDown':
      return closest(links[at], links.slice(at + 1));
    case 'ArrowUp':
      return closest(links[at], links.slice(0, at).reverse());
    default:
      return undefined;
  }
}

/** Of the next row the link that stands closest below, or above. */
function closest(from: HTMLElement | undefined, others: readonly HTMLElement[]): HTMLElement | undefined {
  if (from === undefined) return undefined;
  const { top, left } = from.getBoundingClientRect();
  const placed = others.map((link) => ({ link, box: link.getBoundingClientRect() }));
  const row = placed.find(({ box }) => Math.abs(box.top - top) > 1)?.box.top;
  if (row === undefined) return undefined;
  const there = placed.filter(({ box }) => Math.abs(box.top - row) <= 1);
  return there.sort((one, other) => Math.abs(one.box.left - left) - Math.abs(other.box.left - left))[0]?.link;
}
