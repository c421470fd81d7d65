import type { TargetedPointerEvent } from 'preact';
import { useState } from 'preact/hooks';

/** A press that moves by less is none that drags, in pixels. */
const STILL = 8;

interface Drag {
  readonly first: number;
  readonly last: number;
}

/** A span that is being dragged over, in pixels of the part; `done` is told its ends. */
export function useDrag(done: (first: number, last: number) => void) {
  const [drag, setDrag] = useState<Drag>();
  const place = (event: TargetedPointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  return {
    drag,
    begin: (event: TargetedPointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ first: place(event), last: place(event) });
    },
    follow: (event: TargetedPointerEvent<HTMLElement>): void => {
      const last = place(event);
      setDrag((before) => before && { ...before, last });
    },
    /** Without an event the drag was taken away. */
    end: (event?: TargetedPointerEvent<HTMLElement>): void => {
      setDrag(undefined);
      if (drag !== undefined && event !== undefined && Math.abs(place(event) - drag.first) > STILL)
        done(drag.first, place(event));
    },
  };
}
