import { advance, extend, start, type Board } from '../server/domain/board.ts';
import type { Delta, Snapshot, TopicName } from '../server/domain/feed.ts';
import { cell, type Cell } from './cell.ts';

/** The live state as this viewer has it: a board per topic, which can stand still while the latest go on behind. */
export interface Boards {
  /** The board that is shown: `undefined` until the first part of its first snapshot has come, and not whole before the last one. */
  of<T extends TopicName>(topic: T): Cell<Board<T> | undefined>;
  begin(snapshot: Snapshot): void;
  /** Takes one more part of a snapshot in. False when a delta before it was lost: then a snapshot is needed. */
  extend(part: Snapshot): boolean;
  /** Takes a delta in. False when one before it was lost: then a snapshot is needed. */
  follow(delta: Delta): boolean;
  /** Drops a topic that is no longer followed: what it was must not pass for what it is when it is asked for again. */
  forget(topic: TopicName): void;
  /** Keeps what is shown as it is, until `resume`. */
  pause(): void;
  resume(): void;
}

/** Boards without any snapshot yet. */
export function boards(): Boards {
  const shown = new Map<TopicName, Cell<Board | undefined>>();
  const latest = new Map<TopicName, Board>();
  let paused = false;

  const cellOf = (topic: TopicName) => {
    const known = shown.get(topic) ?? cell<Board | undefined>(undefined);
    shown.set(topic, known);
    return known;
  };
  const show = (board: Board) => {
    const held = cellOf(board.topic);
    // What is shown whole stays until there is something whole again, be it older: a part of it would look like all there is.
    if (board.missing === 0 || held.get()?.missing !== 0) held.set(board);
  };
  const keep = (board: Board | undefined): boolean => {
    if (board === undefined) return false;
    latest.set(board.topic, board);
    // A topic first asked for while paused is shown as of its first snapshot, once that is whole.
    if (!paused || cellOf(board.topic).get()?.missing !== 0) show(board);
    return true;
  };

  return {
    // The map's border: what is kept under a topic's name came from snapshots of that topic alone.
    of: <T extends TopicName>(topic: T) => cellOf(topic) as unknown as Cell<Board<T> | undefined>,
    begin: (snapshot) => void keep(start(snapshot)),
    extend(part) {
      const board = latest.get(part.topic);
      return board !== undefined && keep(extend(board, part));
    },
    follow(delta) {
      const board = latest.get(delta.topic);
      // Without one its snapshot is on the way and will hold this.
      return board === undefined || keep(advance(board, delta));
    },
    forget(topic) {
      latest.delete(topic);
      cellOf(topic).set(undefined);
    },
    pause: () => void (paused = true),
    resume() {
      paused = false;
      for (const board of latest.values()) show(board);
    },
  };
}
