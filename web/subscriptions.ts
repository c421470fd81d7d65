import type { Delta, Snapshot, TopicName } from '../server/domain/feed.ts';
import type { Boards } from './board.ts';
import { createPace } from './pace.ts';

/** The connection as far as topics go. */
export interface Wire {
  /** Changes with each connection; `undefined` while there is none. */
  id(): string | undefined;
  /** Asks for a topic. The answer comes without a snapshot when it is late. */
  subscribe(topic: TopicName, answer: (snapshot?: Snapshot) => void): void;
  /** Asks for the next part of a topic's snapshot. */
  more(topic: TopicName, answer: (part?: Snapshot) => void): void;
  /** Answers when it is done, or is late. */
  unsubscribe(topic: TopicName, answer: () => void): void;
}

/** Which topics the page follows, and what it still waits for. */
export interface Subscriptions {
  /** Keeps a topic coming until the returned function is called. */
  readonly watch: (topic: TopicName) => () => void;
  /** To be called at each connection: all topics are asked for anew. */
  connected(): void;
  take(delta: Delta): void;
  /** Topics whose snapshot is still to come, or not yet whole, since the connection was made. */
  waiting(): number;
}

/** What happens beside the wire. */
export interface Around {
  /** Calls back after a while: a topic that nobody watches is kept so long, so that going to another screen and back needs no snapshot. */
  readonly later: (run: () => void) => void;
  /** Calls back after `APART` milliseconds of `pace.ts`. */
  readonly soon: (run: () => void) => void;
  /** Whether the page is paused: then it keeps the picture of its moment whole. */
  readonly paused: () => boolean;
  /** A snapshot is whole. */
  readonly begun: () => void;
  /** Whether we may see a topic: who asks for one that is not theirs is cut. */
  readonly may: (topic: TopicName) => boolean;
}

/** Follows topics over the wire into the boards. */
export function subscriptions(wire: Wire, boards: Boards, { later, soon, paused, begun, may }: Around): Subscriptions {
  const watchers = new Map<TopicName, number>();
  const waiting = new Set<TopicName>();
  /** What was asked for last, until its snapshot is whole; `begun` once its first part is here. */
  const asking = new Map<TopicName, { begun: boolean }>();
  let pace = createPace(soon);

  /** Sends it at the pace of this connection, if it is still wanted then; nothing once that is gone. */
  const send = (isWanted: () => boolean, say: (answered: () => void) => void) => {
    const mine = pace;
    mine.go(() => {
      if (mine !== pace || wire.id() === undefined || !isWanted()) return false;
      say(() => mine.answered());
      return true;
    });
  };

  const ask = (topic: TopicName) => {
    if (wire.id() === undefined || asking.has(topic) || !may(topic)) return;
    // An answer to an earlier asking, or of a connection that is gone, is not taken.
    const asked = { begun: false };
    asking.set(topic, asked);
    const again = () => {
      asking.delete(topic);
      ask(topic);
    };
    const arrived = (isIn: boolean, { left }: Snapshot) => {
      if (!isIn) again();
      else if (left !== undefined) {
        wire.more(topic, (part) => {
          if (asking.get(topic) !== asked) return;
          if (part === undefined) again();
          else arrived(boards.extend(part), part);
        });
      } else {
        asking.delete(topic);
        waiting.delete(topic);
        begun();
      }
    };
    const isWanted = () => asking.get(topic) === asked;
    send(isWanted, (answered) =>
      wire.subscribe(topic, (snapshot) => {
        answered();
        if (!isWanted()) return;
        if (snapshot === undefined) again();
        else {
          asked.begun = true;
          boards.begin(snapshot);
          arrived(true, snapshot);
        }
      }),
    );
  };

  const leave = (topic: TopicName) => {
    const left = (watchers.get(topic) ?? 1) - 1;
    if (left > 0) {
      watchers.set(topic, left);
      return;
    }
    if (paused()) {
      later(() => leave(topic));
      return;
    }
    for (const known of [watchers, waiting, asking]) known.delete(topic);
    boards.forget(topic);
    // Watched again before its turn comes: then it is asked for anew, and the server begins anew.
    send(
      () => !watchers.has(topic),
      (answered) => wire.unsubscribe(topic, answered),
    );
  };

  return {
    watch(topic) {
      const before = watchers.get(topic) ?? 0;
      watchers.set(topic, before + 1);
      if (before === 0) ask(topic);
      let released = false;
      return () => {
        if (!released) later(() => leave(topic));
        released = true;
      };
    },
    connected() {
      asking.clear();
      pace = createPace(soon);
      for (const topic of [...watchers.keys()].filter(may)) {
        waiting.add(topic);
        ask(topic);
      }
    },
    take(delta) {
      if (!watchers.has(delta.topic) || boards.follow(delta)) return;
      // The rest of a snapshot that has begun does not heal it; one that is still to come does.
      if (asking.get(delta.topic)?.begun === true) asking.delete(delta.topic);
      ask(delta.topic);
    },
    waiting: () => waiting.size,
  };
}
