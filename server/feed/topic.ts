import type { Delta, Snapshot, TopicName, Topics } from '../domain/feed.ts';
import { createListing, PART, type Listing, type LiveRows, type Reading, type Written } from './listing.ts';

/** One topic on the server: its rows as every viewer has them at `seq`, and what has changed since. */
export interface Topic<T extends TopicName> {
  /** Sets a row. Only the latest of a key goes out with the next `flush`, and only if it differs. */
  put(key: string, row: Topics[T]): void;
  drop(key: string): void;
  /** Puts each row as it is made anew, those that wait to be told, too. */
  rewrite(anew: <Row>(row: Row) => Row): void;
  /** Moves what has changed into the rows and tells it, or `undefined` if nothing did; what is too much for one delta waits for the next. */
  flush(): Delta<T> | undefined;
  /** The rows as of the last `flush`. */
  snapshot(): Snapshot<T>;
  /** The snapshot as one viewer reads it, part by part; only what `see` lets through, if it is given. */
  read(see?: See<T>): Reading;
}

/** A row as some viewers have it; `undefined` where they have none. */
export type See<T extends TopicName> = (row: Topics[T]) => Topics[T] | undefined;

interface Held<Row> extends Written {
  readonly row: Row;
}

/** An empty topic at `seq` 0. */
export function createTopic<T extends TopicName>(name: T): Topic<T> {
  const rows = new Map<string, Held<Topics[T]>>();
  const pending = new Map<string, Topics[T] | undefined>();
  let seq = 0;
  let listing: Listing | undefined;

  /** Characters that differ. Compares by JSON: who writes the rows makes most of them anew each time, so identity would tell too much. */
  function replace(key: string, row: Topics[T]): number {
    const held = rows.get(key);
    if (held?.row === row) return 0;
    const text = JSON.stringify(row);
    rows.set(key, { row, json: text });
    return held?.json === text ? 0 : text.length;
  }

  return {
    put: (key, row) => void pending.set(key, row),
    drop: (key) => void pending.set(key, undefined),
    rewrite(anew) {
      for (const [key, { row }] of rows) {
        const next = anew(row);
        if (next !== row && !pending.has(key)) pending.set(key, next);
      }
      for (const [key, row] of pending) if (row !== undefined) pending.set(key, anew(row));
    },
    flush() {
      const put: [string, Topics[T]][] = [];
      const drop: string[] = [];
      let room = PART;
      for (const [key, row] of pending) {
        if (room <= 0) break;
        pending.delete(key);
        if (row === undefined) {
          if (rows.delete(key)) drop.push(key);
          continue;
        }
        const length = replace(key, row);
        if (length > 0) put.push([key, row]);
        room -= length;
      }
      if (put.length === 0 && drop.length === 0) return undefined;
      seq += 1;
      listing?.age();
      listing = undefined;
      return { topic: name, seq, put, drop };
    },
    snapshot: () => ({ topic: name, seq, rows: [...rows].map(([key, { row }]) => [key, row]) }),
    read(see) {
      if (see !== undefined) {
        const part = createListing(name, seen(rows, see), () => seq);
        // It is read by one viewer: nothing of what is written is kept.
        part.age();
        return part.read();
      }
      // One for all who begin before rows change.
      listing ??= createListing(name, rows, () => seq);
      return listing.read();
    },
  };
}

/** The same rows through the eyes of some: each as it is when it is asked for. */
function seen<T extends TopicName>(rows: ReadonlyMap<string, Held<Topics[T]>>, see: See<T>): LiveRows {
  const get = (key: string): Written | undefined => {
    const held = rows.get(key);
    const row = held === undefined ? undefined : see(held.row);
    return row === undefined ? undefined : { json: row === held?.row ? held.json : JSON.stringify(row) };
  };
  const keys = [...rows.keys()].filter((key) => get(key) !== undefined);
  return { get, keys: () => keys.values(), values: () => keys.flatMap((key) => get(key) ?? []).values() };
}
