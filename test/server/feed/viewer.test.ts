import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TopicName } from '../../../server/domain/feed.ts';
import { createAllowance } from '../../../server/feed/allowance.ts';
import { createViewer, MOST_ASKED, MOST_QUEUED, type Cut } from '../../../server/feed/viewer.ts';

/** A viewer of snapshots that come in so many parts, each the same. */
function stage(snapshot = 'snapshot', left = Infinity, parts = 1) {
  const clock = { at: 0 };
  const wire = { queued: 0 };
  const cuts: Cut[] = [];
  const joined = new Set<TopicName>();
  const replies: string[] = [];
  const supply = {
    left,
  };
  const sight = {
    may: (topic: TopicName) => topic !== 'messages',
    read: () => {
      let read = 0;
      return { next: () => ({ json: snapshot, isLast: (read += 1) === parts }) };
    },
  };
  const link = {
    queued: () => wire.queued,
    join: (topic: TopicName) => void joined.add(topic),
    leave: (topic: TopicName) => void joined.delete(topic),
    cut: (why: Cut) => void cuts.push(why),
  };
  const viewer = createViewer(link, supply, sight, () => clock.at);
  return { viewer, clock, wire, cuts, joined, replies, supply, reply: (json: string) => void replies.push(json) };
}

test('a viewer joins a topic and leaves it', () => {
  const { viewer, joined, replies, reply, cuts } = stage();
  viewer.subscribe('sessions', reply);
  assert.deepEqual([...joined], ['sessions']);
  assert.deepEqual(replies, ['snapshot']);
  viewer.unsubscribe('sessions');
  assert.equal(joined.size, 0);
  assert.deepEqual(cuts, []);
});

test('a viewer that asks for what it may not see is cut, and joins nothing', () => {
  const { viewer, joined, replies, reply, cuts } = stage();
  viewer.subscribe('messages', reply);
  assert.deepEqual([...joined], []);
  assert.deepEqual(replies, []);
  assert.deepEqual(cuts, ['barred']);
});

test('a viewer is given the rest of a snapshot part by part, and hears deltas from the first one on', () => {
  const { viewer, joined, replies, reply, cuts } = stage('part', Infinity, 3);
  viewer.subscribe('sessions', reply);
  assert.deepEqual([...joined], ['sessions']);
  viewer.more('sessions', reply);
  viewer.more('sessions', reply);
  assert.deepEqual([replies.length, cuts], [3, []]);
  viewer.more('sessions', reply);
  assert.deepEqual([replies.length, cuts], [3, ['junk']], 'there is no more');
});

test('a part waits as a snapshot does, and a new snapshot takes the place of the rest of the last one', () => {
  const { viewer, wire, replies, reply, cuts } = stage('part', Infinity, 2);
  viewer.subscribe('sessions', reply);
  wire.queued = MOST_QUEUED;
  viewer.more('sessions', reply);
  assert.equal(replies.length, 1);
  viewer.subscribe('sessions', reply);
  wire.queued = 0;
  viewer.round();
  viewer.more('sessions', reply);
  assert.deepEqual([replies.length, cuts], [3, []]);
});

test('whoever leaves a topic is not given the rest of it', () => {
  const { viewer, reply, cuts } = stage('part', Infinity, 2);
  viewer.subscribe('sessions', reply);
  viewer.unsubscribe('sessions');
  viewer.more('sessions', reply);
  assert.deepEqual(cuts, ['junk']);
});

test('a topic that there is not, or no way to answer, cuts the viewer', () => {
  for (const junk of ['nothing', '__proto__', 'toString', '', 0, null, undefined, {}, ['sessions']]) {
    const { viewer, cuts, reply, joined } = stage();
    viewer.subscribe(junk, reply);
    viewer.more(junk, reply);
    viewer.unsubscribe(junk);
    assert.deepEqual(cuts, ['junk', 'junk', 'junk'], JSON.stringify(junk));
    assert.equal(joined.size, 0);
  }
  const { viewer, cuts } = stage();
  viewer.subscribe('sessions', undefined);
  assert.deepEqual(cuts, ['junk']);
});

test('a viewer may subscribe and unsubscribe ten times a second, both together, and is cut at the eleventh', () => {
  for (const last of ['subscribe', 'unsubscribe'] as const) {
    const { viewer, clock, cuts, reply } = stage();
    for (let second = 0; second < 2; second += 1) {
      clock.at += 1000;
      for (let time = 0; time < 5; time += 1) {
        viewer.subscribe('sessions', reply);
        viewer.unsubscribe('sessions');
      }
    }
    assert.deepEqual(cuts, []);
    if (last === 'subscribe') viewer.subscribe('sessions', reply);
    else viewer.unsubscribe('sessions');
    assert.deepEqual(cuts, ['flood'], last);
  }
  assert.equal(MOST_ASKED, 10);
});

test('parts that are owed may be asked for as fast as they come, each once', () => {
  const { viewer, wire, replies, reply, cuts } = stage('part', Infinity, 20);
  viewer.subscribe('sessions', reply);
  for (let part = 1; part < 19; part += 1) assert.equal(viewer.more('sessions', reply), true);
  wire.queued = MOST_QUEUED;
  assert.equal(viewer.more('sessions', reply), true);
  assert.deepEqual([replies.length, cuts], [19, []]);
  assert.equal(viewer.more('sessions', reply), false, 'asked for, and not yet told');
  assert.deepEqual(cuts, ['junk']);
});

test('whoever leaves a topic is told when that is done, if it asks', () => {
  const { viewer, replies, reply } = stage();
  viewer.unsubscribe('sessions', reply);
  assert.deepEqual(replies, ['null']);
});

test('a viewer that does not take its deltas is cut', () => {
  const { viewer, wire, cuts } = stage();
  wire.queued = MOST_QUEUED;
  viewer.round();
  assert.deepEqual(cuts, []);
  wire.queued += 1;
  viewer.round();
  assert.deepEqual(cuts, ['slow']);
});

test('a snapshot may be larger than what may wait, but does not stay an excuse', () => {
  const large = 'x'.repeat(3 * MOST_QUEUED);
  const { viewer, wire, cuts, reply } = stage(large);
  viewer.subscribe('sessions', reply);
  wire.queued = large.length + MOST_QUEUED;
  viewer.round();
  assert.deepEqual(cuts, []);
  wire.queued = 0;
  viewer.round();
  wire.queued = MOST_QUEUED + 1;
  viewer.round();
  assert.deepEqual(cuts, ['slow']);
});

test('a second snapshot of a topic waits until the first is through', () => {
  const { viewer, wire, replies, reply } = stage();
  viewer.subscribe('sessions', reply);
  wire.queued = MOST_QUEUED;
  viewer.subscribe('sessions', reply);
  viewer.subscribe('pools', reply);
  assert.equal(replies.length, 2, 'another topic does not wait');
  viewer.round();
  assert.equal(replies.length, 2);
  wire.queued = 0;
  viewer.round();
  assert.equal(replies.length, 3);
});

test('when many come back at once, some wait for the next round', () => {
  const { viewer, supply, replies, joined, reply } = stage('snapshot', 1);
  viewer.subscribe('sessions', reply);
  viewer.subscribe('pools', reply);
  viewer.subscribe('devices', reply);
  viewer.unsubscribe('devices');
  assert.deepEqual([...joined], ['sessions'], 'no deltas before the snapshot');
  supply.left = Infinity;
  viewer.round();
  assert.equal(replies.length, 2);
  assert.deepEqual([...joined], ['sessions', 'pools']);
});

test('an allowance fills again with time, not above its size, and not when the clock goes back', () => {
  let at = 10_000;
  const { take, giveBack } = createAllowance(2, () => at);
  const tries = (): boolean[] => [take(), take(), take()];
  assert.deepEqual(tries(), [true, true, false]);
  at += 500;
  assert.deepEqual(tries(), [true, false, false]);
  at += 60_000;
  assert.deepEqual(tries(), [true, true, false]);
  at -= 30_000;
  assert.deepEqual(tries(), [false, false, false]);
  giveBack();
  assert.deepEqual(tries(), [true, false, false]);
  for (let time = 0; time < 9; time += 1) giveBack();
  assert.deepEqual(tries(), [true, true, false]);
});
