import type { TargetedKeyboardEvent } from 'preact';
import { useState } from 'preact/hooks';
import { nearest } from '../drawing.ts';

/** Where somebody reads the chart by keyboard, epoch milliseconds; a selection reaches from its anchor to there. */
export interface Cursor {
  readonly at: number;
  readonly anchor?: number;
}

/** How far the keys move, in instants of so many. */
const moves: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  PageUp: (index, last) => index + Math.ceil(last / 10),
  PageDown: (index, last) => index - Math.ceil(last / 10),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Reads a chart by keyboard: the arrows, Page Up and Down, Home and End go from instant to instant, with Shift they select a span, Enter
 * zooms into it, Escape lets it go. `zoom` is told the ends.
 */
export function useCursor(times: readonly number[], zoom: (from: number, to: number) => void) {
  const [cursor, setCursor] = useState<Cursor>();
  const last = times.length - 1;
  const index = cursor === undefined ? last : nearest(times, cursor.at);
  return {
    cursor,
    index,
    enter: (): void => {
      const at = times[last];
      if (at !== undefined) setCursor({ at });
    },
    leave: (): void => setCursor(undefined),
    press: (event: TargetedKeyboardEvent<HTMLElement>): void => {
      const taken = () => {
        event.preventDefault();
        // The page's own keys walk through rows with the arrows.
        event.stopPropagation();
      };
      const move = moves[event.key];
      const here = times[index];
      if (move !== undefined && here !== undefined) {
        taken();
        const at = times[Math.max(0, Math.min(last, move(index, last)))] ?? here;
        setCursor(event.shiftKey ? { at, anchor: cursor?.anchor ?? here } : { at });
      } else if (event.key === 'Enter' && cursor?.anchor !== undefined) {
        taken();
        setCursor({ at: cursor.at });
        zoom(Math.min(cursor.anchor, cursor.at), Math.max(cursor.anchor, cursor.at));
      } else if (event.key === 'Escape' && cursor?.anchor !== undefined) {
        taken();
        setCursor({ at: cursor.at });
      }
    },
  };
}
