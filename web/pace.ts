/** When the page may send what it does of its own accord. */
export interface Pace {
  /** Calls `send` now or as soon as one more may go, in order. It tells whether it has sent anything: if not, the next one goes. */
  go(send: () => boolean): void;
  /** Something that was sent was answered, or never will be. */
  answered(): void;
}

/** So many may go at once: the server cuts a viewer that asks for more (`MOST_ASKED` of `server/feed/viewer.ts`). */
export const AT_ONCE = 10;
/** Then one in so many milliseconds: a little more than the tenth of a second in which the server lets in another. */
export const APART = 110;

/**
 * A pace for one connection. Only what was answered makes room: then it is with the server, however long the line has held it up. Counted
 * from when it was sent, a line that stalls would bring too many at once. `after` calls back in `APART` milliseconds.
 */
export function createPace(after: (run: () => void) => void): Pace {
  const waiting: (() => boolean)[] = [];
  let room = AT_ONCE;
  let owed = 0;

  const drain = () => {
    while (room > 0 && waiting.length > 0) if (waiting.shift()?.() === true) room -= 1;
  };
  const free = () => {
    owed -= 1;
    room += 1;
    if (owed > 0) after(free);
    drain();
  };

  return {
    go(send) {
      waiting.push(send);
      drain();
    },
    answered() {
      owed += 1;
      // One after the other, as the server counts.
      if (owed === 1) after(free);
    },
  };
}
