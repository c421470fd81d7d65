import type { Delta, Snapshot, TopicName, Topics } from './feed.ts';
import { Sharded } from './sharded.ts';

/** A topic as one viewer has it. */
export interface Board<T extends TopicName = TopicName> {
  readonly topic: T;
  readonly seq: number;
  /** In no order. */
  readonly rows: Sharded<Topics[T]>;
  /** About how many rows are still to come: 0 when it is whole. */
  readonly missing: number;
}

/** The board that a snapshot, or the first part of one, starts. */
export function start<T extends TopicName>({ topic, seq, rows, left = 0 }: Snapshot<T>): Board<T> {
  return { topic, seq, rows: Sharded.of(rows), missing: left };
}

/** The board with one more part of its snapshot, or `undefined` if a delta was lost before it. */
export function extend<T extends TopicName>(board: Board<T>, part: Snapshot<T>): Board<T> | undefined {
  if (part.seq !== board.seq) return undefined;
  return { ...board, rows: board.rows.with(part.rows), missing: part.left ?? 0 };
}

/** The board after the delta, or `undefined` if one between them was lost. A delta that is already in changes nothing. */
export function advance<T extends TopicName>(board: Board<T>, delta: Delta<T>): Board<T> | undefined {
  if (delta.seq <= board.seq) return board;
  if (delta.seq !== board.seq + 1) return undefined;
  return { ...board, seq: delta.seq, rows: board.rows.with(delta.put, delta.drop) };
}
