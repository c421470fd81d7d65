import { topicNames, type Delta, type Tick, type TopicName } from '../domain/feed.ts';
import { createTopic, type Topic } from './topic.ts';

/** The topics of the live feed on the server. No clock and no socket of its own. */
export interface Feed {
  topic<T extends TopicName>(name: T): Topic<T>;
  /** What has changed in these topics since the last call: at most one delta a topic. */
  flush(names?: readonly TopicName[]): readonly Delta[];
  tick(): Tick;
}

/** A feed whose topics are empty; `build` changes with every build of the program. */
export function createFeed(options: { readonly build: string; readonly now: () => number }): Feed {
  const topics: { readonly [T in TopicName]: Topic<T> } = {
    summary: createTopic('summary'),
    sessions: createTopic('sessions'),
    pools: createTopic('pools'),
    chains: createTopic('chains'),
    devices: createTopic('devices'),
    messages: createTopic('messages'),
    minutes: createTopic('minutes'),
    logins: createTopic('logins'),
    alerts: createTopic('alerts'),
    gaps: createTopic('gaps'),
    health: createTopic('health'),
  };
  return {
    topic: (name) => topics[name],
    flush: (names = topicNames) => names.map((name) => topics[name].flush()).filter((delta) => delta !== undefined),
    tick: () => ({ at: options.now(), build: options.build }),
  };
}
