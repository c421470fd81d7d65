import { noted, type Row } from '../template.ts';

/** One message ID, or the first and the last of a run of them. */
export type Ids = number | readonly [first: number, last: number];

/** The IDs one by one. */
export function expand(ids: readonly Ids[]): readonly number[] {
  return ids.flatMap((one) => {
    if (typeof one === 'number') return [one];
    const [first, last] = one;
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** A row for each of many messages that change no state for the same reason, whatever their text. */
export function notedEach(why: string, ...ids: readonly Ids[]): readonly Row[] {
  return expand(ids).map((id) => noted(id, why));
}
