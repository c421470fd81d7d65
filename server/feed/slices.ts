import { WHOLE, sliced, type Slice } from '../domain/access/slice.ts';
import type { Delta, TopicName, Topics } from '../domain/feed.ts';
import type { Feed } from './feed.ts';
import type { Reading } from './listing.ts';

/** Who of the viewers sees what: most see everything, some only their sites, or no names. */
export interface Slices {
  /** From now on one viewer more has this slice; answers how it leaves. */
  enter(slice: Slice): () => void;
  read(topic: TopicName, slice: Slice): Reading;
  /** The delta as each slice that somebody has sees it, with the room it goes to. */
  of(delta: Delta): readonly { readonly room: string; readonly delta: Delta }[];
  /** Whether head-ends have moved to other sites since it was asked last: then what was sent before is not what would be sent. */
  haveMoved(): boolean;
}

/** A slice that some have, and by topic the keys of what they were shown. */
interface Held {
  readonly slice: Slice;
  viewers: number;
  readonly shown: Map<TopicName, Set<string>>;
}

/** Where the deltas of a topic go for a slice. */
export const roomOf = (topic: TopicName, { key }: Slice): string => (key === '' ? topic : `${topic} ${key}`);

/** No slices yet but the whole. */
export function createSlices(feed: Feed): Slices {
  const held = new Map<string, Held>();
  let sites: ReadonlyMap<string, string> = new Map();

  /** The sites as they were when it was last asked whether head-ends have moved. */
  let checked = '';
  /** Whether somebody watches who is bound to sites. */
  const isBound = (): boolean => [...held.values()].some(({ slice, viewers }) => slice.sites !== null && viewers > 0);
  const siteOf = (device: string): string | undefined => sites.get(device);
  const look = (): void => {
    const { rows } = feed.topic('devices').snapshot();
    sites = new Map(rows.flatMap(([, { name, place }]) => (place?.site === undefined ? [] : [[name, place.site]])));
  };
  const shownOf = ({ shown }: Held, topic: TopicName): Set<string> => {
    const keys = shown.get(topic) ?? new Set();
    shown.set(topic, keys);
    return keys;
  };
  const part = (delta: Delta, entry: Held): Delta => {
    const shown = shownOf(entry, delta.topic);
    const put: (readonly [string, Topics[TopicName]])[] = [];
    const gone = new Set(delta.drop);
    for (const [key, whole] of delta.put) {
      const row = sliced(delta.topic, whole, entry.slice, siteOf);
      if (row === undefined) gone.add(key);
      else {
        put.push([key, row]);
        shown.add(key);
      }
    }
    // A key names a head-end, too: of what was never shown not even that is told.
    return { ...delta, put, drop: [...gone].filter((key) => shown.delete(key)) };
  };

  return {
    enter(slice) {
      const entry = held.get(slice.key) ?? { slice, viewers: 0, shown: new Map() };
      held.set(slice.key, entry);
      if (slice.sites !== null) {
        look();
        if (!isBound()) checked = JSON.stringify([...sites]);
      }
      entry.viewers += 1;
      return () => {
        entry.viewers -= 1;
        if (entry.viewers === 0) held.delete(slice.key);
      };
    },
    read(topic, slice) {
      if (slice.key === '') return feed.topic(topic).read();
      const entry = held.get(slice.key);
      const shown = entry && shownOf(entry, topic);
      for (const [key, row] of feed.topic(topic).snapshot().rows)
        if (sliced(topic, row, slice, siteOf) !== undefined) shown?.add(key);
      return feed.topic(topic).read((row) => sliced(topic, row, slice, siteOf));
    },
    of: (delta) => [
      { room: roomOf(delta.topic, WHOLE), delta },
      ...[...held.values()]
        .filter(({ slice }) => slice.key !== '')
        .map((entry) => ({ room: roomOf(delta.topic, entry.slice), delta: part(delta, entry) })),
    ],
    haveMoved() {
      if (!isBound()) return false;
      const before = checked;
      look();
      checked = JSON.stringify([...sites]);
      return checked !== before;
    },
  };
}
