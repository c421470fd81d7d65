import { topicNames, type TopicName } from '../domain/feed.ts';
import { createAllowance } from './allowance.ts';
import type { Reading } from './listing.ts';

/** Characters (at least as many bytes) that may wait for a viewer, beside the snapshots it asked for. */
export const MOST_QUEUED = 256 * 1024;
/** Below this a viewer has taken its snapshots. */
const DRAINED = 64 * 1024;
/** How often a second a viewer may subscribe or unsubscribe. There are more topics: the page spreads what it asks for (`web/pace.ts`). */
export const MOST_ASKED = 10;
/**
 * Messages of any kind a second from one viewer: what it does of its own accord, a `more` of each topic, which is given back where it was
 * owed, the packet that connects, and the answer to a ping.
 */
export const MOST_MESSAGES = MOST_ASKED + topicNames.length + 2;

/** Why a viewer was cut: it reads too slowly, says what no page of ours says, asks too often, or for what it may not see. */
export type Cut = 'slow' | 'junk' | 'flood' | 'barred';

/** What a viewer's connection can do. */
export interface Link {
  /** Bytes that are not yet with the operating system. */
  queued(): number;
  /** From now on the deltas of the topic go to this viewer. */
  join(topic: TopicName): void;
  leave(topic: TopicName): void;
  /** Ends the connection at once. The browser comes back by itself and takes snapshots. */
  cut(why: Cut): void;
}

/** The bytes of snapshots that may still go out to all viewers before the next round. */
export interface Supply {
  left: number;
}

/** What one viewer may see of the topics. */
export interface Sight {
  may(topic: TopicName): boolean;
  read(topic: TopicName): Reading;
}

/** Answers a `subscribe` or a `more` with a part of a snapshot that is JSON already. */
export type Reply = (json: string) => void;

/** What the server keeps of one viewer. */
export interface Viewer {
  subscribe(topic: unknown, reply: Reply | undefined): void;
  /** The next part of a snapshot of which there is more. Whether it was owed: asked for once, after a part that told of more. */
  more(topic: unknown, reply: Reply | undefined): boolean;
  /** The reply, if one is wanted, is `null`: it tells when this was done. */
  unsubscribe(topic: unknown, reply?: Reply): void;
  /** To be called at each flush: cuts a viewer that does not keep up, else answers what had to wait. */
  round(): void;
}

/**
 * A viewer at the other end of a link. Parts of snapshots that are under way are allowed on top of what may wait; a second one of the
 * same topic waits until the first is through, which bounds what a viewer can make us hold.
 */
export function createViewer(link: Link, supply: Supply, sight: Sight, now: () => number): Viewer {
  const underWay = new Map<TopicName, number>();
  const waiting = new Map<TopicName, Reply>();
  /** Snapshots of which there is more. */
  const readings = new Map<TopicName, Reading>();
  /** Topics whose last part told of more, which was not asked for yet. */
  const owed = new Set<TopicName>();
  const asked = createAllowance(MOST_ASKED, now);

  function answer(topic: TopicName, reply: Reply): boolean {
    if (underWay.has(topic) || supply.left <= 0) return false;
    const reading = readings.get(topic) ?? sight.read(topic);
    const { json, isLast } = reading.next();
    if (isLast) readings.delete(topic);
    else {
      readings.set(topic, reading);
      owed.add(topic);
    }
    supply.left -= json.length;
    underWay.set(topic, json.length);
    // Joined in the same turn as the reply: no delta can fall between them.
    link.join(topic);
    reply(json);
    return true;
  }

  function answerSoon(topic: TopicName, reply: Reply): void {
    settle();
    if (!answer(topic, reply)) waiting.set(topic, reply);
  }

  /** What is left of a snapshot is not wanted any more. */
  function forget(topic: TopicName): void {
    readings.delete(topic);
    owed.delete(topic);
  }

  function settle(): number {
    const queued = link.queued();
    if (queued < DRAINED) underWay.clear();
    return queued;
  }

  return {
    subscribe(topic, reply) {
      if (!isTopic(topic) || reply === undefined) link.cut('junk');
      else if (!sight.may(topic)) link.cut('barred');
      else if (!asked.take()) link.cut('flood');
      else {
        forget(topic);
        answerSoon(topic, reply);
      }
    },
    more(topic, reply) {
      // The page asks only where it was told of more, and for each part once.
      if (!isTopic(topic) || reply === undefined || !owed.delete(topic)) {
        link.cut('junk');
        return false;
      }
      answerSoon(topic, reply);
      return true;
    },
    unsubscribe(topic, reply) {
      if (!isTopic(topic)) link.cut('junk');
      else if (!asked.take()) link.cut('flood');
      else {
        waiting.delete(topic);
        forget(topic);
        link.leave(topic);
        reply?.('null');
      }
    },
    round() {
      const queued = settle();
      const allowed = [...underWay.values()].reduce((sum, bytes) => sum + bytes, MOST_QUEUED);
      if (queued > allowed) link.cut('slow');
      else for (const [topic, reply] of waiting) if (answer(topic, reply)) waiting.delete(topic);
    },
  };
}

function isTopic(name: unknown): name is TopicName {
  return topicNames.some((topic) => topic === name);
}
