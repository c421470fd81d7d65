import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { topicNames, type Snapshot, type TopicName } from '../../server/domain/feed.ts';
import { MOST_ASKED } from '../../server/feed/viewer.ts';
import { boards } from '../../web/board.ts';
import { subscriptions } from '../../web/subscriptions.ts';

type Answer = (snapshot?: Snapshot) => void;

/** A connection on paper: what was asked, answered by hand, and time that passes by hand. */
function lab() {
  const asked: { readonly topic: TopicName; readonly answer: Answer }[] = [];
  /** Requests for the next part. */
  const more: Answer[] = [];
  const left: TopicName[] = [];
  /** The server has done it. */
  const gone: (() => void)[] = [];
  const later: (() => void)[] = [];
  const soon: (() => void)[] = [];
  const held = boards();
  const state = { id: 'first' as string | undefined, paused: false, barred: [] as readonly TopicName[] };
  const wire = {
    id: () => state.id,
    subscribe: (topic: TopicName, answer: Answer) => void asked.push({ topic, answer }),
    more: (_topic: TopicName, answer: Answer) => void more.push(answer),
    unsubscribe: (topic: TopicName, answer: () => void) => {
      left.push(topic);
      gone.push(answer);
    },
  };
  const topics = subscriptions(wire, held, {
    later: (run) => later.push(run),
    soon: (run) => soon.push(run),
    paused: () => state.paused,
    begun: () => undefined,
    may: (topic) => !state.barred.includes(topic),
  });
  const pass = () => later.splice(0).forEach((run) => run());
  /** The time passes after which one more may be asked for. */
  const wait = () => soon.splice(0).forEach((run) => run());
  return { asked, more, left, gone, held, state, topics, pass, wait };
}

const empty = (topic: TopicName, seq: number): Snapshot => ({ topic, seq, rows: [] });
const delta = (seq: number) => ({ topic: 'gaps' as const, seq, put: [], drop: [] });

describe('the topics of a page', () => {
  it('are asked for once, however many parts of the page watch them', () => {
    const { topics, asked } = lab();
    topics.watch('gaps');
    topics.watch('gaps');
    assert.equal(asked.length, 1);
  });

  it('are not asked for where they are not ours to see, and nothing waits for them', () => {
    const { topics, asked, state } = lab();
    state.barred = ['sessions'];
    topics.watch('sessions');
    topics.watch('gaps');
    topics.connected();
    assert.deepEqual([...new Set(asked.map(({ topic }) => topic))], ['gaps']);
    assert.equal(topics.waiting(), 1);
  });

  it('are asked for again after a gap, once', () => {
    const { topics, asked, held } = lab();
    topics.watch('gaps');
    asked[0]?.answer(empty('gaps', 4));
    topics.take(delta(6));
    topics.take(delta(7));
    assert.equal(asked.length, 2);
    asked[1]?.answer(empty('gaps', 7));
    assert.equal(held.of('gaps').get()?.seq, 7);
  });

  it('are asked for part by part, and waited for until they are whole', () => {
    const { topics, asked, more, held } = lab();
    topics.watch('gaps');
    topics.connected();
    asked[1]?.answer({ ...empty('gaps', 4), left: 20 });
    more[0]?.({ ...empty('gaps', 4), left: 10 });
    assert.deepEqual([topics.waiting(), held.of('gaps').get()?.missing], [1, 10]);
    topics.take(delta(5));
    more[1]?.(empty('gaps', 5));
    assert.deepEqual([topics.waiting(), held.of('gaps').get()?.missing, more.length], [0, 0, 2]);
  });

  it('begin anew when a delta or a part between is lost, and take no part of what they began before', () => {
    for (const lose of ['delta', 'part'] as const) {
      const { topics, asked, more, held } = lab();
      topics.watch('gaps');
      asked[0]?.answer({ ...empty('gaps', 4), left: 20 });
      if (lose === 'delta') topics.take(delta(6));
      else more[0]?.();
      assert.equal(asked.length, 2);
      topics.take(delta(7));
      assert.equal(asked.length, 2, 'asked once');
      more[0]?.({ ...empty('gaps', 7) });
      assert.equal(held.of('gaps').get()?.missing, 20);
      asked[1]?.answer(empty('gaps', 7));
      assert.deepEqual([held.of('gaps').get()?.seq, held.of('gaps').get()?.missing], [7, 0]);
    }
  });

  it('are all asked for anew at each connection, and waited for', () => {
    const { topics, asked, state, held } = lab();
    topics.watch('gaps');
    topics.watch('devices');
    state.id = 'second';
    topics.connected();
    assert.equal(topics.waiting(), 2);
    asked[0]?.answer(empty('gaps', 99));
    assert.equal(held.of('gaps').get(), undefined, 'an answer of the connection before is not taken');
    asked[2]?.answer(empty('gaps', 1));
    asked[3]?.answer(empty('devices', 1));
    assert.equal(topics.waiting(), 0);
  });

  it('are asked for again when the answer is late', () => {
    const { topics, asked } = lab();
    topics.watch('gaps');
    asked[0]?.answer();
    assert.equal(asked.length, 2);
  });

  it('are not asked for while there is no connection', () => {
    const { topics, asked, state } = lab();
    state.id = undefined;
    topics.watch('gaps');
    assert.equal(asked.length, 0);
  });

  it('are all asked for, no more at once than the server takes, and another only when one was answered', () => {
    const { topics, asked, wait } = lab();
    for (const topic of topicNames) topics.watch(topic);
    assert.equal(topicNames.length, MOST_ASKED + 1, 'there are more topics than may be asked for at once');
    wait();
    assert.equal(asked.length, MOST_ASKED, 'what was not answered may still be on its way');
    asked[0]?.answer(empty('summary', 1));
    assert.equal(asked.length, MOST_ASKED, 'not yet');
    wait();
    assert.deepEqual(
      asked.map(({ topic }) => topic),
      topicNames,
    );
  });

  it('are not asked for any more when their turn comes and nobody watches, or by a connection that is gone', () => {
    for (const lose of ['watcher', 'connection', 'connection for another'] as const) {
      const { topics, asked, left, state, pass, wait } = lab();
      const releases = topicNames.map((topic) => topics.watch(topic));
      if (lose === 'watcher') releases.at(-1)?.();
      else state.id = undefined;
      pass();
      if (lose === 'connection for another') {
        state.id = 'second';
        topics.connected();
      }
      const before = asked.length;
      asked[0]?.answer(empty('summary', 1));
      wait();
      assert.equal(asked.length, before, lose);
      assert.deepEqual(left, lose === 'watcher' ? [topicNames.at(-1)] : []);
    }
  });

  it('are left at that pace, too, but for one that is watched again before its turn', () => {
    const { topics, asked, left, gone, pass, wait } = lab();
    const releases = topicNames.slice(0, MOST_ASKED).map((topic) => topics.watch(topic));
    for (const release of releases) release();
    pass();
    assert.deepEqual(left, []);
    topics.watch('pools');
    for (const { topic, answer } of asked.slice(0, 3)) answer(empty(topic, 1));
    for (let time = 0; time < 3; time += 1) wait();
    assert.deepEqual(left, ['summary', 'sessions', 'chains']);
    gone[0]?.();
    wait();
    assert.deepEqual(left, ['summary', 'sessions', 'chains', 'devices']);
  });

  it('linger for a while after the last part has gone, then are forgotten', () => {
    const { topics, asked, held, left, pass } = lab();
    const release = topics.watch('gaps');
    asked[0]?.answer(empty('gaps', 1));
    release();
    release();
    const back = topics.watch('gaps');
    pass();
    assert.deepEqual(left, []);
    back();
    pass();
    assert.deepEqual(left, ['gaps']);
    assert.equal(held.of('gaps').get(), undefined);
  });

  it('are kept while the page is paused', () => {
    const { topics, asked, held, state, pass, left } = lab();
    const release = topics.watch('gaps');
    asked[0]?.answer(empty('gaps', 1));
    state.paused = true;
    release();
    pass();
    assert.equal(held.of('gaps').get()?.seq, 1);
    state.paused = false;
    pass();
    assert.deepEqual(left, ['gaps']);
  });
});
