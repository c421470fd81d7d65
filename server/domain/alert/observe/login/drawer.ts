import type { Json, Memory } from '../../observer.ts';

/** A part of a memory with a bound of its own: a flood in one does not push anything out of another. */
export interface Drawer<T extends Json> {
  get(id: string): T | undefined;
  /** Bodies are never changed in place. */
  set(id: string, body: T): void;
  /** At the end of a turn: what was set longest ago goes where there are more than `most`. */
  trim(most: number): void;
  /** Lets go of what is over. It looks at all: once a day. */
  sweep(isOver: (body: T) => boolean): void;
}

/** The drawer of that name, a word. */
export function drawer<T extends Json>(memory: Memory, name: string): Drawer<T> {
  const counter = `count of ${name}`;
  const keyOf = (id: string): string => `${name} ${id}`;
  const read = (key: string): T | undefined => memory.get(key) as T | undefined; // border: nobody else writes there
  const counted = (): number => Number(memory.get(counter) ?? 0);
  const count = (more: number): void => {
    if (more !== 0) memory.set(counter, counted() + more);
  };
  let added = 0;

  return {
    get: (id) => read(keyOf(id)),
    set(id, body) {
      if (memory.get(keyOf(id)) === undefined) added += 1;
      memory.set(keyOf(id), body);
    },
    trim(most) {
      const over = counted() + added - most;
      const oldest = over > 0 ? first(memory.keys(), over, (key) => key.startsWith(keyOf(''))) : [];
      for (const key of oldest) memory.delete(key);
      count(added - oldest.length);
      added = 0;
    },
    sweep(isOver) {
      const over = [...memory.keys()].filter((key) => {
        const body = key.startsWith(keyOf('')) ? read(key) : undefined;
        return body !== undefined && isOver(body);
      });
      for (const key of over) memory.delete(key);
      count(-over.length);
    },
  };
}

function first(keys: Iterable<string>, many: number, fits: (key: string) => boolean): readonly string[] {
  const found: string[] = [];
  for (const key of keys) {
    if (found.length >= many) break;
    if (fits(key)) found.push(key);
  }
  return found;
}
