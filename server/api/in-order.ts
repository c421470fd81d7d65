interface Timed {
  readonly at: number;
}

/** Two streams of pages as one, by time: each keeps its own order. */
export async function* inOrder<T extends Timed>(
  one: AsyncIterable<readonly T[]>,
  other: AsyncIterable<readonly T[]>,
): AsyncGenerator<readonly T[]> {
  const sides = [sideOf(one), sideOf(other)] as const;
  for (;;) {
    for (const side of sides) await side.fill();
    const [left, right] = sides;
    const page: T[] = [];
    // The page of neither may be gone beyond its end: what the next one brings may come before the other's.
    for (;;) {
      const [a, b] = [left.head(), right.head()];
      if ((a === undefined && !left.isOver()) || (b === undefined && !right.isOver())) break;
      const next = b === undefined || (a !== undefined && a.at <= b.at) ? left : right;
      const taken = next.take();
      if (taken === undefined) break;
      page.push(taken);
    }
    if (page.length > 0) yield page;
    if (sides.every((side) => side.isOver() && side.head() === undefined)) return;
  }
}

function sideOf<T>(pages: AsyncIterable<readonly T[]>) {
  const pull: AsyncIterator<readonly T[], unknown> = pages[Symbol.asyncIterator]();
  let page: readonly T[] = [];
  let place = 0;
  let over = false;
  return {
    head: (): T | undefined => page[place],
    isOver: (): boolean => over,
    take: (): T | undefined => page[place++],
    async fill(): Promise<void> {
      while (!over && place >= page.length) {
        const next = await pull.next();
        if (next.done === true) over = true;
        else [page, place] = [next.value, 0];
      }
    },
  };
}
