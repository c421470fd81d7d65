import { WHOLE, sliced, type Slice } from '../domain/access/slice.ts';
import type { Delta, TopicName } from '../domain/feed.ts';
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

/** Where the deltas of a topic go for a slice. */
export const roomOf = (topic: TopicName, { key }: Slice): string => (key === '' ? topic : `${topic} ${key}`);

/** No slices yet but the whole. */
export function createSlices(feed: Feed): Slices {
  const held = new Map<string, { readonly slice: Slice; viewers: number }>();
  let sites: ReadonlyMap<string, string> = new Map();

  const siteOf = (device: string): string | undefined => sites.get(device);
  const look = (): void => {
    const { rows } = feed.topic('devices').snapshot();
    sites = new Map(rows.flatMap(([, { name, place }]) => (place?.site === undefined ? [] : [[name, place.site]])));
  };
  const part = (delta: Delta, slice: Slice): Delta => {
    const rows = delta.put.map(([key, row]) => [key, sliced(delta.topic, row, slice, siteOf)] as const);
    return {
      ...delta,
      put: rows.flatMap(([key, row]) => (row === undefined ? [] : [[key, row] as const])),
      drop: [...delta.drop, ...rows.flatMap(([key, row]) => (row === undefined ? [key] : []))],
    };
  };

  return {
    enter(slice) {
      const entry = held.get(slice.key) ?? { slice, viewers: 0 };
      held.set(slice.key, entry);
      entry.viewers += 1;
      if (slice.sites !== null && sites.size === 0) look();
      return () => {
        entry.viewers -= 1;
        if (entry.viewers === 0) held.delete(slice.key);
      };
    },
    read: (topic, slice) =>
      slice.key === '' ? feed.topic(topic).read() : feed.topic(topic).read((row) => sliced(topic, row, slice, siteOf)),
    of: (delta) => [
      { room: roomOf(delta.topic, WHOLE), delta },
      ...[...held.values()]
        .filter(({ slice }) => slice.key !== '')
        .map(({ slice }) => ({ room: roomOf(delta.topic, slice), delta: part(delta, slice) })),
    ],
    haveMoved() {
      if (![...held.values()].some(({ slice }) => slice.sites !== null)) return false;
      const before = JSON.stringify([...sites]);
      look();
      return JSON.stringify([...sites]) !== before;
    },
  };
}
