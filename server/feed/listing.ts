import type { TopicName } from '../domain/feed.ts';

/** Characters of a part, or of a delta: they hold a browser up for some milliseconds. The first part is what fills a screen. */
export const PART = 192 * 1024;
const FIRST_PART = 48 * 1024;
/** A snapshot has no more parts than this: each is asked for, and a viewer may not ask too often. */
const MOST_PARTS = 20;

/** A row as it is sent. */
export interface Written {
  readonly json: string;
}

/** A part of a snapshot as JSON. */
export interface Part {
  readonly json: string;
  readonly isLast: boolean;
}

/** A snapshot as one viewer reads it: the latest rows first, each part with its rows as of the flush before. */
export interface Reading {
  next(): Part;
}

/** Rows as they are now, by key. */
export type LiveRows = Pick<ReadonlyMap<string, Written>, 'keys' | 'values' | 'get'>;

/** Which rows a topic had at one moment. Those that were put in later come as deltas to whoever reads it. */
export interface Listing {
  read(): Reading;
  /** To be called when rows have changed: from now on nothing of what is written is kept. */
  age(): void;
}

/**
 * A listing of the rows there are now. It keeps their keys and not their text, so that a thousand viewers that read at a thousand speeds
 * cost little; until rows change, a part is written once for all who ask for it.
 */
export function createListing(topic: TopicName, rows: LiveRows, seq: () => number): Listing {
  const keys = [...rows.keys()];
  let all = 0;
  for (const { json } of rows.values()) all += json.length;
  const most = Math.max(PART, Math.ceil(all / (MOST_PARTS - 1)));
  const written = new Map<number, Stretch>();
  let isNew = true;

  /** The part that ends before the key at `to`, and where it begins. */
  function write(to: number): Stretch {
    const known = written.get(to);
    if (known !== undefined) return known;
    const texts: string[] = [];
    let from = to;
    for (let room = to === keys.length && all > most ? FIRST_PART : most; from > 0 && room > 0; from -= 1) {
      const key = keys[from - 1] ?? '';
      const row = rows.get(key);
      if (row === undefined) continue; // dropped since
      room -= row.json.length;
      texts.push(`[${JSON.stringify(key)},${row.json}]`);
    }
    const left = from === 0 ? '' : `,"left":${from}`;
    const json = `{"topic":"${topic}","seq":${seq()},"rows":[${texts.reverse().join(',')}]${left}}`;
    const stretch = { from, json };
    if (isNew) written.set(to, stretch);
    return stretch;
  }

  return {
    read() {
      let to = keys.length;
      return {
        next() {
          const { from, json } = write(to);
          to = from;
          return { json, isLast: from === 0 };
        },
      };
    },
    age() {
      isNew = false;
      written.clear();
    },
  };
}

interface Stretch {
  readonly from: number;
  readonly json: string;
}
