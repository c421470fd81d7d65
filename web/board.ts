import { advance, start, type Board, type Delta, type Snapshot, type TopicName } from '../server/domain/feed.ts';
import { cell, type Cell } from './cell.ts';

/** The live state as this viewer has it: a board per topic, which can stand still while the latest go on behind. */
export interface Boards {
  /** The board that is shown; `undefined` until its snapshot has come. */
  of<T extends TopicName>(topic: T): Cell<Board<T> | undefined>;
  begin(snapshot: Snapshot): void;
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
  const keep = (board: Board) => {
    latest.set(board.topic, board);
    // A topic first asked for while paused is shown as of its first snapshot.
    if (!paused || cellOf(board.topic).get() === undefined) cellOf(board.topic).set(board);
  };

  return {
    // The map's border: what is kept under a topic's name came from snapshots of that topic alone.
    of: <T extends TopicName>(topic: T) => cellOf(topic) as unknown as Cell<Board<T> | undefined>,
    begin: (snapshot) => keep(start(snapshot)),
    follow(delta) {
      const board = latest.get(delta.topic);
      if (board === undefined) return true; // Its snapshot is on the way and will hold this.
      const next = advance(board, delta);
      if (next === undefined) return false;
      keep(next);
      return true;
    },
    forget(topic) {
      latest.delete(topic);
      cellOf(topic).set(undefined);
    },
    pause: () => void (paused = true),
    resume() {
      paused = false;
      for (const board of latest.values()) cellOf(board.topic).set(board);
    },
  };
}
